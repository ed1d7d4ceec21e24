"""What a planned project answers, and what a proposal takes over from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue, SupportType
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, Situation


@dataclass(frozen=True)
class Answers:
    """Problems and objectives of its plan that a planned project answers."""

    situations: list[Situation]
    objectives: list[PlanObjective]
    is_chosen: bool  # False: nobody said which, so that it is all of the plan


def answers_of(
    row: PlannedProject, situations: Iterable[Situation], objectives: Iterable[PlanObjective]
) -> Answers:
    """Those that were chosen; with a problem its objectives where none was chosen, with an objective its problem.

    `situations`, `objectives`: all of the plan; what the row has chosen is best read along (`prefetch_related`).
    """
    situations, objectives = list(situations), list(objectives)
    problems, goals = ({one.pk for one in rows.all()} for rows in (row.situations, row.objectives))
    if not problems and not goals:
        return Answers(situations, objectives, False)
    own = [one for one in objectives if (one.pk in goals if goals else one.situation_id in problems)]
    problems |= {one.situation_id for one in own if one.situation_id}
    return Answers([one for one in situations if one.pk in problems], own, True)


def with_answers(plan: Plan) -> list[PlannedProject]:
    """The planned projects of a plan, each with its `answers`."""
    situations = list(plan.situations.select_related("indicator"))
    objectives = list(plan.objectives.all())
    rows = plan.planned_projects.select_related("support_type", "organization")
    found = list(rows.prefetch_related("situations", "objectives"))
    for row in found:
        row.answers = answers_of(row, situations, objectives)  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True)
class Known:
    """Everything that a planned project already says about its proposal."""

    planned_project: PlannedProject
    title: str
    fund: Fund
    fiscal_year: int
    issue: Issue
    situations: list[Situation]
    objectives: list[PlanObjective]
    measures: list[PlanMeasure]
    support_type: SupportType | None
    organization: Organization | None
    responsible: str
    budget_satang: int | None
    detail: str  # the plan's words about the situation


def known_for_proposal(planned_project: PlannedProject) -> Known:
    plan = planned_project.plan
    answers = answers_of(
        planned_project,
        plan.situations.select_related("indicator"),
        plan.objectives.select_related("indicator", "situation"),
    )
    return Known(
        planned_project=planned_project,
        title=planned_project.title,
        fund=plan.fund,
        fiscal_year=plan.fiscal_year,
        issue=plan.issue,
        situations=answers.situations,
        objectives=answers.objectives,
        measures=list(plan.measures.all()),
        support_type=planned_project.support_type,
        organization=planned_project.organization,
        responsible=planned_project.responsible,
        budget_satang=planned_project.budget_satang,
        detail=plan.detail,
    )
