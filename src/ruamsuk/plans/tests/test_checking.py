"""An agreed plan is checked, or returned to its fund with reasons."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.notices.models import Notice
from ruamsuk.plans import actions, queries
from ruamsuk.plans.models import Plan
from ruamsuk.plans.problems import OwnPlan, PlanCheckedAlready, PlanNotAgreed
from ruamsuk.plans.tests.conftest import agreed
from tests.world import area, person

YEAR = current_fiscal_year()


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["language"] = "en"


def post(client, name, plan, **data):
    return client.post(reverse(f"plans:{name}", args=[plan.uid]), {"op_id": uuid4(), **data})


def page(client, plan) -> str:
    return client.get(reverse("plans:plan", args=[plan.uid])).content.decode()


def test_a_mentor_returns_a_plan_the_fund_mends_it_and_it_is_checked(client, world, plan):
    agreed(plan, world)
    client.force_login(world.mentor)
    assert post(client, "return", plan, note=" ").status_code == 422
    assert post(client, "return", plan, note="Name the source of 40 %").status_code == 302
    plan.refresh_from_db()
    # What the committee agreed stays agreed and counted until its fund opens it.
    assert (plan.state, plan.check_state) == ("agreed", "returned")
    client.force_login(world.officer)
    assert "Name the source of 40 %" in page(client, plan)
    assert "returned for correction" in client.get(reverse("web:home")).content.decode()
    notice = Notice.objects.get(to=world.officer, kind="plans.returned")
    assert notice.read_at is None
    post(client, "reopen", plan, reason="The source was missing")
    assert "Name the source of 40 %" in page(client, plan)  # in sight while it is mended
    actions.change_situation(situation=plan.situations.get(), agency="District office", by=world.officer)
    post(client, "agree", plan, agreed_on="15/10/2569")
    plan.refresh_from_db()
    assert plan.check_state == "waiting"
    notice.refresh_from_db()
    assert notice.read_at is not None
    client.force_login(world.mentor)
    assert post(client, "check", plan, note="Good").status_code == 302
    client.force_login(world.officer)
    assert "Checked" in page(client, plan)
    assert [check.outcome for check in plan.checks.all()] == ["checked", "returned"]
    assert plan.editions.count() == 2  # each check belongs to what it read


def test_a_checked_plan_that_is_opened_again_is_not_checked_any_more(world, plan):
    agreed(plan, world)
    actions.check_plan(plan=plan, by=world.mentor)
    actions.reopen_plan(plan=plan, reason="The budget was cut", by=world.officer)
    plan.refresh_from_db()
    assert plan.check_state == "waiting"
    assert queries.standing_check(plan) is None
    assert plan.checks.count() == 1


def test_a_draft_is_neither_checked_nor_returned(world, full_plan):
    for act in (actions.check_plan, actions.return_plan):
        with pytest.raises(PlanNotAgreed):
            act(plan=full_plan, note="x", by=world.mentor)
    actions.agree_plan(plan=full_plan, agreed_on=date(2026, 10, 15), by=world.officer)
    assert actions.check_plan(plan=full_plan, by=world.mentor)


def test_pressed_twice_the_second_is_told_and_a_check_may_still_be_returned(client, world, plan):
    agreed(plan, world)
    other = person("Other", "coordinator", area("90"))
    actions.check_plan(plan=plan, by=world.mentor)
    with pytest.raises(PlanCheckedAlready):
        actions.check_plan(plan=plan, by=other)
    assert actions.return_plan(plan=plan, note="A wrong figure", by=other)
    assert Notice.objects.filter(to=world.officer, kind="plans.checked").exists()


def test_nobody_checks_what_is_the_own_work(client, world, plan):
    agreed(plan, world)
    person("Officer", "mentor", area("9011"))  # who wrote the plan is mentor there, too
    client.force_login(world.officer)
    refused = post(client, "check", plan)
    assert refused.status_code == 422
    assert "your own work" in refused.content.decode()
    assert "plans/" + str(plan.uid) + "/check" not in page(client, plan)
    # Who holds a post at the fund today, without having written anything.
    clerk = person("Clerk", "coordinator", area("90"))
    person("Clerk", "data-entry", world.fund)
    with pytest.raises(OwnPlan):
        actions.return_plan(plan=plan, note="x", by=type(clerk).objects.get(pk=clerk.pk))
    # So does a member of the committee that agreed it; a mentor of the fund alone looks on from outside.
    member = person("Member", "coordinator", area("90"))
    person("Member", "committee-member", world.fund)
    with pytest.raises(OwnPlan):
        actions.check_plan(plan=plan, by=type(member).objects.get(pk=member.pk))
    assert actions.check_plan(plan=plan, by=person("Advisor", "mentor", world.fund))


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("mentor", "9011", 302),
        ("coordinator", "90", 302),
        ("central", None, 302),
        ("mentor", "9301", 403),
        ("coordinator", "80", 403),
        ("executive", "90", 403),
        ("auditor", None, 403),
    ],
)
def test_who_looks_after_the_funds_of_the_area_checks(client, world, plan, role, place, status):
    agreed(plan, world)
    client.force_login(person("Reader", role, area(place) if place else None))
    assert post(client, "check", plan).status_code == status


def test_reasons_are_read_inside_and_the_state_by_everybody(client, world, plan):
    agreed(plan, world)
    actions.return_plan(plan=plan, note="Name the source", by=world.mentor)
    client.force_login(world.stranger)
    seen = page(client, plan)
    assert "Returned for correction" in seen
    assert "Name the source" not in seen
    assert "Mentor" not in seen.partition("<main")[2].partition("Returned for correction")[2][:300]


def test_checked_plans_are_counted_and_the_number_opens_its_list(client, world, plan, make_fund):
    agreed(plan, world)
    elsewhere = agreed(
        actions.start_plan(
            fund=make_fund("L0003", "800101"), fiscal_year=YEAR, issue=world.issue, by=world.officer
        ),
        world,
    )
    question = Question(area("90"), YEAR, None)
    assert counted(question).totals["plans_checked"] == 0
    for one in (plan, elsewhere):
        actions.check_plan(plan=Plan.objects.get(pk=one.pk), by=person("Kanda", "central"))
    assert counted(question).totals["plans_checked"] == 1
    assert counted(Question(area("TH"), YEAR, None)).totals["plans_checked"] == 2
    client.force_login(world.officer)
    url = reverse("plans:checks") + f"?year={YEAR}&state=checked&area="
    assert client.get(url + "90").context["total"] == 1
    assert client.get(url + "TH").context["total"] == 2
    assert client.get(reverse("plans:checks") + f"?year={YEAR}&state=waiting&area=90").context["total"] == 0


def test_the_api_checks_and_returns_as_the_page_does(client, world, plan):
    agreed(plan, world)
    client.force_login(world.mentor)

    def call(name, **body):
        return client.post(f"/api/v1/plans/{plan.uid}/{name}", body, content_type="application/json")

    assert call("return", note="Name the source").json()["check_state"] == "returned"
    assert call("return", note="again").json()["code"] == "plan-checked-already"
    assert call("check").json()["check_state"] == "checked"
    told = client.get(f"/api/v1/plans/{plan.uid}/checks").json()
    assert [row["outcome"] for row in told] == ["checked", "returned"]
    edition = client.get(f"/api/v1/plan-editions/{told[0]['edition']}").json()
    assert edition["has_changed"] is False
    assert edition["snapshot"]["situations"][0]["agency"] == "Health centre"
    client.force_login(world.stranger)
    assert client.get(f"/api/v1/plans/{plan.uid}/checks").status_code == 403


def test_an_edition_is_the_same_whatever_language_it_was_frozen_in(client, world, plan):
    plan = agreed(plan, world)
    with translation.override("en"):
        first = actions.freeze_plan(plan, plan.created_at)
    with translation.override("th"):
        assert actions.freeze_plan(plan, plan.created_at) == first
        assert not queries.has_changed(plan, first)
