"""What stands behind a figure of a past day: said as far as it is known, and never a list of another number.

As corrected, and for funds, it is the list of that day. As it was known then, a figure is known by fund and not by
record: shown is what became of it since, which leads from its number to today's, and the records of which is known
that they came or went.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ruamsuk.counting import funds
from ruamsuk.counting.contributed import Change, changes
from ruamsuk.counting.figures import FIGURES, Figure, Figures
from ruamsuk.counting.question import Question, Split
from ruamsuk.counting.sources import ALL, SEVERAL, SOURCES, Entry, Past
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.funds.models import Fund

MOST = 100  # records, funds and changes that a page names of each


@dataclass(frozen=True)
class Named:
    """A record, with what it counts for."""

    title: str
    sub: str
    url: str
    n: int


@dataclass(frozen=True)
class Several:
    """Records of which the first are named."""

    named: list[Named] = field(default_factory=list)
    number: int = 0
    together: int = 0  # what all of them count for

    @property
    def further(self) -> int:
        return self.number - len(self.named)


@dataclass(frozen=True)
class Behind:
    figure: Figure
    then: int | None  # None: not known of that day
    today: int
    listed: Several | None = None  # the list of that day
    changes: list[Change] = field(default_factory=list)
    came: Several = field(default_factory=Several)
    went: Several = field(default_factory=Several)

    @property
    def changed(self) -> int:
        return sum(change.n for change in self.changes)

    @property
    def of_others(self) -> int:
        """What of the difference comes from funds that joined the network or left it since."""
        return self.today - (self.then or 0) - self.changed

    @property
    def unnamed(self) -> bool:
        """Whether the records that are known to have come and gone do not make up the difference."""
        return self.changed != self.came.together - self.went.together


def behind(question: Question, code: str, cell: Entry, *, with_records: bool) -> Behind:
    """`cell`: key of an entry of the list, None for "not classified", ALL or SEVERAL.

    `with_records`: False for who may not read the records of this figure.
    """
    figure = FIGURES[code]
    found, now = counts(question), counts(replace(question, then=None))
    value = _number(found.whole, code, cell)
    if code in found.not_known:
        return Behind(figure, None, _number(now.whole, code, cell))
    of_day = Behind(figure, value, _number(now.whole, code, cell))
    if figure.is_of_funds:
        return replace(of_day, listed=_funds(question, code))
    assert question.then
    past = next(source.past for source in SOURCES.values() if figure in source.figures)
    if past and code not in past.figures:
        past = None
    if question.then.is_corrected:
        if not with_records or past is None:
            return of_day
        return replace(of_day, listed=_several(past, code, past.behind(question, code, cell)))
    of_day = replace(of_day, changes=_changes(question, code, cell))
    if past is None or not with_records:
        return of_day
    # A record that came or went counts for one, or for its money: of what it counted for then, nothing else is known.
    came, went = past.since(question, code, cell)
    return replace(of_day, came=_by_today(past, code, came), went=_by_today(past, code, went))


def _number(split: Split, code: str, cell: Entry) -> int:
    figures: Figures | Mapping[str, int] = split.total
    if cell == SEVERAL:
        figures = split.overlap
    elif cell != ALL:
        figures = split.of(cell if isinstance(cell, int) else None)
    return figures[code]


def _changes(question: Question, code: str, cell: Entry) -> list[Change]:
    if cell == SEVERAL:
        return []
    if cell == ALL:
        return changes(question, code, Q(issue_list__isnull=True))
    entry = Q(entry=cell) if cell is not None else Q(entry__isnull=True)
    return changes(question, code, Q(issue_list=question.issue_list) & entry)


def _several(past: Past, code: str, pairs: list[tuple[int, int]]) -> Several:
    rows = past.fetch(code, [key for key, _n in pairs[:MOST]])
    named = [_named(past, code, rows[key], n) for key, n in pairs[:MOST] if key in rows]
    return Several(named, len(pairs), sum(n for _key, n in pairs))


def _by_today(past: Past, code: str, keys: list[int]) -> Several:
    rows = past.fetch(code, keys)
    pairs = [(key, getattr(rows[key], code) if FIGURES[code].is_money else 1) for key in keys if key in rows]
    return _several(past, code, pairs)


def _named(past: Past, code: str, record: Any, n: int) -> Named:
    return Named(past.title(record), past.sub(record), past.url(code, record), n)


def _funds(question: Question, code: str) -> Several:
    rows = funds.behind(question, code)
    named = [_fund(fund) for fund in rows[:MOST]]
    number = rows.count()
    return Several(named, number, number)


def _fund(fund: Fund) -> Named:
    return Named(fund.name, fund.code, reverse("funds:fund", args=[fund.uid]), 1)
