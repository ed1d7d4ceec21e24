"""The rule behind every list and gate."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from ruamsuk.accounts import access, actions
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.accounts.models import Grant, User
from ruamsuk.accounts.verbs import INVITE, READ, all_verbs
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import NotAllowed
from ruamsuk.plans.verbs import WRITE_PLAN

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    """The same person at the next request."""
    return User.objects.get(pk=user.pk)


def place_for(role: str, area):
    """A place where the role may be held: Hat Yai, or a fund, organisation or project in it."""
    kind = sorted(ROLES[role].scopes)[0]
    district = area("9011")
    return district if kind == ScopeKind.AREA else actions.new_scope(kind, district, "กองทุนตัวอย่าง")


@pytest.mark.parametrize("role", Role.values)
def test_a_role_reaches_somewhere_exactly_for_its_verbs(role, area, person):
    holder = person("Somsri", role, place_for(role, area))
    for can in all_verbs():
        assert bool(access.reach(holder, can)) == (role in can.roles), can


@pytest.mark.parametrize("role", Role.values)
def test_grants_that_are_over_or_begin_later_or_were_ended_reach_nothing(role, area, person):
    holder = person("Somsri", role, place_for(role, area))
    grant = holder.grants.get()
    day = timedelta(days=1)
    for change in (
        {"starts_on": today() - 9 * day, "ends_on": today() - day},
        {"starts_on": today() + day, "ends_on": None},
        {"starts_on": today() - 9 * day, "ends_on": today(), "ended_at": "2026-01-01T00:00Z"},
    ):
        Grant.objects.filter(pk=grant.pk).update(ended_at=None)
        Grant.objects.filter(pk=grant.pk).update(**change)
        assert not any(access.reach(fresh(holder), can) for can in all_verbs()), change
    Grant.objects.filter(pk=grant.pk).update(starts_on=today() - day, ends_on=today(), ended_at=None)
    assert access.reach(fresh(holder), READ)


def test_visitors_reach_nothing():
    assert not any(access.reach(AnonymousUser(), can) for can in all_verbs())


def test_an_area_covers_its_own_places_and_no_neighbours(area, person):
    malee = person("Malee", Role.COORDINATOR, area("9011"))
    found = access.reach(malee, READ)
    assert found.covers(place_no=area("901104").place_no)
    assert not found.covers(place_no=area("900101").place_no)
    assert not found.covers(place_no=area("90").place_no)
    assert not found.covers(place_no=None)


def test_a_single_scope_covers_itself_only(area, person):
    mine, other = (actions.new_scope(ScopeKind.FUND, area("901104"), name) for name in ("ก", "ข"))
    officer = person("Wichai", Role.FUND_OFFICER, mine)
    found = access.reach(officer, WRITE_PLAN)
    assert found.covers(scope_ids=(mine.pk,))
    assert not found.covers(scope_ids=(other.pk, None))
    assert not found.covers(place_no=area("901104").place_no)


def test_list_and_gate_agree_for_every_role_and_verb(area, person):
    """People as the noun: an object passes the gate exactly when it is in the list."""
    fund = actions.new_scope(ScopeKind.FUND, area("901104"), "กองทุน ก")
    target = person("Target", Role.DATA_ENTRY, fund)
    holders = [person(f"Holder {n}", role, place_for(role, area)) for n, role in enumerate(Role.values)]
    holders.append(person("Far", Role.COORDINATOR, area("8001")))
    answers = set()
    for holder in holders:
        for can in (READ, INVITE):
            listed = access.visible_people(holder, can).filter(pk=target.pk).exists()
            try:
                passed = access.person_for(holder, target.uid, can) == target
            except (Http404, NotAllowed):
                passed = False
            assert listed == passed
            answers.add(passed)
    assert answers == {True, False}


def test_the_gate_says_404_to_strangers_403_to_readers_and_opens_to_who_may(area, person):
    target = person("Target", Role.MENTOR, area("901104"))
    with pytest.raises(Http404):
        access.person_for(person("Far", Role.COORDINATOR, area("8001")), target.uid, INVITE)
    with pytest.raises(NotAllowed) as refusal:
        access.person_for(person("Reader", Role.EXECUTIVE, area("9011")), target.uid, INVITE)
    assert str(Role.COORDINATOR.label) in refusal.value.remedy_text
    assert access.person_for(person("Near", Role.COORDINATOR, area("9011")), target.uid, INVITE) == target


def test_running_grants_are_read_once_a_request(area, person, django_assert_num_queries):
    malee = fresh(person("Malee", Role.COORDINATOR, area("9011")))
    with django_assert_num_queries(1):
        for can in all_verbs():
            if not can.is_personal:
                access.reach(malee, can)
    with django_assert_num_queries(1):  # only where people are read, what is held of their sight
        for can in all_verbs():
            access.reach(malee, can)


def test_who_gives_roles_may_invite_and_the_other_way_round():
    assert all(bool(spec.gives) == (role in INVITE.roles) for role, spec in ROLES.items())


def test_a_coordinator_gives_the_roles_of_the_work_inside_the_own_area(area, person):
    near, far = area("901104"), area("8001")
    malee = person("Malee", Role.COORDINATOR, area("90"))
    scope = actions.scope_for_area(near)
    assert access.givable_roles(malee, scope) == [Role.MENTOR, Role.EXECUTIVE]
    assert not access.givable_roles(malee, actions.scope_for_area(far))
    assert not access.givable_roles(malee, actions.scope_for_area(area("Z12")))
    fund, farther = (actions.new_scope(ScopeKind.FUND, place, "กองทุน") for place in (near, far))
    assert set(access.givable_roles(malee, fund)) == {
        Role.MENTOR, Role.FUND_OFFICER, Role.DATA_ENTRY, Role.COMMITTEE_MEMBER,
    }  # fmt: skip
    assert not access.givable_roles(malee, farther)
    assert not access.givable_roles(person("Mana", Role.MENTOR, area("90")), fund)
    admin = person("Admin", Role.ADMINISTRATOR)
    assert set(access.givable_roles(admin, scope)) == {r for r in Role if ScopeKind.AREA in ROLES[r].scopes}


def test_a_funds_officer_gives_roles_in_the_fund_and_in_the_scopes_within_it(area, person):
    fund = actions.new_scope(ScopeKind.FUND, area("901104"), "กองทุน ก")
    project = actions.new_scope(ScopeKind.PROJECT, area("901104"), "โครงการ ก", within=fund)
    alone = actions.new_scope(ScopeKind.PROJECT, area("901104"), "โครงการ ข")
    wichai = person("Wichai", Role.FUND_OFFICER, fund)
    assert access.may_give(wichai, Role.DATA_ENTRY, fund)
    assert access.may_give(wichai, Role.PROJECT_OWNER, project)
    assert not access.may_give(wichai, Role.PROJECT_OWNER, alone)
    assert not access.may_give(wichai, Role.FUND_OFFICER, fund)
    assert not access.may_give(wichai, Role.PROJECT_MANAGER, project)
    assert not access.givable_roles(person("Typist", Role.DATA_ENTRY, fund), fund)


def test_a_funds_officer_gives_roles_in_the_organisations_of_the_sub_districts_served(area, person):
    fund = actions.new_scope(ScopeKind.FUND, area("901104"), "กองทุน ก")
    fund.serves.set([area("901104"), area("901102")])
    school, farther = (
        actions.new_scope(ScopeKind.ORGANIZATION, area(code), "โรงเรียน") for code in ("901102", "901101")
    )
    wichai = person("Wichai", Role.FUND_OFFICER, fund)
    assert access.givable_roles(wichai, school) == [Role.PROJECT_OWNER]
    assert not access.givable_roles(wichai, farther)
    assert access.scope_for(wichai, school.pk, INVITE) == school
    with pytest.raises(Http404):
        access.scope_for(wichai, farther.pk, INVITE)
    teacher = person("Teacher", Role.PROJECT_OWNER, school)
    assert access.person_for(wichai, teacher.uid, READ) == teacher
    with pytest.raises(Http404):
        access.person_for(person("Typist", Role.DATA_ENTRY, fund), teacher.uid, READ)
