"""Counting a part of the summary from the records, and reading what is stored of it.

What each figure counts is said in `projects.figures`, by which pages show it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
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

    @classmethod
    def of(cls, fund: int | None, fiscal_year: int, home_area: int | None) -> "TallyPart":
        """Of a record."""
        return cls(fund, fiscal_year, None if fund else home_area)

    @property
    def which(self) -> Q:
        """Its proposals, projects and stored rows."""
        return within([self])

    def counted(self) -> dict[Key, Figures]:
        return counted([self])[self]

    def stored(self) -> dict[Key, Figures]:
        return stored([self])[self]

    @property
    def rank(self) -> tuple[int, int, int]:
        """Many parts are locked in this order, by everybody."""
        return self.fund_id or 0, self.area_id or 0, self.fiscal_year


def within(parts: Iterable[TallyPart]) -> Q:
    """The proposals, projects and stored rows of these parts, and none of another one."""
    years: dict[int, list[TallyPart]] = defaultdict(list)
    for part in parts:
        years[part.fiscal_year].append(part)
    found = []
    for year, of_year in years.items():
        if funds := [part.fund_id for part in of_year if part.fund_id]:
            found.append(Q(fund__in=funds, fiscal_year=year))
        if areas := [part.area_id for part in of_year if not part.fund_id]:
            found.append(Q(fund__isnull=True, home_area__in=areas, fiscal_year=year))
    return reduce(or_, found) if found else Q(pk__in=[])


def counted(parts: Iterable[TallyPart]) -> dict[TallyPart, dict[Key, Figures]]:
    """From the records, as each noun says what they count for. Many parts take as many questions as one."""
    in_lists = Cells.read()
    found: dict[TallyPart, dict[Key, Figures]] = {
        part: defaultdict(lambda: dict.fromkeys(CODES, 0)) for part in parts
    }
    for tallied in TALLIED.values():
        for (fund, year, area), issues, figures in tallied.counted(within(found)):
            cells = found[TallyPart.of(fund, year, area)]
            for cell in in_lists.of(issues):
                for code, value in figures.items():
                    cells[area, *cell][code] += value
    return found


def stored(parts: Iterable[TallyPart]) -> dict[TallyPart, dict[Key, Figures]]:
    found: dict[TallyPart, dict[Key, Figures]] = {part: {} for part in parts}
    names = ("fund", "fiscal_year", "home_area", "issue_list", "entry")
    for fund, year, *row in Tally.objects.filter(within(found)).values_list(*names, *CODES):
        area, issue_list, entry, *figures = row
        key = area, issue_list, entry
        found[TallyPart.of(fund, year, area)][key] = dict(zip(CODES, figures, strict=True))
    return found


def parts() -> list[TallyPart]:
    """All parts that hold a record or a stored row."""
    found: set[TallyPart] = set()
    everything = [tallied.rows() for tallied in TALLIED.values()]
    for rows in (*everything, Tally.objects.all()):
        keys = rows.order_by().values_list("fund", "fiscal_year", "home_area").distinct()
        found |= {TallyPart.of(*key) for key in keys}
    return sorted(found, key=attrgetter("rank"))


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
