"""The pages of people, roles, profile and keys."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.accounts import actions
from ruamsuk.accounts.choices import Role, ScopeKind, TokenAccess
from ruamsuk.accounts.models import ApiToken, Grant, User
from ruamsuk.accounts.problems import DaysInWrongOrder, NameTaken, NotYourself
from ruamsuk.core.calendar import today

pytestmark = pytest.mark.django_db


def test_the_list_shows_people_of_ones_own_places_and_no_others(person, area, client):
    malee = person("Malee", Role.COORDINATOR, area("90"))
    person("Inside", Role.MENTOR, area("9011"))
    person("Outside", Role.MENTOR, area("8001"))
    client.force_login(malee)
    page = client.get(reverse("accounts:people")).content.decode()
    assert "Inside" in page
    assert "Outside" not in page
    client.force_login(person("Admin", Role.ADMINISTRATOR))
    assert "Outside" in client.get(reverse("accounts:people")).content.decode()


def test_the_filters_of_the_list_narrow_it(person, area, client):
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    area("901104")
    person("Anong", Role.MENTOR, area("9011"))
    person("Boon", Role.EXECUTIVE, area("9001"))

    def names(**chosen):
        return {user.name for user in client.get(reverse("accounts:people"), chosen).context["page"]}

    assert names() == {"Malee", "Anong", "Boon"}
    assert names(role=Role.MENTOR) == {"Anong"}
    assert names(typed="boo") == {"Boon"}
    assert names(area="อำเภอหาดใหญ่ จังหวัดสงขลา") == {"Anong"}
    assert names(closed="on") == set()
    assert client.get(reverse("accounts:people"), {"role": "nonsense"}).status_code == 200


def test_the_list_asks_the_database_as_often_for_thirty_people_as_for_one(person, area, client):
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    counts = []
    for many in (1, 30):
        for n in range(many):
            person(f"Mentor {many} {n}", Role.MENTOR, area("9011"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("accounts:people"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_persons_page_keeps_e_mail_for_who_manages_the_account(person, area, client):
    target = person("Target", Role.EXECUTIVE, area("9011"))
    page = reverse("accounts:person", args=[target.uid])
    client.force_login(person("Reader", Role.AUDITOR, area("90")))
    assert target.email not in client.get(page).content.decode()
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    assert target.email in client.get(page).content.decode()
    client.force_login(person("Far", Role.COORDINATOR, area("8001")))
    assert client.get(page).status_code == 404


def test_an_account_is_closed_and_opened_on_its_page(person, area, client):
    target = person("Target", Role.EXECUTIVE, area("9011"))
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    client.post(reverse("accounts:close-account", args=[target.uid]))
    target.refresh_from_db()
    assert not target.is_active
    client.post(reverse("accounts:open-account", args=[target.uid]))
    target.refresh_from_db()
    assert target.is_active


def test_everybody_may_read_who_may_do_what(client):
    page = client.get(reverse("accounts:roles"))
    assert page.status_code == 200
    assert all(str(role.label) in unescape(page.content.decode()) for role in Role)


@pytest.mark.parametrize("name", ["people", "profile", "api-tokens", "invitations", "invite"])
def test_pages_need_a_sign_in(name, client, person):
    path = reverse(f"accounts:{name}")
    assert client.get(path)["Location"].startswith(reverse("account_login"))
    client.force_login(person("Admin", Role.ADMINISTRATOR))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_is_drawn_in_both_languages(language, person, area, client):
    admin = person("Admin", Role.ADMINISTRATOR, language=language)
    target = person("Target", Role.MENTOR, area("9011"))
    client.force_login(admin)
    client.cookies["language"] = language
    invitation = actions.invite_person(role=Role.MENTOR, scope=area("9011"), by=admin)
    pages = [
        reverse(f"accounts:{name}")
        for name in ("people", "profile", "api-tokens", "invitations", "invite", "roles")
    ]
    pages += [
        reverse("accounts:person", args=[target.uid]),
        reverse("accounts:give-role", args=[target.uid]),
        reverse("accounts:end-role", args=[target.grants.get().uid]),
        reverse("accounts:post", args=[target.grants.get().post.uid]),
        reverse("accounts:invitation", args=[invitation.uid]),
        reverse("accounts:join", args=[invitation.token]),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert f'lang="{language}"' in answer.content.decode()


def test_the_profile_changes_name_and_user_name(person, client):
    malee = person("Malee")
    client.force_login(malee)
    person("Wichai")
    typed = {"name": "มาลี ใหม่", "username": "๐๘๙ ๙๙๙ ๙๙๙๙", "email": ""}
    page = reverse("accounts:profile")
    for wrong in (
        {"username": "wichai"},
        {"username": "wichai@example.org"},
        {"email": "wichai@example.org"},
    ):
        assert client.post(page, typed | wrong).status_code == 422
    assert client.post(page, typed).status_code == 302
    malee.refresh_from_db()
    assert (malee.name, malee.username, malee.email) == ("มาลี ใหม่", "0899999999", None)


def test_nobody_changes_the_profile_of_somebody_else(person):
    malee, admin = person("Malee"), person("Admin", Role.ADMINISTRATOR)
    with pytest.raises(NotYourself):
        actions.change_profile(user=malee, name="x", username="xxx", by=admin)
    with pytest.raises(NameTaken):
        actions.change_profile(user=malee, name="x", username="admin", by=malee)
    assert actions.change_profile(user=malee, name="x", username="xxx", by=malee)


def test_a_key_for_a_program_is_shown_once_and_kept_as_a_hash(person, client):
    malee = person("Malee")
    client.force_login(malee)
    typed = {"name": "Excel", "access": TokenAccess.READ, "expires_on": f"30/9/{today().year + 543 + 1}"}
    assert client.post(reverse("accounts:api-tokens"), typed | {"access": "everything"}).status_code == 422
    assert client.post(reverse("accounts:api-tokens"), typed | {"expires_on": "1/1/2560"}).status_code == 422
    made = client.post(reverse("accounts:api-tokens"), typed)
    page = client.get(made["Location"]).content.decode()
    secret = page[page.index("rs_") :].split("<")[0]
    assert "rs_" + secret[3:] not in client.get(made["Location"]).content.decode()
    row = ApiToken.objects.get()
    assert secret not in (row.token_hash, row.hint)
    assert actions.use_api_token(secret) == row
    row.refresh_from_db()
    assert row.last_used_on == today()


@pytest.mark.parametrize("spoil", ["revoked", "expired", "account closed", "wrong"])
def test_a_key_that_should_not_work_does_not(spoil, person, client):
    malee = person("Malee")
    made = actions.create_api_token(name="x", access="read", expires_on=today(), by=malee)
    secret = made.token
    assert actions.use_api_token(secret)
    if spoil == "revoked":
        client.force_login(malee)
        client.post(reverse("accounts:revoke-api-token", args=[made.uid]))
    elif spoil == "expired":
        ApiToken.objects.update(expires_on=today() - timedelta(days=1))
    elif spoil == "account closed":
        User.objects.update(is_active=False)
    else:
        secret = secret[:-1]
    assert actions.use_api_token(secret) is None


def test_a_key_that_is_over_before_it_begins_is_refused(person):
    with pytest.raises(DaysInWrongOrder):
        actions.create_api_token(
            name="x", access="read", expires_on=today() - timedelta(days=1), by=person("Malee")
        )


def test_keys_of_others_are_not_there(person, client):
    made = actions.create_api_token(name="x", access="read", expires_on=today(), by=person("Malee"))
    client.force_login(person("Other"))
    assert client.post(reverse("accounts:revoke-api-token", args=[made.uid])).status_code == 404
    assert actions.use_api_token(made.token)


def test_the_database_refuses_what_must_never_be_true(person, area):
    holder = person("Holder", Role.MENTOR, area("9011"))
    grant = holder.grants.get()
    impossible = [
        lambda: Grant.objects.create(user=holder, post=grant.post),  # the same open post twice
        lambda: Grant.objects.create(user=holder, post=grant.post, ends_on=today() - timedelta(days=1)),
        lambda: Grant.objects.filter(pk=grant.pk).update(ended_at="2026-01-01T00:00Z"),  # without last day
        lambda: User.objects.create(username="", name="x"),
        lambda: User.objects.create(username="holder", name="x"),
    ]
    for attempt in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    scope = actions.new_scope(ScopeKind.FUND, area("9011"), "ก")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(scope).objects.filter(pk=scope.pk).update(within=scope)
