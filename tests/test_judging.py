"""Who decides, checks, returns or signs does it to what was in sight: a page that was open too long is refused once,
also where the change comes between its look and its lock; a program says what it read by If-Match.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruamsuk.core.calendar import today
from ruamsuk.issues.models import Measure
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import ActivityReport, Proposal
from ruamsuk.projects.variations.models import Variation
from tests.api_caller import ROOT, Caller, refused
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
# Judged once, or until it is sent again.
OVER = {
    "plans:check",
    "plans:return",
    "projects:proposal-decide",
    "projects:proposal-return",
    "projects:report-step",
    "projects:variation-decide",
    "projects:variation-return",
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
SAID = {"th": "เรื่องนี้เปลี่ยนไปหลังจากที่ท่านเปิดดู", "en": "This has changed since you looked at it."}
# What the API calls an act that judges, and on which thing of the site each is tried.
CALLS = re.compile(r"/(decide|correct|check|return|step|sign|accept|confirm|decline)$")
OF_CALLS = {
    "/proposals/{uid}/decide": "reviewed",
    "/proposals/{uid}/decision/correct": "decided",
    "/proposals/{uid}/return": "reviewed",
    "/plans/{uid}/check": "agreed_plan",
    "/plans/{uid}/return": "agreed_plan",
    "/reports/{uid}/check": "sent_report",
    "/reports/{uid}/confirm": "sent_report",
    "/reports/{uid}/accept": "sent_report",
    "/reports/{uid}/return": "sent_report",
    "/variations/{uid}/decide": "sent_variation",
    "/variations/{uid}/return": "sent_variation",
}
OF_KITS = "/standard-measures/{code}/confirm"
CALLS_OTHERWISE = {
    "/own-steps/{uid}/confirm": "who confirms sees what was entered, which is kept as it was",
    "/own-steps/{uid}/decline": "the same",
    "/applications/{uid}/accept": "a request is what it was when it was sent",
    "/applications/{uid}/decline": "the same",
    "/handovers/{uid}/sign": "its list was frozen when it was made",
    "/instrument-versions/{uid}/sign": "a published version never changes",
}


@contextmanager
def taken_back() -> Iterator[None]:
    """What was judged in one round is to be judged in the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def judging() -> list[str]:
    """Pages that judge, as their addresses say; and the kit, which is signed from its own page."""
    names = [name for name in PAGES if JUDGES.search(name.partition(":")[2].partition(" ")[0])]
    return [*(name for name in names if name.partition(" ")[0] not in OTHERWISE), "issues:measure"]


def body_of(path: str, call: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any] | None:
    """What an act wants, as far as it takes it."""
    if "requestBody" not in call:
        return None
    shape = call["requestBody"]["content"]["application/json"]["schema"]
    names = schemas[shape["$ref"].rpartition("/")[2]]["properties"]
    return {name: value for name, value in (typed(path) | {"amount_satang": 100}).items() if name in names}


def seen_in(page: str) -> str:
    return re.findall(r'name="seen"\s+value="([^"]+)"', page)[-1]


def typed(name: str) -> dict[str, Any]:
    return TYPED | ({"outcome": "agreed"} if "variation" in name else {})


def sent_to(name: str, site: Any) -> str:
    page = PAGES[name]
    if name == "issues:measure":
        return reverse("issues:confirm-measure", args=page.args(site))
    return page.address(name, site)


@contextmanager
def changing_before_the_lock() -> Iterator[list[str]]:
    """Everything changes each time that a transaction begins, until an action has noted itself: after the look of a
    page, before the lock of its act. Gives what the actions noted.
    """
    noted: list[str] = []

    def before(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'INSERT INTO "audit_operation"' in sql:
            noted.append(sql)
        if sql.startswith("SAVEPOINT") and not noted:
            everything_changes()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(before):
        yield noted


def everything_changes() -> None:
    for noun in (Proposal, Plan, ActivityReport):
        noun.objects.update(updated_at=timezone.now())
    Plan.objects.update(check_state="waiting")
    Variation.objects.update(sent_at=timezone.now())
    Measure.objects.update(expected_th=str(timezone.now()), confirmed_on=None, confirmed_by=None)


def test_nobody_judges_what_was_not_in_sight(client: Client):
    site = build()
    assert len(judging()) > 8
    for name in judging():
        with taken_back():
            page = PAGES[name]
            client.force_login(getattr(site, page.who))
            address = page.address(name, site)
            send_to = sent_to(name, site)
            everything_changes()
            old = seen_in(client.get(address).content.decode())
            assert seen_in(client.get(address).content.decode()) == old, name  # looking changes nothing
            everything_changes()
            answer = client.post(send_to, {"seen": old, **typed(name)}, follow=True)
            assert any(said in answer.content.decode() for said in SAID.values()), name
            new = seen_in(answer.content.decode())
            assert new != old, name
            answer = client.post(send_to, {"seen": new}, follow=True)
            assert not any(said in answer.content.decode() for said in SAID.values()), name


def test_what_was_judged_meanwhile_shows_what_became_of_it(client: Client):
    """Whoever had its page open, and whoever opens it from an old link, stands before the thing: no form that would
    be refused at each press.
    """
    site = build()
    Plan.objects.update(state="draft", agreed_on=None)
    Proposal.objects.filter(pk=site.reviewed.pk).update(state="approved")
    ActivityReport.objects.update(state="started", accepted_at=None)
    Variation.objects.filter(pk=site.sent_variation.pk).update(state="stands", closed_at=timezone.now())
    asked = [name for name in judging() if name.partition(" ")[0] in OVER]
    assert {name.partition(" ")[0] for name in asked} == OVER
    for name in asked:
        client.force_login(getattr(site, PAGES[name].who))
        address = PAGES[name].address(name, site)
        for answer in (client.get(address), client.post(address, {"seen": "old", **typed(name)})):
            assert answer.status_code == 302, name
            page = client.get(answer.url).content.decode()
            assert 'name="seen"' not in page, name
            assert "notice" in page, name


def test_a_change_between_look_and_lock_is_seen_too(client: Client):
    site = build()
    for name in judging():
        with taken_back():
            page = PAGES[name]
            client.force_login(getattr(site, page.who))
            everything_changes()
            got = client.get(page.address(name, site))
            old = seen_in(got.content.decode())
            with changing_before_the_lock() as noted:
                answer = client.post(sent_to(name, site), {"seen": old, **typed(name)}, follow=True)
            assert noted, f"{name} came to no act"
            text = answer.content.decode()
            assert any(said in text for said in SAID.values()), name
            assert seen_in(text) == seen_in(client.get(page.address(name, site)).content.decode()) != old, (
                name
            )


def test_a_program_judges_what_it_read():
    site = build()
    caller = Caller(site.everybody)
    described = caller.get("/openapi.json").json()
    paths, shapes = described["paths"], described["components"]["schemas"]
    acts = {path.removeprefix(ROOT): calls["post"] for path, calls in paths.items() if "post" in calls}
    judge = {path: call for path, call in acts.items() if CALLS.search(path)}
    assert judge.keys() == {*OF_CALLS, OF_KITS, *CALLS_OTHERWISE}
    code = PAGES["issues:measure"].args(site)[0]
    for path, call in judge.items():
        if path in CALLS_OTHERWISE:
            continue
        assert "412" in map(str, call["responses"]), path
        address = path.replace("{code}", code)
        if path != OF_KITS:
            address = path.replace("{uid}", str(getattr(site, OF_CALLS[path]).uid))
        read = re.sub("(/decision)?/[a-z]+$", "", address)
        everything_changes()
        old = caller.get(read)["ETag"]
        assert caller.get(read)["ETag"] == old, path  # looking changes nothing
        everything_changes()
        body = body_of(path, call, shapes)
        refused(caller.post(address, body, If_Match=old), 412, "changed-since")
        new = caller.get(read)["ETag"]
        assert new != old, path
        assert caller.post(address, body, If_Match=f"{old}, {new}").status_code != 412, path


def test_who_says_what_was_read_to_a_call_that_does_not_compare_is_told_so():
    site = build()
    caller = Caller(site.everybody)
    answer = caller.post(f"/proposals/{site.submitted.uid}/take-up", If_Match='"abc"')
    assert [error["field"] for error in refused(answer, 422, "invalid-fields")["errors"]] == ["If-Match"]
    assert caller.post(f"/proposals/{site.submitted.uid}/take-up").status_code == 200


def test_what_a_write_answers_can_be_judged_at_once():
    site = build()
    caller = Caller(site.everybody)
    taken = caller.post(f"/proposals/{site.submitted.uid}/take-up")
    sent = {"note": "words"}
    back = f"/proposals/{site.submitted.uid}/return"
    assert caller.post(back, sent, If_Match=taken["ETag"]).status_code == 200
