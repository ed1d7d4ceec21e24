"""What "planned" means in every count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from ruamsuk.areas.ranges import Places
from ruamsuk.counting.question import Question, Splits
from ruamsuk.issues.models import Placement
from ruamsuk.plans.choices import PlanState
from ruamsuk.plans.models import Plan, PlannedProject


@dataclass(frozen=True)
class PlannedCounts:
    planned: int
    budget_satang: int
    by_issue: dict[int, int]  # issue id → planned projects; each planned project has one issue


def planned_projects(
    *,
    fiscal_year: int | None = None,
    places: Places | None = None,
    fund_ids: Iterable[int] | None = None,
) -> QuerySet[PlannedProject]:
    """Rows of agreed plans: what "planned" means in every count."""
    rows = PlannedProject.objects.filter(plan__state=PlanState.AGREED)
    if fiscal_year is not None:
        rows = rows.filter(plan__fiscal_year=fiscal_year)
    if places is not None:
        rows = rows.filter(places.q("plan__place_no"))
    if fund_ids is not None:
        rows = rows.filter(plan__fund__in=fund_ids)
    return rows


def counts(
    *,
    fiscal_year: int | None = None,
    places: Places | None = None,
    fund_ids: Iterable[int] | None = None,
) -> PlannedCounts:
    """Planned projects and their budget, as many queries for a country as for a fund."""
    rows = planned_projects(fiscal_year=fiscal_year, places=places, fund_ids=fund_ids).order_by()
    lines = list(rows.values("plan__issue").annotate(n=Count("pk"), budget=Sum("budget_satang")))
    return PlannedCounts(
        planned=sum(line["n"] for line in lines),
        budget_satang=sum(line["budget"] or 0 for line in lines),
        by_issue={line["plan__issue"]: line["n"] for line in lines},
    )


def add(question: Question, splits: Splits) -> None:
    """A plan has one issue, and an issue one place in the list: there is no overlap."""
    placed = dict(
        Placement.objects.filter(issue_list=question.issue_list).values_list("issue_id", "entry_id")
    )
    agreed: QuerySet[Any, Any] = Plan.objects.agreed().filter(fiscal_year=question.fiscal_year)
    checked: QuerySet[Any, Any] = Plan.objects.checked().filter(fiscal_year=question.fiscal_year)
    planned: QuerySet[Any, Any] = planned_projects(fiscal_year=question.fiscal_year)
    for figure, rows, plan in (
        ("plans", agreed, ""),
        ("plans_checked", checked, ""),
        ("planned", planned, "plan__"),
    ):
        group = question.group(f"{plan}place_no", f"{plan}fund_id")
        rows = rows.filter(question.records(f"{plan}place_no", f"{plan}fund")).order_by()
        for row in rows.values(of=F(f"{plan}issue"), group=group.expression).annotate(n=Count("pk")):
            split = splits[group.named(row["group"])]
            split.add({figure: row["n"]})
            split.add_to(placed.get(row["of"]), {figure: row["n"]})
