"""Agreeing, opening again, and who may read and write."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.problems import NotAllowed
from ruamsuk.plans import actions
from ruamsuk.plans.access import plan_for, row_for
from ruamsuk.plans.models import Plan, PlannedProject, Situation
from ruamsuk.plans.tests.conftest import agreed
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from tests.gates import verbs_asked_of

YEAR = current_fiscal_year()


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["language"] = "en"


def agree(client, plan, day="15/10/2569"):
    return client.post(
        reverse("plans:agree", args=[plan.uid]), {"agreed_on": day, "note": "meeting 3", "op_id": uuid4()}
    )


def test_a_plan_without_an_objective_is_not_agreed_and_one_with_it_is(client, world, full_plan):
    client.force_login(world.officer)
    full_plan.objectives.all().delete()
    refused = agree(client, full_plan)
    assert refused.status_code == 422
    assert "Missing: an objective." in refused.content.decode()
    actions.add_objective(plan=full_plan, situation=full_plan.situations.get(), by=world.officer)
    assert agree(client, full_plan).status_code == 302
    full_plan.refresh_from_db()
    assert (full_plan.state, full_plan.agreed_note) == ("agreed", "meeting 3")


def test_a_meeting_that_has_not_been_held_agrees_nothing(client, world, full_plan):
    client.force_login(world.officer)
    assert agree(client, full_plan, "1/10/2595").status_code == 422
    assert agree(client, full_plan).status_code == 302


def test_an_agreed_plan_is_closed_until_it_is_opened_with_a_reason(client, world, plan):
    agreed(plan, world)
    client.force_login(world.officer)
    row = plan.measures.get()
    change = reverse("plans:measure", args=[row.uid])
    refused = client.post(change, {"approach": "Other", "op_id": uuid4()})
    assert refused.status_code == 422
    assert "This plan was agreed on 15 Oct 2026" in refused.content.decode()
    reopen = reverse("plans:reopen", args=[plan.uid])
    assert client.post(reopen, {"reason": " "}).status_code == 422
    assert client.post(reopen, {"reason": "The budget was cut"}).status_code == 302
    assert client.post(change, {"approach": "Other", "op_id": uuid4()}).status_code == 302
    assert "Reason: The budget was cut" in client.get(reverse("plans:plan", args=[plan.uid])).content.decode()


def test_a_plan_that_was_agreed_once_is_never_taken_out(client, world, plan):
    agreed(plan, world)
    actions.reopen_plan(plan=plan, reason="The budget was cut", by=world.officer)
    client.force_login(world.officer)
    client.post(reverse("plans:remove", args=[plan.uid]))
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_the_plans_of_a_year_are_agreed_together_and_unfinished_ones_stay_open(
    client, world, full_plan, make_issue
):
    other = actions.start_plan(
        fund=world.fund, fiscal_year=YEAR, issue=make_issue("alcohol"), by=world.officer
    )
    client.force_login(world.officer)
    url = reverse("plans:agree-year", args=[world.fund.uid]) + f"?year={YEAR}"
    assert "missing a problem, an objective" in client.get(url).content.decode()
    assert client.post(url, {"agreed_on": "15/10/2569"}).status_code == 302
    full_plan.refresh_from_db()
    other.refresh_from_db()
    assert (full_plan.state, other.state) == ("agreed", "draft")
    assert client.post(url, {"agreed_on": "15/10/2569"}).status_code == 422


def test_who_types_plans_does_not_agree_them(client, world, full_plan):
    client.force_login(world.typist)
    answer = agree(client, full_plan)
    assert answer.status_code == 403
    assert "Fund officer" in answer.content.decode()
    client.force_login(world.officer)
    assert agree(client, full_plan).status_code == 302


def test_a_draft_is_read_inside_the_scope_only_and_an_agreed_plan_by_everyone(client, world, plan):
    url = reverse("plans:plan", args=[plan.uid])
    readers = {"officer": 200, "typist": 200, "mentor": 200, "stranger": 404}
    for name, status in readers.items():
        client.force_login(getattr(world, name))
        assert client.get(url).status_code == status, name
    client.logout()
    assert client.get(url).status_code == 404
    agreed(plan, world)
    assert client.get(url).status_code == 200
    client.force_login(world.stranger)
    assert client.get(url).status_code == 200


def test_a_mentor_reads_a_draft_but_does_not_write_it(client, world, plan):
    url = reverse("plans:measure-new", args=[plan.uid])
    client.force_login(world.mentor)
    assert client.post(url, {"approach": "A way"}).status_code == 403
    assert not plan.measures.exists()
    client.force_login(world.typist)
    assert client.post(url, {"approach": "A way"}).status_code == 302
    assert plan.measures.count() == 1


def test_a_stranger_cannot_start_a_plan_of_another_fund(client, world):
    url = reverse("plans:add-issue", args=[world.fund.uid]) + f"?year={YEAR}"
    client.force_login(world.stranger)
    assert client.post(url, {"issue": "waste"}).status_code == 403
    assert not Plan.objects.exists()
    client.force_login(world.officer)
    client.post(url, {"issue": "waste"})
    assert Plan.objects.count() == 1


def scope_for(role, world, area):
    kinds = {"central": None, "administrator": None, "auditor": area("90"), "executive": area("90")}
    if role in kinds:
        return kinds[role]
    if role in {"coordinator", "mentor"}:
        return area("9011")
    if role in {"project-owner", "project-manager", "funder-officer"}:
        return world.fund.organization
    return world.fund


@pytest.mark.parametrize("role", [*Role.values, None])
@pytest.mark.parametrize("is_agreed", [False, True])
def test_a_gate_opens_exactly_for_what_stands_in_the_list(
    role, is_agreed, world, plan, person, area, make_fund
):
    agreed(plan, world)
    if not is_agreed:
        actions.reopen_plan(plan=plan, reason="again", by=world.officer)
    elsewhere = actions.start_plan(
        fund=make_fund("L0003", "800101"), fiscal_year=YEAR, issue=world.issue, by=None
    )
    user = person("Reader", role, scope_for(role, world, area)) if role else AnonymousUser()
    for can in verbs_asked_of([plan_for, row_for]):
        for target in (plan, elsewhere):
            listed = Plan.objects.visible_to(user, can).filter(pk=target.pk).exists()
            assert _passes(lambda t=target, c=can: plan_for(user, t.uid, c)) == listed, can
        for kind in (Situation, PlannedProject):
            row = kind.objects.get(plan=plan)
            listed = kind.objects.visible_to(user, can).filter(pk=row.pk).exists()
            assert _passes(lambda k=kind, r=row, c=can: row_for(user, k, r.uid, c)) == listed, can


def _passes(gate) -> bool:
    try:
        gate()
    except (Http404, NotAllowed):
        return False
    return True


def test_the_organisation_named_in_an_agreed_plan_may_write_the_proposal(world, plan, person):
    owner = person("Owner", "project-owner", world.fund.organization)
    agreed(plan, world)
    row = plan.planned_projects.get()
    writable = PlannedProject.objects.visible_to(owner, WRITE_PROPOSAL)
    assert row not in writable
    PlannedProject.objects.filter(pk=row.pk).update(organization=world.fund.organization)
    assert row in writable.all()


def test_before_a_year_is_agreed_each_plan_says_what_it_still_lacks(client, world, plan):
    client.cookies["language"] = "en"
    client.force_login(world.officer)
    situation = actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)
    actions.add_objective(plan=plan, situation=situation, by=world.officer)
    address = reverse("plans:agree-year", args=[world.fund.uid]) + f"?year={plan.fiscal_year}"
    assert "Fill in the figures" in client.get(address).content.decode()
    actions.change_situation(situation=situation, value=40, by=world.officer)
    shown = client.get(address).content.decode()
    assert "Fill in the figures" not in shown
    assert "Set the targets" in shown


@pytest.mark.parametrize("name", ["funds", "planned-projects"])
def test_filters_of_the_lists_stay_in_the_address(client, world, name):
    client.force_login(world.officer)
    form = client.get(reverse(f"plans:{name}") + "?area=90&year=2569&issue=waste&plan=draft").content.decode()
    for kept in ("area", "year"):
        assert f'<input type="hidden" name="{kept}"' in form
    # An issue that nothing is planned for is not offered.
    assert " selected" in form or name == "planned-projects"
