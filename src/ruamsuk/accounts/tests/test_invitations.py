"""From an invitation to a person who can work."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruamsuk.accounts import actions
from ruamsuk.accounts.access import reach
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Grant, Invitation, User
from ruamsuk.accounts.problems import BeyondYourScope, LinkUsedUp, RoleNotHere
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.calendar import today

pytestmark = pytest.mark.django_db

PASSWORD = "ยาวพอ-และ-เดายาก-12"
JOIN = {"name": "นางสาวใหม่ ใจดี", "username": "๐๘๑-234 5678", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def malee(area, person):
    return person("Malee", Role.COORDINATOR, area("90"))


def invited(malee, area, **changes):
    values = {"role": Role.MENTOR, "scope": area("9011"), "name": "คุณใหม่"}
    return actions.invite_person(by=malee, **{**values, **changes})


def test_an_invitation_becomes_a_person_who_works_in_the_place(client, malee, area):
    area("901104")
    client.force_login(malee)
    typed = {
        "name": "คุณใหม่",
        "role": Role.MENTOR,
        "area": "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา",
        "starts_on": "๑/๑๐/๒๕๖๘",
    }
    sent = client.post(reverse("accounts:invite"), typed)
    assert sent.status_code == 302, sent.context["form"].errors
    page = client.get(sent["Location"])
    link = re.search(r"http://testserver(/users/join/[^\s<]+)", page.content.decode())[1]
    assert "/users/join/" not in client.get(sent["Location"]).content.decode()  # shown once

    browser = Client()
    assert browser.get(link).status_code == 200
    assert browser.post(link, JOIN)["Location"] == "/"
    user = User.objects.get(username="0812345678")
    assert reach(user, READ).covers(place_no=area("901104").place_no)
    assert browser.get(reverse("accounts:profile")).context["request"].user == user


def test_the_letter_goes_to_the_e_mail_with_a_working_link(malee, area, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invited(malee, area, email="Mai@Example.org")
    (letter,) = mail.outbox
    assert letter.to == ["mai@example.org"]
    assert invitation.token in letter.body
    assert invitation.token not in Invitation.objects.values_list("token_hash", flat=True)


def test_a_link_works_once(malee, area):
    token = invited(malee, area).token
    first = Client()
    assert first.post(reverse("accounts:join", args=[token]), JOIN).status_code == 302
    for answer in (
        Client().get(reverse("accounts:join", args=[token])),
        Client().post(reverse("accounts:join", args=[token]), JOIN | {"username": "other"}),
    ):
        assert answer.status_code == 410
    assert not User.objects.filter(username="other").exists()


OVER = {"th": "ลิงก์นี้ใช้ไปแล้ว หรือหมดเวลาแล้ว", "en": "This link was already used, or its time is over."}


@pytest.mark.parametrize("language", OVER)
def test_an_invitation_opened_twice_says_so_and_gives_nothing(language, malee, area, person):
    invitation = invited(malee, area)
    path = reverse("accounts:join", args=[invitation.token])
    assert Client().post(path, JOIN).status_code == 302
    newcomer = Client()
    signed_in = Client()
    wichai = person("Wichai")
    signed_in.force_login(wichai)
    people, grants = User.objects.count(), Grant.objects.count()
    for browser in (newcomer, signed_in):
        browser.cookies["language"] = language
        for answer in (browser.get(path), browser.post(path, JOIN | {"username": "other"})):
            assert answer.status_code == 410
            words = {
                "th": "ลิงก์นี้ใช้ไปแล้ว หรือหมดเวลาแล้ว",
                "en": "This link was already used, or its time is over.",
            }[language]
            assert words in answer.content.decode()
    assert (User.objects.count(), Grant.objects.count()) == (people, grants)
    assert not wichai.grants.exists()
    invitation.refresh_from_db()
    assert invitation.accepted_by.username == "0812345678"


@pytest.mark.parametrize(
    "spoil", ["expired", "revoked", "wrong", "role over", "sender left", "sender lost the role"]
)
def test_a_link_that_should_not_work_does_not(spoil, malee, area, client):
    invitation = invited(malee, area, starts_on=today(), ends_on=today() + timedelta(days=30))
    path = reverse("accounts:join", args=[invitation.token])
    assert client.get(path).status_code == 200
    row = Invitation.objects.filter(pk=invitation.pk)
    if spoil == "expired":
        row.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoil == "revoked":
        actions.revoke_invitation(invitation=invitation, by=malee)
    elif spoil == "wrong":
        path = reverse("accounts:join", args=[invitation.token[:-1] + "_"])
    elif spoil == "role over":
        row.update(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))
    elif spoil == "sender left":
        User.objects.filter(pk=malee.pk).update(is_active=False)
    else:
        Grant.objects.filter(user=malee).update(ends_on=today(), ended_at=timezone.now())
    assert client.get(path).status_code == 410
    assert client.post(path, JOIN).status_code == 410
    assert not User.objects.filter(username="0812345678").exists()


def test_a_new_link_makes_the_old_one_useless(malee, area, client):
    invitation = invited(malee, area)
    old = invitation.token
    client.force_login(malee)
    client.post(reverse("accounts:renew-invitation", args=[invitation.uid]))
    with pytest.raises(LinkUsedUp):
        actions.open_invitation(old)
    page = client.get(reverse("accounts:invitation", args=[invitation.uid])).content.decode()
    token = re.search(r"/users/join/([^/]+)/", page)[1]
    assert actions.open_invitation(token) == invitation


def test_who_is_signed_in_takes_the_post_into_the_own_account(malee, area, person, client):
    wichai = person("Wichai")
    client.force_login(wichai)
    path = reverse("accounts:join", args=[invited(malee, area).token])
    assert "Wichai" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert wichai.grants.get().post.role == Role.MENTOR
    assert User.objects.count() == 2


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "malee"}, "username"),
        ({"username": "malee@example.org"}, "username"),  # somebody's e-mail is no user name for others
        ({"email": "MALEE@example.org"}, "email"),
        ({"username": "ชื่อไทย"}, "username"),
        ({"password": "12345678", "password_again": "12345678"}, "password"),
        ({"password_again": "something else"}, "password_again"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_an_account_is_said_beside_its_field(changes, field, malee, area, client):
    path = reverse("accounts:join", args=[invited(malee, area).token])
    answer = client.post(path, JOIN | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert client.post(path, JOIN).status_code == 302  # the link still works


def test_one_invites_only_what_one_may_give(malee, area):
    with pytest.raises(BeyondYourScope):
        invited(malee, area, role=Role.CENTRAL)
    with pytest.raises(BeyondYourScope):
        invited(malee, area, scope=area("8001"))
    with pytest.raises(RoleNotHere):
        invited(malee, area, role=Role.FUND_OFFICER)
    assert invited(malee, area)


def test_invitations_of_another_area_are_not_there(malee, area, person, client):
    invitation = invited(malee, area)
    page = reverse("accounts:invitation", args=[invitation.uid])
    client.force_login(person("Far", Role.COORDINATOR, area("8001")))
    assert client.get(page).status_code == 404
    assert client.post(reverse("accounts:revoke-invitation", args=[invitation.uid])).status_code == 404
    client.force_login(malee)
    assert client.get(page).status_code == 200
    assert client.post(reverse("accounts:revoke-invitation", args=[invitation.uid])).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_accept_at_once_make_one_person(area, person):
    token = invited(person("Malee", Role.COORDINATOR, area("90")), area).token
    start, outcomes = threading.Barrier(2), []

    def accept(username: str) -> None:
        start.wait()
        try:
            actions.accept_invitation(
                token=token, name=username, username=username, password=PASSWORD, by=None
            )
            outcomes.append("made")
        except LinkUsedUp:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "refused"]
    assert User.objects.filter(username__in=["first", "second"]).count() == 1
    assert Grant.objects.filter(user__username__in=["first", "second"]).count() == 1


def test_the_first_administrator_comes_by_a_link_printed_once(area, client, capsys):
    area("TH")
    call_command("first-admin")
    path = capsys.readouterr().out.strip().removeprefix("http://testserver")
    assert client.post(path, JOIN | {"username": "first-admin"}).status_code == 302
    assert User.objects.get().grants.get().post.role == Role.ADMINISTRATOR
    with pytest.raises(CommandError):
        call_command("first-admin")
    call_command("first-admin", "--again")
    assert "/users/join/" in capsys.readouterr().out


def test_a_newer_first_link_replaces_the_older(area):
    area("TH")
    old = actions.create_first_administrator_link(by=None).token
    new = actions.create_first_administrator_link(by=None).token
    with pytest.raises(LinkUsedUp):
        actions.open_invitation(old)
    assert actions.open_invitation(new)
