"""Giving, ending and handing over posts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ruamsuk.accounts import actions
from ruamsuk.accounts.access import may_give, reach
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Grant, Handover, User
from ruamsuk.accounts.problems import (
    AccountClosed,
    AlreadyHolds,
    AlreadySigned,
    BeyondYourScope,
    DaysInWrongOrder,
    HandoverToSelf,
    LastAdministrator,
    NotTheHolder,
    NotYourself,
)
from ruamsuk.accounts.queries import tasks_for
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import NotAllowed
from ruamsuk.plans.verbs import WRITE_PLAN

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def fund(area):
    return actions.new_scope(ScopeKind.FUND, area("901104"), "กองทุนคอหงส์")


@pytest.fixture
def wichai(person, fund):
    return person("Wichai", Role.FUND_OFFICER, fund)


@pytest.fixture
def suda(person, fund):
    return person("Suda")


def on_day(user, day, monkeypatch_day):
    monkeypatch_day(day)
    return bool(reach(fresh(user), WRITE_PLAN))


@pytest.fixture
def at_day(monkeypatch):
    """Moves the one clock of days."""

    def move(day):
        for module in ("models", "actions", "rule"):
            monkeypatch.setattr(f"ruamsuk.accounts.{module}.today", lambda: day, raising=False)

    return move


def test_a_successor_reaches_the_post_and_the_predecessor_no_more_after_the_overlap(
    fund, wichai, suda, at_day
):
    start = today() + 10 * DAY
    actions.hand_over(
        post=wichai.grants.get().post, from_user=wichai, to_user=suda, on_day=start, overlap_days=7, by=wichai
    )
    held = {
        offset: (on_day(wichai, start + offset * DAY, at_day), on_day(suda, start + offset * DAY, at_day))
        for offset in (-1, 0, 6, 7)
    }
    assert held == {-1: (True, False), 0: (True, True), 6: (True, True), 7: (False, True)}


def test_without_overlap_there_is_no_day_with_two_and_none_without(fund, wichai, suda, at_day):
    start = today() + 10 * DAY
    actions.hand_over(
        post=wichai.grants.get().post, from_user=wichai, to_user=suda, on_day=start, overlap_days=0, by=wichai
    )
    for offset in range(-2, 3):
        at_day(start + offset * DAY)
        assert on_day(wichai, start + offset * DAY, at_day) != on_day(suda, start + offset * DAY, at_day)


def test_a_post_received_today_can_be_handed_on_today(fund, wichai, suda):
    actions.hand_over(
        post=wichai.grants.get().post,
        from_user=wichai,
        to_user=suda,
        on_day=today(),
        overlap_days=0,
        by=wichai,
    )
    assert not reach(fresh(wichai), WRITE_PLAN)
    assert reach(fresh(suda), WRITE_PLAN)


def test_nobody_passes_on_more_days_than_they_hold(fund, wichai, suda):
    grant = wichai.grants.get()
    Grant.objects.filter(pk=grant.pk).update(ends_on=today() + 30 * DAY)
    give = {"post": grant.post, "from_user": wichai, "to_user": suda, "by": wichai}
    with pytest.raises(DaysInWrongOrder):
        actions.hand_over(on_day=today() + 31 * DAY, overlap_days=0, **give)
    actions.hand_over(on_day=today() + 28 * DAY, overlap_days=7, **give)
    assert suda.grants.get().ends_on == today() + 30 * DAY
    assert wichai.grants.get().ends_on == today() + 30 * DAY


def test_a_handover_needs_a_holder_a_successor_and_somebody_who_may(fund, wichai, suda, person, area):
    post = wichai.grants.get().post
    give = {"post": post, "from_user": wichai, "to_user": suda, "on_day": today(), "by": wichai}
    with pytest.raises(HandoverToSelf):
        actions.hand_over(**give | {"to_user": wichai})
    with pytest.raises(NotTheHolder):
        actions.hand_over(
            **give | {"from_user": person("Other"), "to_user": suda, "by": person("Admin", "administrator")}
        )
    with pytest.raises(BeyondYourScope):
        actions.hand_over(**give | {"by": person("Mana", Role.MENTOR, area("90"))})
    User.objects.filter(pk=suda.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        actions.hand_over(**give | {"to_user": fresh(suda)})
    User.objects.filter(pk=suda.pk).update(is_active=True)
    assert not Handover.objects.exists()
    assert actions.hand_over(**give | {"to_user": fresh(suda)})


def test_who_holds_the_post_already_keeps_it_beside_the_handover(fund, wichai, person):
    beside = person("Beside", Role.FUND_OFFICER, fund)
    actions.hand_over(
        post=wichai.grants.get().post, from_user=wichai, to_user=beside, on_day=today() + DAY, by=wichai
    )
    assert beside.grants.get().ends_on is None


def test_both_sign_once_and_nobody_else(fund, wichai, suda, person, client):
    made = actions.hand_over(
        post=wichai.grants.get().post, from_user=wichai, to_user=suda, on_day=today(), overlap_days=7, by=wichai,
        tasks=[{"kind": "pencil", "title": "ร่างแผนขยะ", "detail": "ร้อยละ 40", "url": "/", "due_on": ""}],
    )  # fmt: skip
    admin = person("Admin", Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        actions.sign_handover(handover=made, by=admin)
    page = reverse("accounts:handover", args=[made.uid])
    for signer in (wichai, suda):
        (todo,) = tasks_for(signer)
        assert todo.url == page
        client.force_login(signer)
        assert "ร่างแผนขยะ" in client.get(page).content.decode()
        assert client.post(page).status_code == 302
        assert tasks_for(signer) == []
        with pytest.raises(AlreadySigned):
            actions.sign_handover(handover=made, by=signer)
    made.refresh_from_db()
    assert made.is_complete
    client.force_login(person("Stranger", Role.MENTOR))
    assert client.get(reverse("accounts:post", args=[made.post.uid])).status_code == 200


def test_the_history_of_a_post_names_everybody_who_held_it(fund, wichai, suda, client):
    post = wichai.grants.get().post
    actions.hand_over(post=post, from_user=wichai, to_user=suda, on_day=today() + 10 * DAY, by=wichai)
    client.force_login(wichai)
    page = client.get(reverse("accounts:post", args=[post.uid])).content.decode()
    assert "Wichai" in page
    assert "Suda" in page


def test_the_last_administrator_stays(person):
    first = person("First", Role.ADMINISTRATOR)
    grant = first.grants.get()
    with pytest.raises(LastAdministrator):
        actions.end_role(grant=grant, by=first)
    second = person("Second", Role.ADMINISTRATOR)
    Grant.objects.filter(user=second).update(starts_on=today() + DAY)  # not yet
    assert actions.end_role(grant=grant, ends_on=today() + 5 * DAY, by=first).ends_on == today() + 5 * DAY
    third = person("Third", Role.CENTRAL)
    with pytest.raises(LastAdministrator):
        actions.end_role(grant=second.grants.get(), by=third)
    assert not Grant.objects.filter(user=second, ended_at__isnull=False).exists()


def test_the_account_of_the_last_administrator_is_not_closed(person):
    first, chief = person("First", Role.ADMINISTRATOR), person("Chief", Role.CENTRAL)
    with pytest.raises(LastAdministrator):
        actions.deactivate_user(user=first, by=chief)
    person("Second", Role.ADMINISTRATOR)
    actions.deactivate_user(user=first, by=fresh(chief))
    assert not fresh(first).is_active


def test_nobody_closes_the_account_of_somebody_with_more_rights(person, area):
    malee = person("Malee", Role.COORDINATOR, area("90"))
    chief = person("Chief", Role.CENTRAL, area("90"))
    below = person("Below", Role.MENTOR, area("9011"))
    with pytest.raises(NotYourself):
        actions.deactivate_user(user=chief, by=malee)
    with pytest.raises(NotYourself):
        actions.deactivate_user(user=malee, by=malee)
    actions.deactivate_user(user=below, by=malee)


def test_a_post_given_by_mistake_ends_at_once(person, area):
    malee = person("Malee", Role.COORDINATOR, area("90"))
    wrong = person("Wrong")
    grant = actions.give_role(user=wrong, role=Role.EXECUTIVE, scope=area("9011"), by=malee)
    assert reach(fresh(wrong), READ)
    actions.end_role(grant=grant, reason="ผิดคน", by=malee)
    assert not reach(fresh(wrong), READ)
    actions.give_role(user=wrong, role=Role.EXECUTIVE, scope=area("9011"), by=malee)
    assert reach(fresh(wrong), READ)


def test_a_post_that_begins_later_starts_by_itself(person, area, at_day):
    malee, later = person("Malee", Role.COORDINATOR, area("90")), person("Later")
    actions.give_role(
        user=later, role=Role.EXECUTIVE, scope=area("9011"), starts_on=today() + 3 * DAY, by=malee
    )
    assert not reach(fresh(later), READ)
    at_day(today() + 3 * DAY)
    assert reach(fresh(later), READ)


def test_the_same_post_twice_or_days_in_wrong_order_are_refused(person, area):
    malee, other = person("Malee", Role.COORDINATOR, area("90")), person("Other")
    give = {"user": other, "role": Role.EXECUTIVE, "scope": area("9011"), "by": malee}
    with pytest.raises(DaysInWrongOrder):
        actions.give_role(**give, starts_on=today(), ends_on=today() - DAY)
    actions.give_role(**give, ends_on=today() + 5 * DAY)
    with pytest.raises(AlreadyHolds):
        actions.give_role(**give)
    actions.give_role(**give, starts_on=today() + 6 * DAY)
    assert other.grants.count() == 2


def test_a_role_is_given_and_ended_through_the_pages(person, area, client):
    area("901104")
    malee, other = person("Malee", Role.COORDINATOR, area("90")), person("Other", Role.AUDITOR, area("9011"))
    client.force_login(malee)
    page = reverse("accounts:give-role", args=[other.uid])
    assert client.get(page).status_code == 200
    typed = {
        "role": Role.EXECUTIVE,
        "area": "ต.คอหงส์ อ.หาดใหญ่",
        "starts_on": "1/10/2568",
        "ends_on": "30/9/2567",
    }
    assert client.post(page, typed).status_code == 422
    assert client.post(page, typed | {"role": Role.CENTRAL, "ends_on": ""}).status_code == 422
    assert client.post(page, typed | {"ends_on": ""}).status_code == 302
    grant = other.grants.get(post__role=Role.EXECUTIVE)
    end = reverse("accounts:end-role", args=[grant.uid])
    assert client.get(end).status_code == 200
    assert client.post(end, {"when": "day", "ends_on": "", "reason": "ย้าย"}).status_code == 422
    assert client.post(end, {"when": "now", "reason": "ย้าย"}).status_code == 302
    grant.refresh_from_db()
    assert not grant.is_unended
    auditing = reverse("accounts:end-role", args=[other.grants.get(post__role=Role.AUDITOR).uid])
    assert client.get(auditing).status_code == 404  # no role that a coordinator gives


def test_from_a_funds_page_the_place_is_fixed(fund, wichai, client, area):
    client.force_login(wichai)
    page = f"{reverse('accounts:invite')}?scope={fund.pk}"
    assert "area" not in client.get(page).context["form"].fields
    answer = client.post(page, {"name": "ผู้ช่วย", "role": Role.DATA_ENTRY, "starts_on": "1/10/2568"})
    assert answer.status_code == 302
    other = actions.new_scope(ScopeKind.FUND, area("901104"), "กองทุนอื่น")
    assert client.get(f"{reverse('accounts:invite')}?scope={other.pk}").status_code == 404


def test_who_gives_no_roles_in_areas_is_led_to_the_own_fund_instead_of_an_empty_list(fund, wichai, client):
    client.force_login(wichai)
    page = client.get(reverse("accounts:invite")).content.decode()
    assert f"?scope={fund.pk}" in page
    assert 'name="role"' not in page
    assert 'name="role"' in client.get(f"{reverse('accounts:invite')}?scope={fund.pk}").content.decode()


def test_a_scope_follows_the_name_of_its_owner(fund):
    actions.rename_scope(fund, "กองทุนชื่อใหม่")
    fund.refresh_from_db()
    assert str(fund) == "กองทุนชื่อใหม่"


def test_an_areas_scope_is_made_once(area, person):
    first = actions.scope_for_area(area("9011"))
    assert actions.scope_for_area(area("9011")) == first
    assert may_give(person("Admin", Role.ADMINISTRATOR), Role.MENTOR, first)
