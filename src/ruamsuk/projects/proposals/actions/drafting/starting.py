"""A draft as a whole: started with everything known, written by several, thrown away."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.comments.actions import new_threads
from ruamsuk.drafts.actions import forget
from ruamsuk.drafts.queries.hints import Hints
from ruamsuk.evidence.choices import EVIDENCE
from ruamsuk.funds.models import Fund
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import Indicator, Measure
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import DevelopmentRow, PlannedProject, PlanObjective
from ruamsuk.plans.models import Situation as PlanSituation
from ruamsuk.plans.queries import known_for_proposal
from ruamsuk.projects.designs.actions import GivenActivity, GivenAim, GivenDesign, described, store_designs
from ruamsuk.projects.designs.models import Design, Objective
from ruamsuk.projects.proposals.access import only_fund, only_organization
from ruamsuk.projects.proposals.actions.drafting.borrowing import borrowed
from ruamsuk.projects.proposals.actions.drafting.ground import WRITING
from ruamsuk.projects.proposals.models import Author, Proposal
from ruamsuk.projects.proposals.problems import WasSubmitted
from ruamsuk.projects.proposals.queries.place import names_of

LONGEST_OBJECTIVE = Objective._meta.get_field("text").max_length


@action(_("started a proposal"))
def start_proposal(
    *,
    fiscal_year: int,
    by: User,
    at: datetime = NOW,
    title: str = "",
    planned_project: PlannedProject | None = None,
    source: Design | None = None,
    places: Collection[str] = (),
    fund: Any = None,
    organization: Organization | None = None,
    measure: Measure | None = None,
    development_row: DevelopmentRow | None = None,
    begun: GivenDesign | None = None,
) -> Proposal:
    """A new draft: empty, from a row of a plan (everything known filled in), from the design of a project, from a
    standard measure, or from a row of the local authority's own development plan.

    `places`: names by which the project is known to be of its place. What of it was measured, where and when, comes as
    a hint (`borrowing`).
    `begun`: what somebody wrote who has no account yet. It is that person's draft: `by` only begins it, and is no
    author of it. With a row of a plan it is the plan's project in that person's words."""
    fund = fund or (None if planned_project else only_fund(by))  # an officer of one fund writes for that fund
    # … and who applies for one organisation writes for that one.
    organization = organization or (None if planned_project else only_organization(by))
    hints: Hints = {}
    if source:
        title, given, hints = borrowed(
            title, described(source, begins=True), _of_elsewhere(places, fund or organization)
        )
    elif development_row:
        title, given = title or development_row.title, _of_development_row(development_row)
    else:
        given = _of_plan(planned_project) if planned_project else _of_measure(measure)
        if begun:
            said = {name: value for name, value in begun.values.items() if value}
            given = replace(given, values={**given.values, **said})
    design = store_designs([given])[0].design
    proposal = Proposal(
        fiscal_year=fiscal_year,
        title=title,
        hints=hints,
        measure=measure,
        development_row=development_row,
        fund=fund,
        organization=organization,
        applicant_name=organization.name if organization else "",
        design=design,
        thread=new_threads()[0],
        created_at=at,
        changed_at=at,
    )
    if organization:
        proposal.home_area, proposal.place_no = organization.home_area, organization.place_no
    if fund:
        proposal.home_area, proposal.place_no = fund.home_area, fund.place_no
    if planned_project:
        _fill_from_plan(proposal, planned_project)
    proposal.save()
    if begun is None:
        Author.objects.create(proposal=proposal, user=by)
    return WRITING.settle(proposal, at)


def _of_elsewhere(places: Collection[str], home: Fund | Organization | None) -> set[str]:
    """Those names that are not of the proposal's own place; none of a project that took place there."""
    if home is None:
        return {*places}
    own = names_of(home.home_area)
    return set() if own.issubset(places) else {*places} - own - {home.name}


def _fill_from_plan(proposal: Proposal, planned_project: PlannedProject) -> None:
    known = known_for_proposal(planned_project)
    proposal.planned_project = planned_project
    proposal.title, proposal.fund, proposal.fiscal_year = (
        proposal.title or known.title,
        known.fund,
        known.fiscal_year,
    )
    if proposal.organization is None:
        proposal.organization = known.organization
        proposal.applicant_name = known.responsible or (known.organization.name if known.organization else "")
    proposal.home_area, proposal.place_no = known.fund.home_area, known.fund.place_no


def _of_measure(measure: Measure | None) -> GivenDesign:
    """The whole kit of a standard measure; of one that has none, its words as approach and first activity."""
    if measure is None:
        return GivenDesign()
    activities = [
        GivenActivity(
            {
                "name": row.name_th,
                "detail": row.detail_th,
                "output": row.output_th,
                "outcome": row.outcome_th,
            },
            serves=[0] if measure.objective_th else [],
            lines=[
                {
                    "category_id": cost.category_id,
                    "detail": cost.detail_th,
                    "unit": cost.unit_th,
                    "unit_cost_satang": cost.unit_cost_satang,
                }
                for cost in row.costs.all()
            ],
        )
        for row in measure.activities.prefetch_related("costs")
    ]
    indicator = measure.indicator
    problem: dict[str, Any] = {"text": measure.problem_th or (indicator.name_th if indicator else "")}
    if indicator:
        problem |= {"indicator": indicator, "unit": indicator.unit_th}
    situations = [problem] if problem["text"] else []
    aim = GivenAim(
        measure.objective_th, [_standard(indicator)] if indicator else [], answers=[0] if situations else []
    )
    return GivenDesign(
        {"approach": measure.text_th, "expected_results": measure.expected_th},
        [measure.issue_id],
        situations=situations,
        aims=[aim] if measure.objective_th else [],
        targets=[{"group": group} for group in measure.groups.all()],
        activities=activities or [GivenActivity({"name": measure.text_th})],
    )


def _standard(indicator: Indicator) -> dict[str, Any]:
    return {
        "standard": indicator,
        "text": indicator.name_th,
        "unit": indicator.unit_th,
        "combining": indicator.combining,
    }


def _of_development_row(row: DevelopmentRow) -> GivenDesign:
    """Its words, each where the form asks for them; its figures stay in the row, which the proposal points at."""
    texts = [line.strip() for line in row.objective.splitlines() if line.strip()] or [""]
    aims = [GivenAim(text[:LONGEST_OBJECTIVE]) for text in texts]
    if row.indicator:
        aims[0] = replace(aims[0], indicators=[{"text": row.indicator}])
    return GivenDesign(
        {"expected_results": row.result},
        aims=[aim for aim in aims if aim.text or aim.indicators],
        activities=[GivenActivity({"name": row.title, "output": row.target})],
    )


def _of_plan(planned_project: PlannedProject) -> GivenDesign:
    known = known_for_proposal(planned_project)
    places = {row.pk: place for place, row in enumerate(known.situations)}
    return GivenDesign(
        values={
            "support_type": known.support_type,
            "rationale": known.detail,
            "approach": "\n".join(" – ".join(filter(None, (m.approach, m.method))) for m in known.measures),
        },
        issues=[known.issue.pk],
        situations=[_problem(row) for row in known.situations],
        aims=[
            GivenAim(
                aim.text,
                _indicators(aim),
                answers=[places[aim.situation_id]] if aim.situation_id in places else [],
                from_plan=aim.uid,
            )
            for aim in known.objectives
        ],
    )


def _problem(row: PlanSituation) -> dict[str, Any]:
    """With its evidence as the plan has it, field by field."""
    return {name: getattr(row, name) for name in EVIDENCE} | {
        "indicator": row.indicator,
        "text": str(row),
        "size": row.value,
        "unit": row.unit_name,
        "from_plan": row.uid,
    }


def _indicators(aim: PlanObjective) -> list[dict[str, Any]]:
    if not (aim.indicator or aim.indicator_text):
        return []
    return [
        {
            "standard": aim.indicator,
            "text": aim.indicator_name,
            "unit": aim.unit_name,
            "combining": aim.indicator.combining if aim.indicator else Combining.LATEST,
            "baseline": aim.baseline,
            "target": aim.target,
        }
    ]


@action(_("threw a draft away"), on="proposal")
def delete_draft(*, proposal: Proposal, by: User, at: datetime = NOW) -> None:
    """Only drafts that were never submitted may go."""
    proposal = WRITING.lock(proposal)
    if proposal.first_submitted_at:
        raise WasSubmitted
    design, thread = proposal.design, proposal.thread
    proposal.delete()
    design.delete()
    thread.delete()
    forget(proposal)
