"""From the problem to the result: the chain of a plan and of an area, where it breaks, and who sees what of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from ruamsuk.core.calendar import today
from ruamsuk.plans.actions import add_objective, add_planned_project, add_situation, change_planned_project
from ruamsuk.plans.models import Plan
from ruamsuk.projects.chains.queries.plan import chain_of
from ruamsuk.projects.models import Objective, Project, Situation
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.tests.conftest import YEAR, complete_draft, start
from tests.world import person


@pytest.fixture
def chain(kho_hong):
    """A second problem with its objective, which nothing answers; the first has a project."""
    here = kho_hong
    here.second = add_situation(plan=here.plan, text="ควันในบ้าน", value=Decimal(12), by=None)
    here.goal = add_objective(plan=here.plan, situation=here.second, text="บ้านปลอดควัน", by=None)
    here.first = here.plan.situations.first()
    change_planned_project(planned_project=here.row, situations=[here.first], by=None)
    proposal = complete_draft(start(here), by=here.officer)
    sending.submit_proposal(proposal=proposal, by=here.officer)
    deciding.decide_proposal(
        proposal=proposal,
        outcome="approved",
        amount_satang=proposal.design.budget_satang,
        decided_on=today(),
        resolution_no="1",
        by=here.officer,
    )
    here.project = Project.objects.get()
    Plan.objects.update(state="agreed", agreed_on=today())
    return here


def test_only_the_chosen_problem_goes_to_the_project_and_its_links_with_it(chain):
    design = chain.project.design
    problem, aim = design.situations.get(), design.objectives.get()
    assert (problem.from_plan, aim.from_plan) == (chain.first.uid, chain.first.objectives.get().uid)
    assert aim.situations.get() == problem
    assert chain.project.proposal.submissions.get().snapshot["objectives"][0]["situations"] == [problem.text]


def test_the_chain_of_a_plan_leads_from_each_problem_to_its_project(chain):
    first, second = chain_of(chain.plan)
    assert (first.problem, [work.project for work in first.works]) == (chain.first, [chain.project])
    assert [(goal.activities, len(goal.results)) for goal in first.goals] == [(1, 1)]
    assert (second.problem, second.works, [goal.activities for goal in second.goals]) == (
        chain.second,
        [],
        [0],
    )


def test_a_planned_project_that_chose_nothing_stands_at_every_problem_marked_so(chain):

    Plan.objects.update(state="draft")
    add_planned_project(plan=Plan.objects.get(), title="ทุกปัญหา", by=None)
    works = [link.works[-1] for link in chain_of(chain.plan)]
    assert [(work.title, work.is_chosen) for work in works] == [("ทุกปัญหา", False)] * 2


def test_a_project_from_elsewhere_that_names_the_indicator_stands_in_the_chain_too(chain):
    Situation.objects.update(from_plan=None)
    Project.objects.update(proposal=None)
    first, _second = chain_of(chain.plan)
    assert [(work.planned, work.project) for work in first.works] == [
        (chain.row, None),
        (None, chain.project),
    ]


def test_page_and_api_tell_the_same_and_each_figure_opens_its_list(client, chain):
    page = client.get(f"{reverse('projects:chain')}?area=9011&year={YEAR}")
    own, standard = sorted(page.context["rows"], key=lambda row: row.indicator is not None)
    assert (own.counts["problems"], own.counts["without_project"], own.counts["without_activity"]) == (
        1,
        1,
        1,
    )
    assert (standard.counts["problems"], standard.counts["projects"], standard.counts["objectives"]) == (
        1,
        1,
        1,
    )
    told = client.get(f"/api/v1/chain?area=9011&fiscal_year={YEAR}").json()
    assert [{name: one[name] for name in own.counts} for one in told] == [
        row.counts for row in page.context["rows"]
    ]
    for row in page.context["rows"]:
        for name, number in row.counts.items():
            listed = client.get(
                reverse("projects:chain-rows"),
                {"area": "9011", "year": YEAR, "show": name, "issue": row.issue.code, "indicator": row.code},
            )
            assert listed.context["total"] == len(listed.context["page"].rows) == number, name
    elsewhere = client.get(f"{reverse('projects:chain')}?area=93&year={YEAR}")
    assert elsewhere.context["rows"] == []


def test_an_objective_is_served_once_an_activity_of_a_project_ticks_it(client, chain):
    Objective.objects.create(design=chain.project.design, no=2, text="บ้านปลอดควัน", from_plan=chain.goal.uid)

    def open_ones():
        page = client.get(
            reverse("projects:chain-rows"), {"area": "9011", "year": YEAR, "show": "without_activity"}
        )
        return [row.text for row in page.context["page"].rows]

    assert chain.goal.text in open_ones()
    chain.project.design.activities.get().objectives.add(Objective.objects.get(no=2))
    assert chain.goal.text not in open_ones()


def test_the_chain_of_a_plan_that_is_not_agreed_is_read_inside_alone(client, chain):
    Plan.objects.update(state="draft")
    for address in (
        reverse("projects:plan-chain", args=[chain.plan.uid]),
        f"/api/v1/plans/{chain.plan.uid}/chain",
    ):
        client.force_login(person("Stranger"))
        assert client.get(address).status_code == 404
        client.force_login(chain.officer)
        assert client.get(address).status_code == 200
    client.force_login(chain.officer)  # drafts are in no figure, for nobody
    assert [
        row.counts["problems"]
        for row in client.get(f"{reverse('projects:chain')}?area=9011&year={YEAR}").context["rows"]
    ] == [0]


def test_a_draft_is_in_no_chain(client, kho_hong):
    drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    (first,) = chain_of(kho_hong.plan)
    assert [work.project for work in first.works] == [None]
