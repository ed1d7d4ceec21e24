"""Writing one plan, through its pages."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from ruamsuk.checks.actions import load_catalogue
from ruamsuk.core.calendar import current_fiscal_year, day_of
from ruamsuk.plans import actions
from ruamsuk.plans.models import Plan, PlanObjective, Situation

YEAR = current_fiscal_year()
FIGURE = {"value": "๔๐", "evidence_kind": "survey", "agency": "Health centre", "measured_on": "30 ก.ย. 2569"}


@pytest.fixture(autouse=True)
def signed_in(client, world):
    client.cookies["language"] = "en"
    client.force_login(world.officer)
    return client


def send(client, name, uid, /, **data):
    return client.post(reverse(f"plans:{name}", args=[uid]), {"op_id": str(uuid4()), **data})


def page(client, plan):
    return client.get(reverse("plans:plan", args=[plan.uid])).content.decode()


def test_from_an_empty_year_to_a_whole_plan_by_pressing_and_typing_figures_only(client, world):
    year = reverse("plans:fund-year", args=[world.fund.uid])
    assert "Choose the first issue" in client.get(year).content.decode()
    chosen = client.post(
        reverse("plans:add-issue", args=[world.fund.uid]) + f"?year={YEAR}",
        {"issue": "waste", "op_id": uuid4()},
    )
    plan = Plan.objects.get()
    assert chosen.url == reverse("plans:plan", args=[plan.uid])

    asked = send(client, "pick-indicator", plan.uid, indicator="waste-sorting")
    assert "out of: all households" in client.get(asked.url).content.decode()
    assert (
        client.post(asked.url, {**FIGURE, "covered": "800", "total": "1,000", "op_id": uuid4()}).status_code
        == 302
    )
    situation = Situation.objects.get()
    assert (situation.value, situation.measured_on.isoformat()) == (40, "2026-09-30")

    asked = send(client, "pick-objective", situation.uid)
    objective = PlanObjective.objects.get()
    assert (objective.text, objective.baseline) == ("To raise the households that sort waste", 40)
    send(client, "objective", objective.uid, text=objective.text, baseline="40", target="60")
    assert [m.approach for m in plan.measures.all()] == []
    send(client, "pick-measure", plan.uid, measure="A waste bank")
    send(client, "pick-measure", plan.uid, measure="Sorting at the source")
    send(client, "budget", plan.uid, budget_satang="100,000 บาท")
    send(
        client,
        "planned-project-new",
        plan.uid,
        title="Clean village",
        budget_satang="50000",
        support_type=world.support.pk,
    )
    client.post(
        reverse("plans:ranking", args=[world.fund.uid]) + f"?year={YEAR}",
        {f"plan{plan.pk}-{name}": "3" for name in ("size", "severity", "awareness", "ease")},
    )
    shown = page(client, plan)
    assert ">100%<" in shown
    assert "Target in one year: 60 (+20 to go)" in shown
    assert "12 of 16" in shown
    assert ">100%<" in client.get(year).content.decode()


def test_a_percentage_above_100_is_refused_and_one_below_is_kept(client, world, plan):
    row = actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)
    refused = send(client, "situation", row.uid, value="140")
    assert refused.status_code == 422
    assert "140 is no percentage." in refused.content.decode()
    assert send(client, "situation", row.uid, value="14.0").status_code == 302
    row.refresh_from_db()
    assert row.value == 14


def test_a_count_may_be_larger_than_100(client, plan):
    sent = {"text": "Waste of a day", "value": "140", "unit": "kg"}
    assert send(client, "situation-new", plan.uid, **sent).status_code == 302
    assert send(client, "situation-new", plan.uid, **sent | {"unit": "percent"}).status_code == 422


def test_more_counted_than_there_are_is_refused(client, plan):
    sent = {"text": "Falls", "value": "12", "covered": "120", "total": "100"}
    refused = send(client, "situation-new", plan.uid, **sent)
    assert refused.status_code == 422
    assert "120 were counted, but there are only 100 in all." in refused.content.decode()
    assert send(client, "situation-new", plan.uid, **sent | {"covered": "100"}).status_code == 302


def test_a_survey_that_reached_few_is_kept_with_a_warning(client, world, plan):
    load_catalogue(by=None)  # the checks of sense say how few are few
    row = actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)
    send(client, "situation", row.uid, **FIGURE, covered="299", total="1000")
    assert "Only 299 of 1,000 were counted (29%)" in page(client, plan)
    send(client, "situation", row.uid, **FIGURE, covered="300", total="1000")
    assert "may not speak for the whole area" not in page(client, plan)


def test_a_figure_without_agency_and_day_is_kept_with_a_warning(client, world, plan):
    row = actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)
    assert send(client, "situation", row.uid, value="40", evidence_kind="official").status_code == 302
    shown = page(client, plan)
    assert "The agency that gave the figure is not named." in shown
    assert "The day of the figure is not given." in shown
    send(client, "situation", row.uid, **FIGURE)
    assert "is not named" not in page(client, plan)


def test_a_figure_of_tomorrow_is_refused(client, world, plan):
    row = actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)
    assert send(client, "situation", row.uid, **FIGURE | {"measured_on": "1/1/2590"}).status_code == 422
    assert send(client, "situation", row.uid, **FIGURE).status_code == 302


def test_the_baseline_follows_the_figure_until_it_is_typed_by_hand(client, world, plan):
    row = actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)
    objective = actions.add_objective(plan=plan, situation=row, by=world.officer)
    send(client, "situation", row.uid, value="40")
    objective.refresh_from_db()
    assert objective.baseline == 40
    actions.change_objective(objective=objective, baseline=35, by=world.officer)
    send(client, "situation", row.uid, value="50")
    objective.refresh_from_db()
    assert objective.baseline == 35


def test_an_indicator_stands_in_a_plan_once(client, world, plan):
    send(client, "pick-indicator", plan.uid, indicator="waste-sorting")
    send(client, "pick-indicator", plan.uid, indicator="waste-sorting")
    assert plan.situations.count() == 1


def test_the_same_form_sent_twice_makes_one_row(client, plan):
    sent = {"title": "Clean village", "op_id": str(uuid4())}
    url = reverse("plans:planned-project-new", args=[plan.uid])
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.url == second.url
    assert plan.planned_projects.count() == 1
    client.post(url, sent | {"op_id": str(uuid4())})
    assert plan.planned_projects.count() == 2


def test_rows_are_numbered_without_gaps_after_one_is_removed_and_it_can_be_put_back(client, world, plan):
    rows = [actions.add_measure(plan=plan, approach=text, by=world.officer) for text in "abc"]
    send(client, "measure-remove", rows[0].uid)
    assert [(m.no, m.approach) for m in plan.measures.all()] == [(1, "b"), (2, "c")]
    assert "“a” was removed" in page(client, plan)
    send(client, "put-back", plan.uid)
    assert [(m.no, m.approach) for m in plan.measures.all()] == [(1, "b"), (2, "c"), (3, "a")]
    send(client, "put-back", plan.uid)
    assert plan.measures.count() == 3


def test_a_removed_situation_comes_back_with_all_its_evidence(client, world, full_plan):
    row = full_plan.situations.get()
    send(client, "situation-remove", row.uid)
    assert not full_plan.situations.exists()
    send(client, "put-back", full_plan.uid)
    back = full_plan.situations.get()
    for name in ("indicator", "value", "unit", "agency", "measured_on", "covered", "total", "evidence_kind"):
        assert getattr(back, name) == getattr(row, name)


def test_two_people_changing_one_row_lose_nothing(client, world, full_plan):
    row = full_plan.measures.get()
    shown = client.get(reverse("plans:measure", args=[row.uid]))
    seen = shown.context["form"]["seen"].value()
    actions.change_measure(measure=row, approach="Theirs", by=world.typist)
    answer = send(client, "measure", row.uid, seen=seen, approach="Mine")
    assert answer.status_code == 422
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    again = answer.context["form"]["seen"].value()
    assert send(client, "measure", row.uid, seen=again, approach="Mine").status_code == 302
    row.refresh_from_db()
    assert row.approach == "Mine"


def test_an_objective_without_words_is_refused_with_the_error_beside_its_field(client, plan):
    refused = send(client, "objective-new", plan.uid, text="  ", target="5")
    assert refused.status_code == 422
    assert refused.context["form"].errors["text"]
    assert send(client, "objective-new", plan.uid, text="To lower falls", target="5").status_code == 302


def test_an_indicator_of_another_issue_is_refused(world, plan, make_issue):
    from ruamsuk.plans.problems import NotOfThisPlan

    other = actions.start_plan(
        fund=world.fund, fiscal_year=YEAR, issue=make_issue("alcohol"), by=world.officer
    )
    with pytest.raises(NotOfThisPlan):
        actions.add_situation(plan=other, indicator=world.indicator, by=world.officer)
    actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)


def test_projects_that_ask_for_more_than_the_budget_are_named(client, world, full_plan):
    assert "more than the budget of the plan" not in page(client, full_plan)
    actions.change_plan(plan=full_plan, budget_satang=4_999_999, by=world.officer)
    assert "more than the budget of the plan" in page(client, full_plan)


def test_the_same_indicator_shows_its_earlier_years_and_the_way_it_went(client, world, full_plan):
    last = actions.start_plan(fund=world.fund, fiscal_year=YEAR - 1, issue=world.issue, by=world.officer)
    old = actions.add_situation(plan=last, indicator=world.indicator, value=25, by=world.officer)
    actions.add_objective(plan=last, situation=old, target=30, by=world.officer)
    shown = page(client, full_plan)
    assert f"+15 since fiscal year {YEAR - 1}" in shown
    assert "better" in shown
    row = shown.partition(f'<th scope="row">{YEAR - 1}</th>')[2].partition("</tr>")[0]
    assert re.findall(r'<td class="num">(.*)</td>', row) == ["25", "30"]


def test_starting_from_last_year_takes_words_and_leaves_figures_to_be_measured(client, world, full_plan):
    fund = reverse("plans:fund-year", args=[world.fund.uid]) + f"?year={YEAR + 1}"
    assert f"Start from the plan of {YEAR}" in client.get(fund).content.decode()
    client.post(reverse("plans:copy-year", args=[world.fund.uid]) + f"?year={YEAR + 1}", {"op_id": uuid4()})
    new = Plan.objects.get(fiscal_year=YEAR + 1)
    situation, objective = new.situations.get(), new.objectives.get()
    assert (situation.indicator, situation.value) == (world.indicator, None)
    assert (objective.text, objective.baseline, objective.target) == (
        full_plan.objectives.get().text,
        None,
        None,
    )
    assert objective.situation == situation
    assert [m.approach for m in new.measures.all()] == ["A waste bank"]
    assert not new.planned_projects.exists()
    assert ">40<" in page(client, new)
    actions.copy_plan_from_year(plan=new, from_year=YEAR, by=world.officer)
    assert (new.situations.count(), new.objectives.count(), new.measures.count()) == (1, 1, 1)


def test_a_year_that_is_over_is_refused_and_last_year_is_open(client, world):
    url = reverse("plans:add-issue", args=[world.fund.uid])
    told = client.post(f"{url}?year={YEAR - 2}", {"issue": "waste"}, follow=True).content.decode()
    assert f"The plan of fiscal year {YEAR - 2} is closed." in told
    assert not Plan.objects.exists()
    client.post(f"{url}?year={YEAR - 1}", {"issue": "waste"})
    assert Plan.objects.get().fiscal_year == YEAR - 1


def test_a_year_far_ahead_is_refused(world):
    from ruamsuk.plans.problems import YearTooFar

    with pytest.raises(YearTooFar):
        actions.start_plan(fund=world.fund, fiscal_year=YEAR + 6, issue=world.issue, by=world.officer)
    actions.start_plan(fund=world.fund, fiscal_year=YEAR + 5, issue=world.issue, by=world.officer)


def test_an_issue_stands_in_a_year_once(world, plan):
    from ruamsuk.plans.problems import PlanExists

    with pytest.raises(PlanExists):
        actions.start_plan(fund=world.fund, fiscal_year=YEAR, issue=world.issue, by=world.officer)
    actions.start_plan(fund=world.fund, fiscal_year=YEAR + 1, issue=world.issue, by=world.officer)


def test_a_planned_project_with_a_proposal_stays_in_the_plan(client, world, full_plan):
    row = full_plan.planned_projects.get()
    free = actions.add_planned_project(plan=full_plan, title="Another", by=world.officer)
    assert client.post(reverse("projects:proposal-from-plan", args=[row.uid])).status_code == 302
    told = client.post(reverse("plans:planned-project-remove", args=[row.uid]), follow=True).content.decode()
    assert "“Clean village” already has a proposal, so it stays in the plan." in told
    assert full_plan.planned_projects.count() == 2
    client.post(reverse("plans:planned-project-remove", args=[free.uid]))
    assert [p.title for p in full_plan.planned_projects.all()] == ["Clean village"]
    told = client.post(reverse("plans:remove", args=[full_plan.uid]), follow=True).content.decode()
    assert "“Clean village” already has a proposal" in told
    assert Plan.objects.filter(pk=full_plan.pk).exists()


def test_a_draft_can_be_taken_out_of_the_plan_with_all_its_rows(client, full_plan):
    assert send(client, "remove", full_plan.uid).status_code == 302
    assert not Plan.objects.exists()


def test_a_target_on_the_wrong_side_of_today_is_pointed_out(client, world, full_plan):
    objective = full_plan.objectives.get()
    wrong = "The target is lower than today, but this figure should rise."
    assert wrong not in page(client, full_plan)
    actions.change_objective(objective=objective, target=30, by=world.officer)
    assert wrong in page(client, full_plan)


def test_a_closed_fund_starts_no_plan(world):
    from ruamsuk.funds.problems import FundIsClosed

    world.fund.closed_on, world.fund.closed_reason = day_of(world.officer.created_at), "merged"
    with pytest.raises(FundIsClosed):
        actions.start_plan(fund=world.fund, fiscal_year=YEAR, issue=world.issue, by=world.officer)
    world.fund.closed_on = None
    actions.start_plan(fund=world.fund, fiscal_year=YEAR, issue=world.issue, by=world.officer)


def test_a_percentage_is_read_in_the_thai_order(client, world, plan):
    client.cookies["language"] = "th"
    send(client, "situation-new", plan.uid, text="ไม่คัดแยกขยะ", value="12.5", unit="ร้อยละ")
    send(client, "situation-new", plan.uid, text="ขยะต่อวัน", value="40", unit="กิโลกรัม")
    shown = page(client, plan)
    assert "ร้อยละ 12.5" in shown
    assert "40 กิโลกรัม" in shown


@pytest.mark.parametrize("typed", ["12.5", "๑๒.๕", "12.5 %", "ร้อยละ 12.5"])
def test_a_percentage_is_typed_in_any_thai_way(client, world, plan, typed):
    row = actions.add_situation(plan=plan, indicator=world.indicator, by=world.officer)
    assert send(client, "situation", row.uid, value=typed).status_code == 302
    row.refresh_from_db()
    assert float(row.value) == 12.5
