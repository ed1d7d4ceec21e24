"""Plans of an area's funds."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.models import Area
from ruamsuk.audit.aside import Acts
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue
from ruamsuk.plans.choices import (
    PlanState,
)
from ruamsuk.plans.models import Plan, PlannedProject
from ruamsuk.plans.queries.counting import planned_projects


@dataclass(frozen=True)
class FundLine:
    """A fund in the list of an area: what of its plans the reader may see."""

    fund: Fund
    plans: int = 0
    agreed: int = 0
    budget_satang: int = 0
    planned: int = 0

    @property
    def is_agreed(self) -> bool:
        return bool(self.plans) and self.plans == self.agreed


FILTERS = ("none", "draft", "agreed")  # no plan yet; some plan still a draft; all agreed


def funds_by_plan(user: Reader, area: Area, fiscal_year: int, which: str = "") -> QuerySet[Fund]:
    """Open funds of an area, only those whose plan is `which` (one of FILTERS; anything else: all)."""
    rows = Fund.objects.visible_to(user, READ).open().in_area(area)
    plans = Plan.objects.visible_to(user, READ).filter(fund=OuterRef("pk"), fiscal_year=fiscal_year)
    if which == "none":
        return rows.filter(~Exists(plans))
    if which == "draft":
        return rows.filter(Exists(plans.drafts()))
    if which == "agreed":
        return rows.filter(Exists(plans), ~Exists(plans.drafts()))
    return rows


def fund_lines(user: Reader, funds: Iterable[Fund], fiscal_year: int) -> list[FundLine]:
    funds = list(funds)
    ids = [fund.pk for fund in funds]
    sums = _sums(Plan.objects.visible_to(user, READ).filter(fund__in=ids, fiscal_year=fiscal_year))
    planned = dict(
        PlannedProject.objects.visible_to(user, READ)
        .filter(plan__fund__in=ids, plan__fiscal_year=fiscal_year)
        .order_by()
        .values_list("plan__fund")
        .annotate(Count("pk"))
    )
    return [FundLine(fund, planned=planned.get(fund.pk, 0), **sums.get(fund.pk, {})) for fund in funds]


@dataclass(frozen=True)
class AreaTotals:
    funds: int
    without_plan: int
    agreed: int  # funds whose plans are all agreed
    planned: int  # of agreed plans

    @property
    def tone(self) -> str:
        return "warn" if self.without_plan else ""


def area_totals(user: Reader, area: Area, fiscal_year: int) -> AreaTotals:
    """Kept while nothing changes; the drafts that are counted differ from reader to reader."""
    return kept(
        ("plans", user.pk, today(), area.pk, area.places, fiscal_year),
        lambda: _area_totals(user, area, fiscal_year),
        Acts(),
    )


def _area_totals(user: Reader, area: Area, fiscal_year: int) -> AreaTotals:
    funds, without, writing = (
        funds_by_plan(user, area, fiscal_year, which).count() for which in ("", "none", "draft")
    )
    return AreaTotals(
        funds=funds,
        without_plan=without,
        agreed=funds - without - writing,
        planned=planned_projects(fiscal_year=fiscal_year, places=area.places).count(),
    )


def planned_issues(area: Area, fiscal_year: int) -> list[Issue]:
    """Issues under which the area plans projects in a year."""
    rows = planned_projects(fiscal_year=fiscal_year, places=area.places)
    issues = Issue.objects.filter(pk__in=rows.order_by().values("plan__issue"))
    return kept(("planned issues", today(), area.pk, area.places, fiscal_year), lambda: list(issues), Acts())


def _sums(plans: QuerySet[Plan]) -> dict[int, dict[str, int]]:
    rows = (
        plans.order_by()
        .values("fund")
        .annotate(
            plans=Count("pk"),
            agreed=Count("pk", filter=Q(state=PlanState.AGREED)),
            budget=Sum("budget_satang"),
        )
    )
    return {
        row["fund"]: {"plans": row["plans"], "agreed": row["agreed"], "budget_satang": row["budget"] or 0}
        for row in rows
    }
