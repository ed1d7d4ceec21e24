"""Notices and the daily letter."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import User
from ruamsuk.notices import actions, tasks
from ruamsuk.notices.kinds import kind_of, register
from ruamsuk.notices.models import Notice
from ruamsuk.notices.queries import unread_count

pytestmark = pytest.mark.django_db

RETURNED = register("tests.returned", "{title} came back: {note}", icon="arrow-back-up", each=True)
CAME = register("tests.came", "{title} waits for you", asks=True)
STANDS = register("tests.stands", "{title} was agreed to")


@pytest.fixture
def malee(person, area):
    return person("Malee", Role.COORDINATOR, area("90"))


def notice(*to, by=None, at=None, url_name="accounts:profile", **kwargs):
    params = {"title": {"th": "โครงการขยะ", "en": "Waste project"}, "note": "ขอที่มา"}
    actions.send(
        RETURNED, to=to, url_name=url_name, url_kwargs=kwargs, params=params, by=by, at=at or timezone.now()
    )
    return Notice.objects.last()


def test_the_text_is_made_in_the_language_of_the_reader(malee):
    row = notice(malee)
    with translation.override("th"):
        assert row.text == "โครงการขยะ came back: ขอที่มา"
    with translation.override("en"):
        assert row.text == "Waste project came back: ขอที่มา"


def test_the_newest_says_how_it_stands_and_what_was_done_waits_for_nobody(person):
    ann, ben = person("Ann"), person("Ben")
    one, other = {"uid": "0001"}, {"uid": "0002"}

    def tell(kind, *to, about=one):
        params = {"title": "X", "note": ""}
        actions.send(
            kind, to=to, url_name="projects:report", url_kwargs=about, params=params, at=timezone.now()
        )

    def open_ones(user) -> list[str]:
        return [row.kind for row in Notice.objects.visible_to(user).unread().order_by("pk")]

    for _round in range(3):  # it came, and went back
        tell(CAME, ann, ben)
        tell(STANDS, ann)
    tell(CAME, ann, about=other)
    assert open_ones(ann) == ["tests.stands", "tests.came"]
    assert open_ones(ben) == [], "somebody else has done it"
    assert Notice.objects.count() == 10, "nothing is deleted"
    tell(RETURNED, ann)
    tell(RETURNED, ann)
    assert open_ones(ann) == ["tests.stands", "tests.came", "tests.returned", "tests.returned"]
    actions.note_answered(url_name="projects:report", url_kwargs=other, at=timezone.now())
    assert open_ones(ann) == ["tests.stands", "tests.returned", "tests.returned"]


def test_who_did_it_and_who_left_get_no_notice(malee, person):
    gone = person("Gone")
    gone.is_active = False
    notice(malee, malee, gone, person("Doer"), by=User.objects.get(username="doer"))
    assert list(Notice.objects.values_list("to__username", flat=True)) == ["malee"]


def test_the_bell_counts_unread_with_one_query(malee, django_assert_num_queries):
    for _n in range(3):
        notice(malee)
    with django_assert_num_queries(1):
        assert unread_count(malee) == 3


def test_opening_marks_it_read_and_the_targets_gate_is_asked_again(malee, person, area, client):
    client.force_login(malee)
    row = notice(malee)
    assert client.get(reverse("notices:open", args=[row.uid]))["Location"] == reverse("accounts:profile")
    assert unread_count(malee) == 0
    far = notice(malee, url_name="accounts:person", uid=person("Far", Role.MENTOR, area("8001")).uid)
    answer = client.get(reverse("notices:open", args=[far.uid]), follow=True)
    assert answer.redirect_chain
    assert answer.status_code == 404
    gone = notice(malee, url_name="accounts:no-such-page")
    assert client.get(reverse("notices:open", args=[gone.uid])).status_code == 404


def test_notices_of_others_are_not_there(malee, person, client):
    row = notice(malee)
    client.force_login(person("Other"))
    assert client.get(reverse("notices:open", args=[row.uid])).status_code == 404
    client.force_login(malee)
    assert client.get(reverse("notices:open", args=[row.uid])).status_code == 302


def test_the_list_shows_them_and_marks_all_read(malee, client):
    client.force_login(malee)
    assert client.get(reverse("notices:notices")).status_code == 200
    notice(malee)
    assert "ขอที่มา" in client.get(reverse("notices:notices")).content.decode()
    assert client.post(reverse("notices:read-all")).status_code == 302
    assert unread_count(malee) == 0


def test_a_kind_that_the_code_forgot_still_says_something(malee):
    Notice.objects.filter(pk=notice(malee).pk).update(kind="tests.forgotten")
    assert str(Notice.objects.get())


def test_two_kinds_cannot_share_a_name():
    with pytest.raises(ValueError, match=r"tests\.returned"):
        register("tests.returned", "x")
    assert kind_of("tests.returned") is RETURNED


def test_the_digest_is_one_letter_a_day_with_what_is_unread(malee, person):
    now = timezone.now()
    notice(malee)
    notice(malee, at=now - timedelta(minutes=1))
    Notice.objects.filter(pk=notice(malee).pk).update(read_at=now)
    notice(malee, at=now - timedelta(days=2))
    later = timezone.now()
    assert actions.send_digests(at=later) == 1
    (letter,) = mail.outbox
    assert letter.to == [malee.email]
    assert letter.body.count("/notices/0") == 2
    notice(malee)
    assert actions.send_digests(at=timezone.now()) == 0  # again the same day
    assert actions.send_digests(at=later + timedelta(days=1) - timedelta(seconds=5)) == 1


@pytest.mark.parametrize(
    "change", [{"wants_digest": False}, {"email": None}, {"is_active": False}], ids=lambda c: next(iter(c))
)
def test_who_has_no_use_for_the_letter_gets_none(change, malee):
    notice(malee)
    User.objects.update(**change)
    assert actions.send_digests() == 0
    User.objects.update(wants_digest=True, email="malee@example.org", is_active=True)
    assert actions.send_digests() == 1


def test_the_letter_carries_a_link_that_stops_the_letters_without_signing_in(malee):
    notice(malee)
    tasks.send_digests.enqueue()
    (letter,) = mail.outbox
    path = re.search(r"http://testserver(/notices/digest/stop/\S+)", letter.body)[1]
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://testserver{path}>"
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    malee.refresh_from_db()
    assert malee.wants_digest  # looking changes nothing: mail programs open links on their own
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    malee.refresh_from_db()
    assert not malee.wants_digest
    assert browser.get(path[:-2] + "/").status_code == 404
