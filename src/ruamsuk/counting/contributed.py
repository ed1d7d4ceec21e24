"""Figures whose records contribute to them by themselves (actions.contribute): their sums, today and on past days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum

from ruamsuk.counting.figures import FIGURES, Figure
from ruamsuk.counting.models import CELL, Contribution, KeptSum, KnownSince
from ruamsuk.counting.question import Group, Question, Splits
from ruamsuk.counting.sources import SOURCES, Records, Source
from ruamsuk.funds.models import Fund, Standing


def contributed(figures: tuple[Figure, ...], records: Records | None = None) -> Source:
    """The source of figures that acts contribute to."""
    codes = [figure.code for figure in figures]

    def add(question: Question, splits: Splits) -> None:
        """Kept sums and what is not in them yet, read in one statement: it never meets a row in both or in neither."""
        group = question.group("place_no", "fund_id")
        kept = _of(KeptSum.objects.filter(figure__in=codes), question, group)
        waiting = _of(Contribution.objects.filter(figure__in=codes, is_summed=False), question, group)
        _add(kept.union(waiting, all=True), group, splits, 1)

    return Source(figures, add, records, is_contributed=True)


def take_back(question: Question, splits: Splits, day: date) -> None:
    """Takes off what was contributed after that day, so that the sums are those of its end.

    Borders of areas are those of today. From when on a figure is known: `known_since`.
    """
    group = question.group("place_no", "fund_id")
    later = Contribution.objects.filter(figure__in=FIGURES, day__gt=day)
    _add(_of(later, question, group), group, splits, -1)


def known_since(*, in_network: bool = False) -> dict[str, date]:
    """Figure → the first day of which it can be said what it was. One that is not there is known only of today.

    `in_network`: among the members of a network, which have to be known, too.
    """
    found = dict(KnownSince.objects.values_list("figure", "day"))
    first = Standing.objects.aggregate(day=Min("day"))["day"]
    if first is None:
        return {} if in_network else found
    if in_network:
        found = {code: max(day, first) for code, day in found.items()}
    return found | dict.fromkeys((code for code, figure in FIGURES.items() if figure.is_of_funds), first)


@dataclass(frozen=True)
class Change:
    """What became of a figure on a day in one fund (or, without a fund, in one place)."""

    day: date
    fund: Fund | None
    n: int


def changes(question: Question, code: str, which: Q) -> list[Change]:
    """What became of a figure since the day of the question, the newest first; `which`: cells of the list.

    Together they are the difference between then and today among the same funds.
    """
    assert question.then
    rows = Contribution.objects.filter(
        which,
        question.records("place_no", "fund"),
        figure=code,
        fiscal_year=question.fiscal_year,
        day__gt=question.then.day,
    )
    by_fund = rows.order_by().values_list("day", "fund").annotate(together=Sum("n")).exclude(together=0)
    found = list(by_fund.order_by("-day", "fund"))
    funds = Fund.objects.in_bulk({fund for _day, fund, _n in found if fund})
    return [Change(day, funds.get(fund), n) for day, fund, n in found]


def differing() -> Iterator[tuple[tuple[object, ...], int, int]]:
    """Cells whose kept sum is not what their summed contributions are together: (cell as CELL, kept, right)."""
    ours = {figure.code for source in SOURCES.values() if source.is_contributed for figure in source.figures}
    ours |= set(KeptSum.objects.order_by().values_list("figure", flat=True).distinct())
    kept, right = (
        {tuple(cell): n for *cell, n in rows.order_by().values_list(*CELL).annotate(together=Sum("n"))}
        for rows in (
            KeptSum.objects.filter(figure__in=ours),
            Contribution.objects.filter(figure__in=ours, is_summed=True),
        )
    )
    for cell in sorted(kept.keys() | right.keys(), key=str):
        if kept.get(cell, 0) != right.get(cell, 0):
            yield cell, kept.get(cell, 0), right.get(cell, 0)


def noted_otherwise(
    figure: str, counted: Mapping[tuple[Any, ...], int]
) -> list[tuple[tuple[Any, ...], int, int]]:
    """Cells of which the contributions are together another number than is counted from the records: (cell as CELL
    without the figure, noted, right).
    """
    rows = Contribution.objects.filter(figure=figure).order_by().values_list(*CELL[1:])
    noted = {tuple(cell): n for *cell, n in rows.annotate(together=Sum("n"))}
    return [
        (cell, noted.get(cell, 0), counted.get(cell, 0))
        for cell in sorted(counted.keys() | noted.keys(), key=str)
        if noted.get(cell, 0) != counted.get(cell, 0)
    ]


def _of(rows: QuerySet[Any], question: Question, group: Group) -> QuerySet[Any, Any]:
    rows = rows.filter(
        Q(issue_list__isnull=True) | Q(issue_list=question.issue_list),
        question.records("place_no", "fund"),
        fiscal_year=question.fiscal_year,
    )
    by = rows.order_by().values("figure", "issue_list_id", "entry_id", group=group.expression)
    return by.annotate(together=Sum("n"))


def _add(rows: QuerySet[Any, Any], group: Group, splits: Splits, sign: int) -> None:
    for row in rows:
        split, figures = splits[group.named(row["group"])], {row["figure"]: sign * row["together"]}
        if row["issue_list_id"] is None:
            split.add(figures)
        else:
            split.add_to(row["entry_id"], figures)
