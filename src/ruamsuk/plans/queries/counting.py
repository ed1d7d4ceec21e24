"""What "planned" means in every count."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse

from ruamsuk.areas.ranges import Places
from ruamsuk.counting.cells import Cells
from ruamsuk.counting.figures import Figures
from ruamsuk.counting.question import Question, Splits
from ruamsuk.counting.sources import ALL, SEVERAL, Entry
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


def planned_by_cell(rows: QuerySet[PlannedProject]) -> dict[tuple[Any, ...], int]:
    """Cell of the figures by the day (counting.models.CELL without the figure) → planned projects."""
    cells, found = Cells.read(), Counter[tuple[Any, ...]]()
    by = ("plan__fiscal_year", "plan__fund", "plan__home_area", "plan__issue")
    for *where, issue, n in rows.order_by().values_list(*by).annotate(n=Count("pk")):
        for cell in cells.of([issue]):
            found[*where, *cell] += n
    return found


def add(question: Question, splits: Splits) -> None:
    agreed: QuerySet[Any, Any] = Plan.objects.agreed().filter(fiscal_year=question.fiscal_year)
    checked: QuerySet[Any, Any] = Plan.objects.checked().filter(fiscal_year=question.fiscal_year)
    placed, where = _placed(question), question.records("place_no", "fund")
    _add(question, splits, placed, "plans", agreed.filter(where))
    _add(question, splits, placed, "plans_checked", checked.filter(where))
    _add(question, splits, placed, "planned", asked(question), "plan__")


def _placed(question: Question) -> dict[int, int]:
    return dict(Placement.objects.filter(issue_list=question.issue_list).values_list("issue_id", "entry_id"))


def _add(
    question: Question,
    splits: Splits,
    placed: dict[int, int],
    figure: str,
    rows: QuerySet[Any, Any],
    plan: str = "",
) -> None:
    """`plan`: the way from the row to its plan. A plan has one issue, and an issue one place in the list: there is no
    overlap. Where it is not asked by entry, nothing is asked of issues, which would be ten times the rows.
    """
    group = question.group(f"{plan}place_no", f"{plan}fund_id")
    by_issue = {"of": F(f"{plan}issue")} if question.by_entry([figure]) else {}
    found = rows.order_by().values(**by_issue, group=group.expression)
    for row in found.annotate(n=Count("pk")):
        split, figures = splits[group.named(row["group"])], {figure: row["n"]}
        split.add(figures)
        if by_issue:
            split.add_to(placed.get(row["of"]), figures)


def of_years(
    question: Question, years: Iterable[int], wanted: Set[str]
) -> Iterator[tuple[int, int | None, Figures]]:
    """(year, group, planned projects), without issues."""
    if "planned" not in wanted:
        return
    group = question.group("plan__place_no", "plan__fund_id")
    rows = planned_projects().filter(
        question.records("plan__place_no", "plan__fund"), plan__fiscal_year__in=years
    )
    found: QuerySet[PlannedProject, Any] = rows.order_by().values(
        year=F("plan__fiscal_year"), group=group.expression
    )
    for row in found.annotate(n=Count("pk")):
        yield row["year"], group.named(row["group"]), {"planned": row["n"]}


def asked(question: Question) -> QuerySet[PlannedProject]:
    return planned_projects(fiscal_year=question.fiscal_year).filter(
        question.records("plan__place_no", "plan__fund")
    )


class PlannedPast:
    """As corrected: rows of plans that are agreed today, from the day of their meeting on (counting.sources.Past)."""

    figures = frozenset(("planned",))

    def add(self, question: Question, splits: Splits) -> None:
        _add(question, splits, _placed(question), "planned", self._asked(question), "plan__")

    def behind(self, question: Question, code: str, cell: Entry) -> list[tuple[int, int]]:
        rows = self._asked(question)
        if cell == SEVERAL:
            return []
        if cell != ALL:
            placed = Placement.objects.filter(issue_list=question.issue_list)
            placed = placed.filter(entry=cell) if isinstance(cell, int) else placed
            inside = Q(plan__issue__in=placed.values("issue"))
            rows = rows.filter(~inside if cell is None else inside)
        ordered = rows.order_by("plan__fund__sort_key", "plan", "no")
        return [(key, 1) for key in ordered.values_list("pk", flat=True)]

    def since(self, question: Question, code: str, cell: Entry) -> tuple[list[int], list[int]]:
        return [], []

    def fetch(self, code: str, keys: Iterable[int]) -> Mapping[int, PlannedProject]:
        return PlannedProject.objects.select_related("plan__fund", "plan__issue").in_bulk(list(keys))

    def _asked(self, question: Question) -> QuerySet[PlannedProject]:
        assert question.then
        return asked(question).filter(plan__agreed_on__lte=question.then.day)

    def title(self, record: PlannedProject) -> str:
        return record.title

    def sub(self, record: PlannedProject) -> str:
        return f"{record.plan.fund.name} · {record.plan.issue}"

    def url(self, code: str, record: PlannedProject) -> str:
        return reverse("plans:plan", args=[record.plan.uid])
