"""Signing in, forgetting the password, being locked out, leaving."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.test import Client
from django.urls import reverse

from ruamsuk.accounts import actions
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import User
from ruamsuk.accounts.names import sign_in_name
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
PRIVATE = "/users/me/"


def sign_in(client: Client, login: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def is_in(client: Client) -> bool:
    return client.get(PRIVATE).status_code == 200


@pytest.fixture
def phone_user():
    return User.objects.create_user("081-234-5678", None, PASSWORD, name="คุณโทรศัพท์", pk=12345)


@pytest.mark.parametrize(
    "typed", ["0812345678", "081-234-5678", "๐๘๑ ๒๓๔ ๕๖๗๘", "+66 81 234 5678", "081.234.5678"]
)
def test_a_phone_number_signs_in_in_any_spelling(typed, phone_user, client):
    sign_in(client, typed)
    assert is_in(client)


@pytest.mark.parametrize("typed", ["malee", "Malee", " malee ", "malee@example.org", "MALEE@example.org"])
def test_user_name_or_e_mail_signs_in(typed, person, client):
    person("Malee")
    sign_in(client, typed)
    assert is_in(client)


@pytest.mark.parametrize(("typed", "kept"), [(" A.Bc ", "a.bc"), ("๑๒๓๔", "1234"), ("a-1", "a-1"), ("", "")])
def test_other_names_only_lose_capitals_spaces_and_thai_digits(typed, kept):
    assert sign_in_name(typed) == kept


def test_wrong_password_and_unknown_name_get_the_same_answer(person, client):
    person("Malee")
    answers = [sign_in(Client(), name, "wrong") for name in ("malee", "nobody")]
    said = [(answer.status_code, answer.context["form"].errors) for answer in answers]
    assert said[0] == said[1]
    assert said[0][1]


def test_a_closed_account_cannot_sign_in_and_its_open_session_ends(person, area, client):
    malee, admin = person("Malee", Role.COORDINATOR, area("90")), person("Admin", Role.ADMINISTRATOR)
    sign_in(client, "malee")
    assert is_in(client)
    actions.deactivate_user(user=malee, by=admin)
    assert not is_in(client)
    sign_in(client, "malee")
    assert not is_in(client)
    actions.reactivate_user(user=malee, by=admin)
    sign_in(client, "malee")
    assert is_in(client)


def test_invented_people_are_refused_in_production(person, client, settings):
    person("Malee")
    sign_in(client, "malee")
    assert is_in(client)
    settings.RUAMSUK_MODE = "production"
    assert not is_in(client)
    sign_in(client, "malee")
    assert not is_in(client)
    User.objects.update(is_demo=False)
    sign_in(client, "malee")
    assert is_in(client)


def test_a_forgotten_password_is_chosen_anew_by_letter(person, client):
    person("Malee")
    client.post(reverse("account_reset_password"), {"email": "malee@example.org"})
    (letter,) = mail.outbox
    path = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)[1]
    page = client.get(path, follow=True)
    form_path = page.redirect_chain[-1][0]
    new = "อีกคำ-ที่-ยาวพอ-77"
    answer = client.post(form_path, {"password1": new, "password2": new})
    assert answer.status_code == 302, answer.content.decode()
    sign_in(client, "malee", new)
    assert is_in(client)
    again = Client().get(path, follow=True)  # the link works once
    assert "password1" not in again.content.decode()


def _reset_link(client, number: int = 0) -> str:
    client.post(reverse("account_reset_password"), {"email": "malee@example.org"})
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[number].body)[1]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    "spoil", ["expired", "used", "used another", "expired while open", "used while open"]
)
def test_a_reset_link_that_is_over_says_so_and_changes_nothing(spoil, language, person, client, settings):
    malee = person("Malee")
    link, other = _reset_link(client), _reset_link(client, 1)
    form = client.get(other if spoil == "used another" else link, follow=True).redirect_chain[-1][0]
    late = Client(headers={"Accept-Language": language})
    late.cookies["language"] = language
    is_open = late.get(link, follow=True).redirect_chain[-1][0] if spoil.endswith("open") else link
    chosen = "อีกคำ-ที่-ยาวพอ-77"
    if spoil.startswith("expired"):
        settings.PASSWORD_RESET_TIMEOUT = -1
    else:
        assert client.post(form, {"password1": chosen, "password2": chosen}).status_code == 302
    malee.refresh_from_db()
    before = malee.password
    for answer in (
        late.post(is_open, {"password1": "ไม่-ควร-ได้-ผล-55", "password2": "ไม่-ควร-ได้-ผล-55"}, follow=True),
        late.get(link, follow=True),
    ):
        page = answer.content.decode()
        assert "password1" not in page
        assert {"th": "ลิงก์นี้ใช้ไม่ได้แล้ว", "en": "This link is no longer valid"}[language] in page
        assert reverse("account_reset_password") in page  # where to ask for a new one
    malee.refresh_from_db()
    assert malee.password == before
    assert not is_in(late)


def test_reset_answers_strangers_like_members_and_writes_them_nothing(person, client):
    person("Malee")
    known = client.post(reverse("account_reset_password"), {"email": "malee@example.org"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [["malee@example.org"]]


def test_a_person_without_e_mail_gets_a_password_link_from_the_administrator(phone_user, person, client):
    admin = person("Admin", Role.ADMINISTRATOR)
    client.force_login(admin)
    page = client.post(reverse("accounts:password-link", args=[phone_user.uid])).content.decode()
    path = re.search(r"http://testserver(/accounts/password/reset/key/[^\s<]+)", page)[1]
    browser = Client()
    form_path = browser.get(path, follow=True).redirect_chain[-1][0]
    browser.post(form_path, {"password1": "อีกคำ-ที่-ยาวพอ-77", "password2": "อีกคำ-ที่-ยาวพอ-77"})
    sign_in(browser, "081 234 5678", "อีกคำ-ที่-ยาวพอ-77")
    assert is_in(browser)


def test_who_could_not_give_all_posts_makes_no_password_link(person, area, client):
    chief = person("Chief", Role.CENTRAL)
    malee = person("Malee", Role.COORDINATOR, area("90"))
    beside = person("Beside", Role.CENTRAL, area("Z12"))
    client.force_login(beside)
    assert client.post(reverse("accounts:password-link", args=[chief.uid])).status_code in {403, 404}
    assert client.post(reverse("accounts:password-link", args=[malee.uid])).status_code == 200


def test_guessing_locks_the_name_for_a_while_and_says_so(person, client, settings):
    settings.AXES_ENABLED = True
    person("Malee")
    answers = [sign_in(client, spelling, "wrong") for spelling in ["malee", "Malee", " MALEE"] * 3]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert "15 นาที" in answers[-1].content.decode()
    sign_in(client, "malee")
    assert not is_in(client)
    person("Wichai")
    sign_in(client, "wichai")
    assert is_in(client)


@pytest.fixture
def behind_proxy(settings):
    """One proxy of ours on this machine; tries are counted."""
    settings.AXES_ENABLED = True
    settings.TRUSTED_PROXIES = 1


def coming_from(address: str, peer: str = "127.0.0.1") -> Client:
    return Client(REMOTE_ADDR=peer, headers={"X-Forwarded-For": address})


def test_behind_a_proxy_a_stranger_locks_a_known_name_only_for_his_own_address(person, behind_proxy):
    person("Malee")
    answers = [sign_in(coming_from("198.51.100.66"), "malee", "wrong") for _try in range(9)]
    assert answers[-1].status_code == 429
    owner = coming_from("203.0.113.5")
    sign_in(owner, "malee")
    assert is_in(owner)


def test_behind_a_proxy_claimed_addresses_do_not_open_the_lock(person, behind_proxy):
    person("Malee")
    for number in range(9):
        last = sign_in(coming_from(f"10.0.0.{number}, 198.51.100.66"), "malee", "wrong")
    assert last.status_code == 429


def test_who_is_no_proxy_of_ours_is_counted_by_his_own_address(person, behind_proxy):
    person("Malee")
    for number in range(9):
        last = sign_in(coming_from(f"203.0.113.{number}", peer="198.51.100.66"), "malee", "wrong")
    assert last.status_code == 429
    owner = coming_from("203.0.113.5")
    sign_in(owner, "malee")
    assert is_in(owner)


def test_the_library_for_signing_in_counts_by_the_same_address(behind_proxy, rf):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.5"})
    assert get_adapter().get_client_ip(request) == "203.0.113.5"
    request = rf.get("/", REMOTE_ADDR="198.51.100.66", headers={"X-Forwarded-For": "203.0.113.5"})
    assert get_adapter().get_client_ip(request) == "198.51.100.66"


def test_nobody_signs_up_without_an_invitation(client):
    client.post(
        reverse("account_signup"),
        {"username": "stranger", "email": "s@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.exists()


def test_the_library_page_for_e_mails_leads_to_the_profile(person, client):
    client.force_login(person("Malee"))
    assert client.get("/accounts/email/")["Location"] == reverse("accounts:profile")
