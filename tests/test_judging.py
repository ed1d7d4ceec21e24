"""Who decides, checks, returns or signs does it to what was in sight: a page that was open too long is refused once."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruamsuk.core.calendar import today
from ruamsuk.issues.models import Measure
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import ActivityReport, Proposal
from ruamsuk.projects.variations.models import Variation
from tests.pages import PAGES
from tests.site import build

pytestmark = pytest.mark.django_db

JUDGES = re.compile("decide|correct|check$|return$|step|sign|accept$")
# Pages of acts on what cannot become another, or on nothing that stands.
OTHERWISE = {
    "projects:own-steps": "a list",
    "projects:own-step": "who confirms sees what was entered, which is kept as it was",
    "applications:accept": "a request is what it was when it was sent",
    "instruments:sign": "a published version never changes",
}
# What each of the acts wants, so that nothing else refuses it.
TYPED = {
    "outcome": "approved",
    "decided_on": str(today()),
    "resolution_no": "1/2570",
    "amount_satang": "1",
    "confirmed": "yes",
    **dict.fromkeys(("note", "reason", "words", "conditions"), "words"),
}
SAID = {"th": "เรื่องนี้เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้", "en": "This has changed since you opened the page."}


def judging() -> list[str]:
    """Pages that judge, as their addresses say; and the kit, which is signed from its own page."""
    names = [name for name in PAGES if JUDGES.search(name.partition(":")[2].partition(" ")[0])]
    return [*(name for name in names if name.partition(" ")[0] not in OTHERWISE), "issues:measure"]


def seen_in(page: str) -> str:
    return re.findall(r'name="seen"\s+value="([^"]+)"', page)[-1]


def everything_changes() -> None:
    for noun in (Proposal, Plan, ActivityReport):
        noun.objects.update(updated_at=timezone.now())
    Variation.objects.update(sent_at=timezone.now())
    Measure.objects.update(expected_th=str(timezone.now()), confirmed_on=None, confirmed_by=None)


def test_nobody_judges_what_was_not_in_sight(client: Client):
    site = build()
    assert len(judging()) > 8
    for name in judging():
        page = PAGES[name]
        client.force_login(getattr(site, page.who))
        address = page.address(name, site)
        send_to = (
            reverse("issues:confirm-measure", args=page.args(site)) if name == "issues:measure" else address
        )
        old = seen_in(client.get(address).content.decode())
        assert seen_in(client.get(address).content.decode()) == old, name  # looking changes nothing
        everything_changes()
        answer = client.post(send_to, {"seen": old, **TYPED}, follow=True)
        assert any(said in answer.content.decode() for said in SAID.values()), name
        new = seen_in(answer.content.decode())
        assert new != old, name
        answer = client.post(send_to, {"seen": new}, follow=True)
        assert not any(said in answer.content.decode() for said in SAID.values()), name
