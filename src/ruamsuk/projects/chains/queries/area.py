"""The chain of an area's year by problem: how many plans name it, aim at it, plan for it, and what projects came of it.

A problem is a standard indicator; those in a fund's own words stand together under their issue.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ruamsuk.areas.ranges import Places
from ruamsuk.issues.models import Indicator, Issue
from ruamsuk.plans.choices import PlanState
from ruamsuk.plans.models import PlannedProject, PlanObjective
from ruamsuk.plans.models import Situation as PlanSituation
from ruamsuk.projects.designs.models import Activity, Objective, Situation
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.models import IndicatorResult

OWN = "own"  # instead of an indicator: in the funds' own words
Key = tuple[int, int | None]  # issue, indicator; None: in the funds' own words


# Problems of agreed plans · those without an objective · objectives · those without an activity · planned projects ·
# problems without one · projects · projects with an accepted result
COUNTED: tuple[str, ...] = (
    "problems",
    "without_objective",
    "objectives",
    "without_activity",
    "without_project",
    "projects",
    "with_result",
)


@dataclass
class Sums:
    """What is counted of one problem in an area and year."""

    issue: Issue
    indicator: Indicator | None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    @property
    def code(self) -> str:
        return self.indicator.code if self.indicator else OWN

    @property
    def words(self) -> str:
        return self.indicator.name if self.indicator else ""


def problems_in(places: Places, year: int) -> QuerySet[PlanSituation]:
    """Of agreed plans."""
    return PlanSituation.objects.filter(
        places.q("plan__place_no"), plan__state=PlanState.AGREED, plan__fiscal_year=year
    )


def objectives_in(places: Places, year: int) -> QuerySet[PlanObjective]:
    return PlanObjective.objects.filter(
        places.q("plan__place_no"), plan__state=PlanState.AGREED, plan__fiscal_year=year
    )


def without_project(problems: QuerySet[PlanSituation]) -> QuerySet[PlanSituation]:
    """Problems that no planned project answers: none that chose them, none that nobody chose for; and that no project
    of the fund's year names.
    """
    planned = PlannedProject.objects.filter(plan=OuterRef("plan"))
    chosen = planned.filter(Q(situations=OuterRef("pk")) | Q(objectives__situation=OuterRef("pk")))
    for_all = planned.filter(situations__isnull=True, objectives__isnull=True)
    of_year = counted_projects().filter(
        fund=OuterRef("plan__fund"), fiscal_year=OuterRef("plan__fiscal_year")
    )
    named = of_year.filter(
        Q(design__situations__from_plan=OuterRef("uid"))
        | Q(design__situations__indicator=OuterRef("indicator"), design__situations__indicator__isnull=False)
    )
    return problems.filter(~Exists(chosen), ~Exists(for_all), ~Exists(named))


def without_activity(objectives: QuerySet[PlanObjective]) -> QuerySet[PlanObjective]:
    """Objectives of plans that no activity of a project serves."""
    projects = counted_projects().values("design")
    ticked = Activity.objects.filter(objectives__from_plan=OuterRef("uid"), design__in=projects)
    others = Objective.objects.filter(design=OuterRef("design")).exclude(pk=OuterRef("pk"))
    single = Objective.objects.filter(
        ~Exists(others), from_plan=OuterRef("uid"), design__in=projects, design__activities__isnull=False
    )
    return objectives.filter(~Exists(ticked), ~Exists(single))


def named_in(places: Places, year: int) -> QuerySet[Situation]:
    """Problems of projects that are standard indicators, each project once for each of them."""
    again = Situation.objects.filter(
        design=OuterRef("design"), indicator=OuterRef("indicator"), pk__lt=OuterRef("pk")
    )
    projects = counted_projects().filter(places.q("place_no"), fiscal_year=year)
    named = Situation.objects.filter(design__in=projects.values("design"), indicator__isnull=False)
    return named.filter(~Exists(again))


def with_result(named: QuerySet[Situation]) -> QuerySet[Situation]:
    """Of projects of which an accepted report says how far an indicator is."""
    results = IndicatorResult.objects.filter(
        report__project__design=OuterRef("design"), report__state=ReportState.ACCEPTED, value__isnull=False
    )
    return named.filter(Exists(results))


def chain_in(places: Places, year: int) -> list[Sums]:
    """By issue, in the order of the lists."""
    found: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for name, issue, indicator, number in _counted(places, year):
        found[issue, indicator][name] += number
    issues = Issue.objects.in_bulk({issue for issue, _indicator in found})
    indicators = Indicator.objects.in_bulk({one for _issue, one in found if one})
    rows = [
        Sums(issues[issue], indicators[indicator] if indicator else None, counts)
        for (issue, indicator), counts in found.items()
    ]
    return sorted(
        rows,
        key=lambda row: (
            row.issue.sort_no,
            row.issue.sort_key,
            row.indicator is None,
            row.indicator.sort_no if row.indicator else 0,
        ),
    )


LISTS: dict[str, Callable[[Places, int], QuerySet[Any]]] = {
    "problems": problems_in,
    "without_objective": lambda places, year: problems_in(places, year).filter(objectives__isnull=True),
    "without_project": lambda places, year: without_project(problems_in(places, year)),
    "objectives": objectives_in,
    "without_activity": lambda places, year: without_activity(objectives_in(places, year)),
    "projects": named_in,
    "with_result": lambda places, year: with_result(named_in(places, year)),
}
# From the rows of each to their issue and standard indicator.
BY = {
    PlanSituation: ("plan__issue", "indicator"),
    PlanObjective: ("plan__issue", "situation__indicator"),
    Situation: ("indicator__issue", "indicator"),
}


def _counted(places: Places, year: int) -> Iterator[tuple[str, int, int | None, int]]:
    for name, among in LISTS.items():
        rows = among(places, year)
        for issue, indicator, found in rows.order_by().values_list(*BY[rows.model]).annotate(n=Count("pk")):
            yield name, issue, indicator, found


def rows_of(name: str, places: Places, year: int, issue: str = "", indicator: str = "") -> QuerySet[Any]:
    """The rows behind a figure of the chain. `issue`, `indicator`: codes; OWN: in the funds' own words."""
    rows = LISTS[name](places, year)
    to_issue, to_indicator = BY[rows.model]
    if issue:
        rows = rows.filter(**{f"{to_issue}__code": issue})
    if indicator == OWN:
        return rows.filter(**{f"{to_indicator}__isnull": True})
    return rows.filter(**{f"{to_indicator}__code": indicator}) if indicator else rows
