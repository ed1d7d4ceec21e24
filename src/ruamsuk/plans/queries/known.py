"""What a proposal takes over from a planned project."""

from dataclasses import dataclass

from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue, SupportType
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import PlanMeasure, PlannedProject, PlanObjective, Situation


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
    return Known(
        planned_project=planned_project,
        title=planned_project.title,
        fund=plan.fund,
        fiscal_year=plan.fiscal_year,
        issue=plan.issue,
        situations=list(plan.situations.select_related("indicator")),
        objectives=list(plan.objectives.select_related("indicator", "situation")),
        measures=list(plan.measures.all()),
        support_type=planned_project.support_type,
        organization=planned_project.organization,
        responsible=planned_project.responsible,
        budget_satang=planned_project.budget_satang,
        detail=plan.detail,
    )
