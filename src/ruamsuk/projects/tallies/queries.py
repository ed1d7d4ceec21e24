"""Counting a part of the summary from the records, and reading what is stored of it.

What each figure counts is said in `projects.figures`, by which pages show it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, Sum

from ruamsuk.counting.cells import Cells
from ruamsuk.counting.figures import Figures
from ruamsuk.counting.question import Question, Splits
from ruamsuk.projects.figures import CODES
from ruamsuk.projects.tallies.models import Tally
from ruamsuk.projects.tallies.tallied import TALLIED

Key = tuple[int, int | None, int | None]  # (home area, list, entry)


@dataclass(frozen=True)
class TallyPart:
    """What is recounted at once: a fund's year, or what belongs to no fund in one area and year."""

    fund_id: int | None
    fiscal_year: int
    area_id: int | None = None  # only without a fund

    @property
    def which(self) -> Q:
        """Its proposals, projects and stored rows."""
        where = Q(fund=self.fund_id) if self.fund_id else Q(fund__isnull=True, home_area=self.area_id)
        return where & Q(fiscal_year=self.fiscal_year)

    def counted(self) -> dict[Key, Figures]:
        """From the records, as each noun says what they count for."""
        in_lists = Cells.read()
        cells: dict[Key, Figures] = defaultdict(lambda: dict.fromkeys(CODES, 0))
        for tallied in TALLIED.values():
            for area, issues, figures in tallied.counted(self.which):
                for cell in in_lists.of(issues):
                    for code, value in figures.items():
                        cells[area, *cell][code] += value
        return cells

    def stored(self) -> dict[Key, Figures]:
        rows = Tally.objects.filter(self.which).values_list("home_area", "issue_list", "entry", *CODES)
        return {row[:3]: dict(zip(CODES, row[3:], strict=True)) for row in rows}


def parts() -> list[TallyPart]:
    """All parts that hold a record or a stored row."""
    found: set[TallyPart] = set()
    everything = [tallied.rows() for tallied in TALLIED.values()]
    for rows in (*everything, Tally.objects.all()):
        keys = rows.order_by().values_list("fund", "fiscal_year", "home_area").distinct()
        found |= {TallyPart(fund, year, None if fund else area) for fund, year, area in keys}
    return sorted(found, key=lambda part: (part.fund_id or 0, part.fiscal_year, part.area_id or 0))


def add(question: Question, splits: Splits) -> None:
    """The stored sums: the totals, and those of the list that is asked for."""
    rows = Tally.objects.filter(question.records("place_no", "fund"), fiscal_year=question.fiscal_year)
    for (key,), figures in _summed(question, rows.filter(issue_list__isnull=True), CODES):
        splits[key].add(figures)
    if codes := question.by_entry(CODES):
        is_some = reduce(or_, (Q(**{f"{code}__gt": 0}) for code in codes))
        of_list = rows.filter(is_some, issue_list=question.issue_list)
        for (key, entry), figures in _summed(question, of_list, codes, "entry_id"):
            splits[key].add_to(entry, figures)


def of_years(
    question: Question, years: Iterable[int], wanted: Set[str]
) -> Iterator[tuple[int, int | None, Figures]]:
    """(year, group, stored sums), without issues."""
    if not (codes := [code for code in CODES if code in wanted]):
        return
    rows = Tally.objects.filter(
        question.records("place_no", "fund"), issue_list__isnull=True, fiscal_year__in=years
    )
    for (key, year), figures in _summed(question, rows, codes, "fiscal_year"):
        yield year, key, figures


def _summed(
    question: Question, rows: QuerySet[Tally], codes: Sequence[str], *by: str
) -> Iterator[tuple[tuple[Any, ...], Figures]]:
    """((group, values of the columns `by`), sums). As tuples: as dictionaries the rows cost as much as their sums."""
    group = question.group("place_no", "fund_id")
    found = rows.order_by().annotate(group=group.expression).values_list("group", *by)
    for row in found.annotate(**{f"sum_{code}": Sum(code) for code in codes}):
        at = len(by) + 1
        yield (group.named(row[0]), *row[1:at]), dict(zip(codes, row[at:], strict=True))
