"""A fund's year: ranking, gaps, tasks, counting, lists over areas, paper."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.areas.ranges import Places, Stand
from ruamsuk.core.calendar import current_fiscal_year, day_of
from ruamsuk.plans import actions, queries
from ruamsuk.plans.models import PriorityScore
from ruamsuk.plans.tests.conftest import agreed, fill

YEAR = current_fiscal_year()
CRITERIA = ("size", "severity", "awareness", "ease")


@pytest.fixture(autouse=True)
def english(client, world):
    client.cookies["language"] = "en"
    client.force_login(world.officer)


def url(name, world):
    return reverse(f"plans:{name}", args=[world.fund.uid]) + f"?year={YEAR}"


def shown_form(client, world):
    """What the ranking page would send when nothing is changed."""
    sent = {}
    for line, form in client.get(url("ranking", world)).context["rows"]:
        for field in form:
            value = field.value()
            sent[field.html_name] = "" if value is None else str(value)
            if field.field.show_hidden_initial:
                sent[field.html_initial_name] = sent[field.html_name]
        assert line
    return sent


@pytest.fixture
def two_plans(world, plan, make_issue):
    other = actions.start_plan(
        fund=world.fund, fiscal_year=YEAR, issue=make_issue("alcohol"), by=world.officer
    )
    return plan, other


def test_two_people_ranking_at_once_keep_each_others_scores(client, world, two_plans):
    first, second = two_plans
    mine, theirs = shown_form(client, world), shown_form(client, world)
    mine |= {f"plan{first.pk}-{name}": "4" for name in CRITERIA}
    theirs |= {f"plan{second.pk}-{name}": "2" for name in CRITERIA}
    client.post(url("ranking", world), {**mine, "op_id": uuid4()})
    client.force_login(world.typist)
    client.post(url("ranking", world), {**theirs, "op_id": uuid4()})
    assert {s.plan_id: s.total for s in PriorityScore.objects.all()} == {first.pk: 16, second.pk: 8}
    lines = queries.year_lines(world.officer, world.fund, YEAR)
    assert [(line.plan.pk, line.rank) for line in lines] == [(first.pk, 1), (second.pk, 2)]


def test_two_people_scoring_the_same_issue_are_told(client, world, plan):
    mine, theirs = shown_form(client, world), shown_form(client, world)
    client.post(url("ranking", world), mine | {f"plan{plan.pk}-{name}": "4" for name in CRITERIA})
    answer = client.post(
        url("ranking", world), theirs | {f"plan{plan.pk}-{name}": "1" for name in CRITERIA}, follow=True
    )
    assert "Someone else scored “Waste” meanwhile." in answer.content.decode()
    assert PriorityScore.objects.get().total == 16
    again = shown_form(client, world) | {f"plan{plan.pk}-{name}": "1" for name in CRITERIA}
    client.post(url("ranking", world), again)
    assert PriorityScore.objects.get().total == 4


def test_a_half_scored_issue_is_refused_and_nothing_is_saved(client, world, two_plans):
    first, second = two_plans
    sent = shown_form(client, world) | {f"plan{first.pk}-{name}": "4" for name in CRITERIA}
    sent[f"plan{second.pk}-size"] = "2"
    assert client.post(url("ranking", world), sent).status_code == 422
    assert not PriorityScore.objects.exists()
    sent |= {f"plan{second.pk}-{name}": "2" for name in CRITERIA}
    assert client.post(url("ranking", world), sent).status_code == 302
    assert PriorityScore.objects.count() == 2


def test_a_score_of_five_is_refused(client, world, plan):
    sent = shown_form(client, world) | {f"plan{plan.pk}-{name}": "5" for name in CRITERIA}
    assert client.post(url("ranking", world), sent).status_code == 422


def test_equal_sums_share_a_rank(world, two_plans):
    for plan in two_plans:
        actions.rank_issue(plan=plan, size=2, severity=2, awareness=2, ease=2, by=world.officer)
    assert [line.rank for line in queries.year_lines(world.officer, world.fund, YEAR)] == [1, 1]


def test_problems_without_project_and_projects_without_problem_are_named(client, world, two_plans):
    first, second = two_plans
    burns = actions.add_situation(plan=first, text="Waste burns", by=world.officer)
    actions.add_planned_project(plan=second, title="Dry village", by=world.officer)
    gaps = client.get(url("gaps", world)).context["gaps"]
    assert gaps.without_project == [burns]
    assert gaps.without_objective == [burns]
    assert [row.title for row in gaps.without_problem] == ["Dry village"]
    actions.add_planned_project(plan=first, title="Compost", by=world.officer)
    actions.add_situation(plan=second, text="Many drink", by=world.officer)
    gaps = client.get(url("gaps", world)).context["gaps"]
    assert not gaps.without_project
    assert not gaps.without_problem


def test_gaps_are_told_by_problem_once_somebody_has_chosen(client, world, two_plans):
    plan, _other = two_plans
    burns = actions.add_situation(plan=plan, text="Waste burns", by=world.officer)
    smells = actions.add_situation(plan=plan, text="Waste smells", by=world.officer)
    actions.add_objective(plan=plan, situation=burns, text="Less smoke", by=world.officer)
    row = actions.add_planned_project(plan=plan, title="Compost", by=world.officer)
    gaps = client.get(url("gaps", world)).context["gaps"]
    assert (gaps.without_project, gaps.without_objective) == ([], [smells])  # nobody chose: it stands for all
    actions.change_planned_project(planned_project=row, situations=[burns], by=world.officer)
    assert client.get(url("gaps", world)).context["gaps"].without_project == [smells]


def test_an_officer_is_asked_for_the_plan_of_the_year_and_for_objectives(world):
    def titles(user):
        return [todo.title for todo in queries.tasks_for(user)]

    from django.utils import translation

    with translation.override("en"):
        assert titles(world.officer) == [f"No plan for fiscal year {YEAR} yet"]
        assert titles(world.mentor) == []
        plan = actions.start_plan(fund=world.fund, fiscal_year=YEAR, issue=world.issue, by=world.officer)
        assert titles(world.officer) == ["The plan “Waste” is not begun"]
        actions.add_measure(plan=plan, approach="A waste bank", by=world.officer)
        assert titles(world.officer) == ["The plan “Waste” has no objective"]
        fill(plan, world)
        assert titles(world.officer) == []


def test_a_plan_that_is_not_begun_names_its_first_step_and_no_bare_zero(client, world):
    client.cookies["language"] = "en"
    client.force_login(world.officer)
    plan = actions.start_plan(fund=world.fund, fiscal_year=YEAR, issue=world.issue, by=world.officer)
    pages = [reverse("plans:plan", args=[plan.uid]), url("fund-year", world), reverse("web:home")]
    for address in pages:
        shown = client.get(address).content.decode()
        assert "Choose the problems" in shown, address
        assert ">0%<" not in shown, address
    actions.add_measure(plan=plan, approach="A waste bank", by=world.officer)
    for address in pages:
        assert ">17%<" in client.get(address).content.decode(), address


def test_everything_known_is_handed_to_the_proposal(world, full_plan):
    known = queries.known_for_proposal(full_plan.planned_projects.get())
    assert (known.title, known.fund, known.fiscal_year, known.issue) == (
        "Clean village",
        world.fund,
        YEAR,
        world.issue,
    )
    assert [(s.indicator, s.value) for s in known.situations] == [(world.indicator, 40)]
    assert [(o.baseline, o.target) for o in known.objectives] == [(40, 60)]
    assert known.budget_satang == 5_000_000


def test_counted_are_the_planned_projects_of_agreed_plans_in_the_place(world, plan, make_issue):
    def count(**where):
        return queries.counts(fiscal_year=YEAR, **where)

    fill(plan, world)
    assert count().planned == 0
    actions.agree_plan(plan=plan, agreed_on=day_of(plan.created_at), by=world.officer)
    assert (count().planned, count().budget_satang) == (1, 5_000_000)
    assert count().by_issue == {world.issue.pk: 1}
    place = world.fund.place_no
    assert count(places=Places.of([Stand(place, 1)])).planned == 1
    assert count(places=Places.of([Stand(place + 1, 2)])).planned == 0
    assert count(fund_ids=[world.fund.pk]).planned == 1
    assert count(fund_ids=[0]).planned == 0
    assert queries.counts(fiscal_year=YEAR - 1).planned == 0


def test_the_list_of_planned_projects_holds_exactly_what_is_counted(client, world, plan, area):
    agreed(plan, world)
    address = reverse("plans:planned-projects")
    client.logout()
    inside = client.get(address, {"area": "90", "year": YEAR})
    assert [row.title for row in inside.context["page"]] == ["Clean village"]
    area("93")
    assert not client.get(address, {"area": "93", "year": YEAR}).context["page"].rows
    assert not client.get(address, {"area": "90", "year": YEAR, "issue": "other"}).context["page"].rows


def test_a_coordinator_sees_which_funds_have_a_plan(client, world, plan, make_fund, person, area):
    make_fund("L0005", "901101")
    client.force_login(person("Coordinator", "coordinator", area("90")))
    address = reverse("plans:funds")

    def codes(which=""):
        page = client.get(address, {"area": "90", "year": YEAR, "plan": which})
        return [line.fund.code for line in page.context["lines"]]

    assert codes() == ["L0001", "L0005"]
    assert codes("none") == ["L0005"]
    assert codes("draft") == ["L0001"]
    assert codes("agreed") == []
    agreed(plan, world)
    assert (codes("draft"), codes("agreed")) == ([], ["L0001"])


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_thirty_issues_cost_as_many_queries_as_one(client, world, plan, make_issue):
    fill(plan, world)
    addresses = [url(name, world) for name in ("fund-year", "ranking", "gaps", "print-year", "add-issue")]
    before = [queries_of(client, address) for address in addresses]
    for n in range(29):
        more = actions.start_plan(
            fund=world.fund, fiscal_year=YEAR, issue=make_issue(f"issue-{n}"), by=world.officer
        )
        actions.add_planned_project(plan=more, title="A project", by=world.officer)
        actions.add_situation(plan=more, text="A problem", value=3, by=world.officer)
    assert [queries_of(client, address) for address in addresses] == before


def test_thirty_rows_of_a_plan_cost_as_many_queries_as_one(client, world, full_plan):
    address = reverse("plans:plan", args=[full_plan.uid])
    actions.add_situation(plan=full_plan, text="One", value=3, by=world.officer)
    before = queries_of(client, address)
    for n in range(29):
        row = actions.add_situation(plan=full_plan, text=f"Problem {n}", value=3, by=world.officer)
        actions.add_objective(plan=full_plan, situation=row, by=world.officer)
        actions.add_measure(plan=full_plan, approach=f"Way {n}", by=world.officer)
        actions.add_planned_project(plan=full_plan, title=f"Project {n}", by=world.officer)
    assert queries_of(client, address) == before


def test_thirty_funds_cost_as_many_queries_as_one(client, world, plan, make_fund):
    agreed(plan, world)
    addresses = [f"{reverse(f'plans:{name}')}?area=90&year={YEAR}" for name in ("funds", "planned-projects")]
    before = [queries_of(client, address) for address in addresses]
    for n in range(29):
        fund = make_fund(f"L1{n:03}", "901101")
        more = actions.start_plan(fund=fund, fiscal_year=YEAR, issue=world.issue, by=world.officer)
        agreed(more, world)
    assert [queries_of(client, address) for address in addresses] == before


def test_the_printed_plan_holds_every_part(client, world, full_plan):
    paper = client.get(url("print-year", world)).content.decode()
    for words in (
        "Households that sort waste",
        "A waste bank",
        "Clean village",
        "100,000",
        "Health centre",
    ):
        assert words in paper


def test_the_fund_page_leads_to_the_plan(client, world):
    page = client.get(reverse("funds:fund", args=[world.fund.uid])).content.decode()
    assert reverse("plans:fund-year", args=[world.fund.uid]) in page
