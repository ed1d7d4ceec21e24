"""A fund's year: its plans by rank, issues to add, and where problem and project do not meet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.evidence.queries import Limits, doubts
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue
from ruamsuk.plans.choices import (
    CRITERIA,
)
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, Situation
from ruamsuk.plans.queries.known import answers_of
from ruamsuk.plans.queries.steps import Step, done_percent, steps_of


@dataclass(frozen=True)
class YearLine:
    """A plan in the list of a fund's year. `rank` counts from 1; equal sums share a rank; None: not scored."""

    plan: Any  # Plan with_progress
    rank: int | None
    steps: list[Step]

    @property
    def percent(self) -> int:
        return done_percent(self.steps)

    @property
    def points(self) -> list[tuple[str | Promise, int | None]]:
        score = getattr(self.plan, "score", None)
        return [(label, getattr(score, name, None)) for name, label in CRITERIA.items()]

    @property
    def missing(self) -> list[Step]:
        return [step for step in self.steps if not step.is_done]


def year_lines(user: Reader, fund: Fund, fiscal_year: int) -> list[YearLine]:
    """The plans of a fund's year that the reader may see, by rank; those without a score stand last."""
    plans = list(
        Plan.objects.visible_to(user, READ).filter(fund=fund, fiscal_year=fiscal_year).with_progress()
    )
    totals = sorted((p.score.total for p in plans if hasattr(p, "score")), reverse=True)
    lines = [
        YearLine(p, totals.index(p.score.total) + 1 if hasattr(p, "score") else None, steps_of(p))
        for p in plans
    ]
    return sorted(
        lines, key=lambda line: (line.rank or len(plans) + 1, line.plan.issue.sort_no, line.plan.pk)
    )


def years_with_plan(user: Reader, fund: Fund) -> list[int]:
    rows = Plan.objects.visible_to(user, READ).filter(fund=fund).order_by("-fiscal_year")
    return list(rows.values_list("fiscal_year", flat=True).distinct())


@dataclass(frozen=True)
class IssueToAdd:
    """An issue that may be added. `earlier_year`: the fund planned it then; `neighbours`: funds of the district."""

    issue: Issue
    earlier_year: int | None
    neighbours: int


def issues_to_add(user: Reader, fund: Fund, fiscal_year: int) -> list[IssueToAdd]:
    """Issues of the catalogue that the fund's year does not have: the fund's own of earlier years first, then those
    that neighbours plan most."""
    here = Plan.objects.filter(fund=fund, fiscal_year=fiscal_year).values("issue")
    earlier = dict(
        Plan.objects.filter(fund=fund, fiscal_year__lt=fiscal_year)
        .order_by("fiscal_year")
        .values_list("issue_id", "fiscal_year")
    )
    district = fund.home_area.parent or fund.home_area
    neighbours = dict(
        Plan.objects.visible_to(user, READ)
        .filter(district.places.q(), fiscal_year=fiscal_year)
        .exclude(fund=fund)
        .order_by()
        .values_list("issue_id")
        .annotate(Count("fund", distinct=True))
    )
    issues = Issue.objects.in_use().valid_in(fiscal_year).exclude(pk__in=here)
    choices = [IssueToAdd(issue, earlier.get(issue.pk), neighbours.get(issue.pk, 0)) for issue in issues]
    return sorted(choices, key=lambda c: (c.earlier_year is None, -c.neighbours))


@dataclass(frozen=True)
class Gaps:
    """Where problem and project do not meet, in one fund's year."""

    without_project: list[Situation]  # problems that no planned project answers
    without_objective: list[Situation]  # problems that no objective answers
    without_problem: list[PlannedProject]  # projects are planned, no problem is named
    not_ranked: list[YearLine]

    def __bool__(self) -> bool:
        return bool(self.without_project or self.without_objective or self.without_problem or self.not_ranked)


def _answered(plans: Iterable[Plan]) -> tuple[set[int], set[int]]:
    """Problems of these plans that a planned project answers, and those that an objective does."""
    situations, objectives = defaultdict(list), defaultdict(list)
    for problem in Situation.objects.filter(plan__in=plans):
        situations[problem.plan_id].append(problem)
    for goal in PlanObjective.objects.filter(plan__in=plans):
        objectives[goal.plan_id].append(goal)
    planned = PlannedProject.objects.filter(plan__in=plans).prefetch_related("situations", "objectives")
    answered = {
        one.pk
        for row in planned
        for one in answers_of(row, situations[row.plan_id], objectives[row.plan_id]).situations
    }
    return answered, {goal.situation_id for rows in objectives.values() for goal in rows if goal.situation_id}


def gaps(lines: Iterable[YearLine]) -> Gaps:
    lines = list(lines)
    bare = [line.plan for line in lines if not line.plan.situations_count]
    plans = [line.plan for line in lines]
    answered, aimed_at = _answered(plans)
    problems = list(Situation.objects.filter(plan__in=plans).select_related("indicator", "plan__issue"))
    problems.sort(key=lambda row: (plans.index(row.plan), row.no))
    return Gaps(
        without_project=[row for row in problems if row.pk not in answered],
        without_objective=[row for row in problems if row.pk not in aimed_at],
        without_problem=list(PlannedProject.objects.filter(plan__in=bare).select_related("plan__issue")),
        not_ranked=[line for line in lines if line.rank is None],
    )


@dataclass(frozen=True)
class Parts:
    """The rows of one plan, for paper."""

    situations: list[Situation]
    objectives: list[PlanObjective]
    measures: list[PlanMeasure]
    planned_projects: list[PlannedProject]


def parts_of(plans: Iterable[Plan]) -> list[tuple[Plan, Parts]]:
    """All rows of several plans of one year in five queries; figures with their `doubts`."""
    plans = list(plans)
    kinds: list[tuple[type[Any], tuple[str, ...]]] = [
        (Situation, ("indicator",)),
        (PlanObjective, ("indicator",)),
        (PlanMeasure, ()),
        (PlannedProject, ("support_type", "organization")),
    ]
    rows: list[dict[int, list[Any]]] = []
    for kind, related in kinds:
        by_plan: dict[int, list[Any]] = defaultdict(list)
        for row in kind.objects.filter(plan__in=plans).select_related(*related or ("plan",)).order_by("no"):
            by_plan[row.plan_id].append(row)
        rows.append(by_plan)
    limits = Limits.of(plans[0].fiscal_year) if plans else None
    for figures in rows[0].values():
        for row in figures:
            row.doubts = doubts(row, limits) if limits and row.value is not None else []
    return [(plan, Parts(*(by_plan[plan.pk] for by_plan in rows))) for plan in plans]
