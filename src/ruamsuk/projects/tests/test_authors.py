"""Who is asked to write too: people whom one may see at once, all others by their own answer and no other sign."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ruamsuk.accounts.models import Grant
from ruamsuk.core.calendar import today
from ruamsuk.notices.models import Notice
from ruamsuk.projects.models import AuthorInvitation
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.choices import AUTHORS_MAY, NAMES_AUTHORS
from ruamsuk.projects.queries import tasks_for
from tests.api_caller import Caller, refused

SENT = "ส่งคำเชิญแล้ว"


@pytest.fixture
def invite(client, kho_hong, started):
    """`invite("nok")`: what the page says when the officer types that name."""

    def send(typed: str):
        client.force_login(kho_hong.officer)
        return client.post(
            reverse("projects:proposal-authors", args=[started.uid]), {"person": typed}, follow=True
        )

    return send


def plain(page, typed: str) -> str:
    """The page without what was typed and what differs each time (tokens, ids)."""
    lines = page.content.decode().replace(typed, "…").splitlines()
    return "\n".join(
        line for line in lines if not any(word in line.lower() for word in ("csrf", "op_id", "/revoke/"))
    )


@pytest.mark.parametrize("typed", ["nok", "nok@example.org", "NOK"])
def test_a_known_and_an_unknown_name_are_answered_alike(invite, started, person, typed, time_stands) -> None:
    person("Nok")
    known = invite(typed)
    AuthorInvitation.objects.all().delete()
    unknown = invite("xyzzy")
    assert known.status_code == unknown.status_code == 200
    assert known.redirect_chain == unknown.redirect_chain
    assert plain(known, typed.lower()) == plain(unknown, "xyzzy")
    assert SENT in known.content.decode()
    assert "Nok" not in known.content.decode()


def test_the_api_answers_a_known_and_an_unknown_name_alike(kho_hong, started, person) -> None:
    person("Nok")
    officer = Caller(kho_hong.officer)
    path = f"/proposals/{started.uid}/authors"
    before = officer.get(f"/proposals/{started.uid}").json()["updated_at"]
    known, unknown = (officer.post(path, {"person": name}) for name in ("nok", "xyzzy"))
    assert known.status_code == unknown.status_code == 200
    assert known.json() == unknown.json()
    assert known.json()["updated_at"] == before  # neither counts as a change: others would learn of it
    assert {row["name"] for row in officer.get(path).json()} == {"Malee"}


def test_an_invited_stranger_has_nothing_on_the_desk_and_reads_no_draft(
    client, invite, started, person
) -> None:
    nok = person("Nok")
    invite("nok")
    client.force_login(nok)
    assert tasks_for(nok) == []
    assert client.get(reverse("projects:proposal", args=[started.uid])).status_code == 404
    assert started.title not in client.get(reverse("web:home")).content.decode()
    mine = client.get(reverse("projects:proposals"), {"mine": "1"}).content.decode()
    assert started.title not in mine
    [notice] = Notice.objects.filter(to=nok)
    page = client.get(notice.target).content.decode()
    assert "Malee" in page
    assert started.title not in page


def test_who_accepts_writes_and_who_declines_leaves_no_sign(
    client, invite, started, person, kho_hong
) -> None:
    people = {"accept": person("Nok"), "decline": person("Som")}
    for name in ("nok", "som"):
        invite(name)
    for answer, one in people.items():
        client.force_login(one)
        address = reverse("projects:author-invitation", args=[AuthorInvitation.objects.get(to=one).uid])
        assert client.post(address, {answer: "1"}).status_code == 302
        assert client.get(address).status_code == 404
    assert [author.user.name for author in started.authors.order_by("pk")] == ["Malee", "Nok"]
    client.force_login(kho_hong.officer)
    after = client.get(reverse("projects:proposal-authors", args=[started.uid])).content.decode()
    assert "Nok" in after
    assert "som" in after  # as typed, and as if it still waited
    assert "Som" not in after


def test_only_the_person_meant_answers_and_only_while_it_waits(
    client, invite, started, person, kho_hong
) -> None:
    nok = person("Nok")
    invite("nok")
    found = AuthorInvitation.objects.get()
    address = reverse("projects:author-invitation", args=[found.uid])
    client.force_login(kho_hong.stranger)
    assert client.post(address, {"accept": "1"}).status_code == 404
    client.force_login(kho_hong.officer)
    revoke = reverse("projects:author-invitation-revoke", args=[started.uid, found.uid])
    assert client.post(revoke).status_code == 302
    client.force_login(nok)
    assert client.post(address, {"accept": "1"}).status_code == 404
    invite("nok")
    AuthorInvitation.objects.filter(revoked_at=None).update(expires_at=timezone.now())
    again = AuthorInvitation.objects.get(revoked_at=None)
    client.force_login(nok)
    late = reverse("projects:author-invitation", args=[again.uid])
    assert client.post(late, {"accept": "1"}).status_code == 404
    assert Caller(nok).get("/author-invitations").json() == []
    refused(Caller(nok).post(f"/author-invitations/{again.uid}/answer", {"accept": True}), 404, "not-found")


def test_an_invitation_is_answered_by_the_api_too(invite, started, person) -> None:
    nok = person("Nok")
    invite("nok")
    caller = Caller(nok)
    [waiting] = caller.get("/author-invitations").json()
    assert waiting["invited_by"]["name"] == "Malee"
    answered = caller.post(f"/author-invitations/{waiting['uid']}/answer", {"accept": True})
    assert answered.json()["accepted"] is True
    assert caller.get(f"/proposals/{started.uid}").status_code == 200


def test_people_of_the_same_fund_write_at_once(invite, started, kho_hong) -> None:
    page = invite(kho_hong.typist.username)
    assert "Orn" in page.content.decode()
    assert started.authors.filter(user=kho_hong.typist).exists()
    assert not AuthorInvitation.objects.exists()


def test_names_are_not_tried_one_after_another(invite, kho_hong, started, one_minute) -> None:
    for number in range(5):
        assert SENT in invite(f"nobody-{number}").content.decode()
    assert SENT not in invite("nobody-6").content.decode()
    assert AuthorInvitation.objects.count() == 5
    officer = Caller(kho_hong.officer)
    path = f"/proposals/{started.uid}/authors"
    refused(officer.post(path, {"person": "nobody-7"}), 429, "too-many-requests")
    one_minute[0] += 60
    assert officer.post(path, {"person": "nobody-7"}).status_code == 200


def test_who_declined_stands_in_the_list_like_a_name_that_nobody_has(client, invite, started, person) -> None:
    """However often the name is typed again; and whoever declined is not asked again."""
    nok = person("Nok")
    invite("nok")
    client.force_login(nok)
    asked = AuthorInvitation.objects.get(to=nok)
    client.post(reverse("projects:author-invitation", args=[asked.uid]), {"decline": "1"})
    invite("xyzzy")
    known, unknown = (invite(name).content.decode().count(f"{name} ·") for name in ("nok", "xyzzy"))
    assert known == unknown == 1
    assert Notice.objects.filter(to=nok).count() == 1


def test_who_may_not_see_applicants_makes_nobody_an_author_who_would(client, kho_hong, started) -> None:
    """A typist of the fund typed the own name, and read the names and phones behind the application."""
    typist = kho_hong.typist
    drafting.add_row(proposal=started, kind="applicant", by=kho_hong.officer)
    client.force_login(typist)
    authors = reverse("projects:proposal-authors", args=[started.uid])
    assert client.post(authors, {"person": typist.username}).status_code == 403
    caller, path = Caller(typist), f"/proposals/{started.uid}"
    refused(caller.post(f"{path}/authors", {"person": typist.username}), 403, "not-allowed")
    assert caller.get(path).json()["applicants"] is None
    assert authors not in client.get(reverse("projects:proposal", args=[started.uid])).content.decode()


def test_every_role_that_names_authors_may_do_all_that_an_author_may() -> None:
    for can in AUTHORS_MAY:
        assert can.roles >= NAMES_AUTHORS.roles, can


def test_who_left_the_office_is_no_author_of_what_was_begun_there(client, kho_hong, started, person) -> None:
    """Starting a proposal makes an author; with the post ends the sight of drafts and applicants, on all doors."""
    officer, address = kho_hong.officer, reverse("projects:proposal", args=[started.uid])
    Grant.objects.filter(user=officer).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    officer = type(officer).objects.get(pk=officer.pk)
    client.force_login(officer)
    assert client.get(address).status_code == 404
    assert started.title not in client.get(reverse("web:home")).content.decode()
    assert Caller(officer).get(f"/proposals/{started.uid}").status_code == 404
    assert tasks_for(officer) == []
    # asked as a person, and with the own yes, one writes again
    successor = person("Successor", "fund-officer", kho_hong.fund)
    drafting.add_author(proposal=started, person=officer.username, by=successor)
    asked = AuthorInvitation.objects.get(to=officer)
    assert client.get(address).status_code == 404
    drafting.answer_author_invitation(invitation=asked, accept=True, by=officer)
    assert client.get(address).status_code == 200
