"""The chain of one plan: problem → objective → project → result, each with what is known of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from ruamsuk.evidence.queries import Limits, doubts
from ruamsuk.plans.models import Plan, PlannedProject, PlanObjective
from ruamsuk.plans.models import Situation as PlanSituation
from ruamsuk.plans.queries import answers_of
from ruamsuk.projects.designs.models import Design, Indicator, Objective, Situation
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.models import IndicatorResult


@dataclass(frozen=True)
class Result:
    """An indicator of a project for an objective: where it began, shall come to, and stood at in the last accepted
    report.
    """

    indicator: Indicator
    project: Project
    value: Decimal | None

    @property
    def is_reached(self) -> bool:
        start, goal = self.indicator.baseline, self.indicator.target
        if self.value is None or goal is None:
            return False
        return self.value >= goal if start is None or goal >= start else self.value <= goal


@dataclass
class Goal:
    """An objective of the plan. `activities`: of projects, that serve it."""

    row: PlanObjective
    activities: int = 0
    results: list[Result] = field(default_factory=list)


@dataclass(frozen=True)
class Work:
    """A planned project with the project that became of it, or one that came otherwise and answers the problem, too."""

    planned: PlannedProject | None
    project: Project | None
    is_chosen: bool = True  # False: nobody said which problems it answers

    @property
    def title(self) -> str:
        return self.project.title if self.project else str(self.planned)


@dataclass
class Link:
    """A problem of the plan; None: what answers no problem."""

    problem: PlanSituation | None
    doubts: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)

    @property
    def has_project(self) -> bool:
        return any(one.project is not None for one in self.works)

    @property
    def results(self) -> list[Result]:
        return [result for goal in self.goals for result in goal.results]


def chain_of(plan: Plan) -> list[Link]:
    """Every problem of the plan in its order, and at last what answers none. A dozen queries, whatever it holds."""
    problems = list(plan.situations.select_related("indicator"))
    goals = [Goal(row) for row in plan.objectives.select_related("indicator", "situation")]
    planned = list(plan.planned_projects.prefetch_related("situations", "objectives"))
    projects = _projects(plan, problems)
    _fill(goals, projects)
    by_planned = {project.proposal.planned_project_id: project for project in projects if project.proposal}
    answered: dict[int | None, list[Work]] = defaultdict(list)
    told = set()
    for row in planned:
        answers = answers_of(row, problems, [goal.row for goal in goals])
        project = by_planned.get(row.pk)
        told |= {project.pk} if project else set()
        keys: list[int | None] = [problem.pk for problem in answers.situations]
        for key in keys or [None]:
            answered[key].append(Work(row, project, answers.is_chosen))
    for project in projects:
        if project.pk not in told:
            for problem in problems:
                if _answers(project, problem):
                    answered[problem.pk].append(Work(None, project))
    limits = Limits.of(plan.fiscal_year)
    links = [
        Link(
            problem,
            doubts(problem, limits) if problem.value is not None else [],
            [goal for goal in goals if goal.row.situation_id == problem.pk],
            answered[problem.pk],
        )
        for problem in problems
    ]
    rest = Link(None, [], [goal for goal in goals if goal.row.situation_id is None], answered[None])
    return [*links, rest] if rest.goals or rest.works else links


def _projects(plan: Plan, problems: Iterable[PlanSituation]) -> list[Any]:
    """Projects of the fund's year that came of this plan, or name one of its problems."""
    uids = [row.uid for row in problems]
    indicators = [row.indicator_id for row in problems if row.indicator_id]
    naming = Situation.objects.filter(from_plan__in=uids) | Situation.objects.filter(indicator__in=indicators)
    rows = counted_projects().filter(fund=plan.fund_id, fiscal_year=plan.fiscal_year)
    of_plan = rows.filter(proposal__planned_project__plan=plan) | rows.filter(
        design__in=naming.values("design")
    )
    found = list(of_plan.select_related("proposal", "design").distinct().order_by("pk"))
    by_design: dict[int, list[Situation]] = defaultdict(list)
    for row in Situation.objects.filter(design__in=[one.design_id for one in found]):
        by_design[row.design_id].append(row)
    for one in found:
        one.problems = by_design[one.design_id]  # type: ignore[attr-defined]
    return found


def _answers(project: Any, problem: PlanSituation) -> bool:
    return any(
        row.from_plan == problem.uid or (problem.indicator_id and row.indicator_id == problem.indicator_id)
        for row in project.problems
    )


def _fill(goals: list[Goal], projects: list[Any]) -> None:
    """What projects do for each objective of the plan, and what came of it."""
    by_uid: dict[UUID | None, Goal] = {goal.row.uid: goal for goal in goals}
    of_design = {project.design_id: project for project in projects}
    objectives = Objective.objects.filter(design__in=of_design, from_plan__in=by_uid)
    served = _served(list(of_design))
    values = _accepted(projects)
    for objective in objectives.prefetch_related("indicators"):
        goal = by_uid[objective.from_plan]
        goal.activities += served[objective.pk]
        goal.results += [
            Result(row, of_design[objective.design_id], values.get(row.pk))
            for row in objective.indicators.all()
        ]


def _served(designs: list[int]) -> dict[int, int]:
    """Objective → how many activities serve it. A single one is served by whatever is done."""
    found: dict[int, int] = defaultdict(int)
    rows = Design.objects.filter(pk__in=designs).prefetch_related("objectives", "activities__objectives")
    for design in rows:
        own = list(design.objectives.all())
        for activity in design.activities.all():
            ticked = list(activity.objectives.all()) or (own if len(own) == 1 else [])
            for objective in ticked:
                found[objective.pk] += 1
    return found


def _accepted(projects: Iterable[Project]) -> dict[int, Decimal | None]:
    """Indicator → its value in the last report that was accepted."""
    rows = IndicatorResult.objects.filter(
        report__project__in=list(projects), report__state=ReportState.ACCEPTED, value__isnull=False
    )
    return dict(rows.order_by("report__held_on", "report_id").values_list("indicator_id", "value"))
