"""All figures of one question, from every source.

As many queries for a country as for a sub-district. The total is the sum of the lines of the next level, so that
lines and total cannot disagree; within the list, entries + not classified − overlap = total, for each figure.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today
from ruamsuk.counting import funds
from ruamsuk.counting.contributed import known_since, take_back
from ruamsuk.counting.figures import FIGURES, Figure, Figures
from ruamsuk.counting.question import FUND_LEVEL, Question, Split, Splits
from ruamsuk.counting.sources import SOURCES, Records
from ruamsuk.funds.choices import Way
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.issues.models import ListEntry


@dataclass(frozen=True)
class Of:
    """A record that is a line of its fund."""

    record: object
    records: Records

    @property
    def title(self) -> str:
        return self.records.title(self.record)

    @property
    def sub(self) -> str:
        return self.records.sub(self.record)

    def url(self, figure: Figure | None = None) -> str:
        return self.records.url(self.record, figure)


@dataclass
class FigureLine:
    """One place of the next level. Without area, fund and record: what lies in none of them."""

    area: Area | None = None
    fund: Fund | None = None
    of: Of | None = None
    split: Split = field(default_factory=Split)

    @property
    def is_rest(self) -> bool:
        return self.area is None and self.fund is None and self.of is None


@dataclass(frozen=True)
class Counted:
    question: Question
    entries: list[ListEntry]
    lines: list[FigureLine]
    kinds: list[tuple[FundKind, int]]  # kinds of funds with their number
    whole: Split
    # Figures of which nothing can be said of the day that is asked for, each with the day from which on it can
    # (None: only of today). They stand with a number that says nothing.
    not_known: dict[str, date | None]

    @property
    def totals(self) -> Figures:
        return self.whole.total

    @property
    def not_classified(self) -> Figures:
        return self.whole.of(None)

    @property
    def overlap(self) -> Figures:
        return self.whole.overlap


def counted(question: Question) -> Counted:
    """As of a past day, as it was known then: of a fund the figures are then known as a whole, not by record."""
    then, entries = question.then, list(ListEntry.objects.filter(issue_list=question.issue_list))
    splits: Splits = defaultdict(Split)
    kinds = funds.add(question, splits)
    corrected = then is not None and then.is_corrected
    for source in SOURCES.values():
        if not corrected:
            source.add(question, splits)
        elif source.past:
            source.past.add(question, splits)
    if then and not corrected:
        take_back(question, splits, then.day)
    if not question.fund:
        lines = _places(question, splits)
    elif question.is_by_record:
        lines = _records(question, splits)
    else:
        lines = [FigureLine(split=_together(splits.values()))]
    return Counted(
        question, entries, lines, kinds, _together(line.split for line in lines), _not_known(question)
    )


def _not_known(question: Question) -> dict[str, date | None]:
    then = question.then
    if then is None or (then.way == Way.KNOWN and then.day >= today()):
        return {}
    if then.is_corrected:
        return {
            figure.code: None
            for source in SOURCES.values()
            for figure in source.figures
            if source.past is None or figure.code not in source.past.figures
        }
    since = known_since(in_network=question.network is not None)
    return {code: since.get(code) for code in FIGURES if code not in since or since[code] > then.day}


def _places(question: Question, splits: Splits) -> list[FigureLine]:
    """The areas below, or the funds, in their order; last what lies in none of them."""
    lines: list[FigureLine] = []
    if question.below == FUND_LEVEL:
        for fund in Fund.objects.filter(pk__in=[key for key in splits if key]).order_by("sort_key", "pk"):
            lines.append(FigureLine(fund=fund, split=splits.pop(fund.pk)))
    else:
        for area in question.areas_below:
            lines.append(FigureLine(area=area, split=splits.pop(area.place_no, Split())))
    rest = FigureLine(split=_together(splits.values()))
    if any(rest.split.total.values()):
        lines.append(rest)
    return lines


def _records(question: Question, splits: Splits) -> list[FigureLine]:
    """The records of a fund's year; last what is none (yet): plans, and proposals that did not become a project.

    By entry the figures are kept together in that last line: they are shown for the whole fund only.
    """
    lines, rest = [], FigureLine(split=_together(splits.values()))
    for records in (source.records for source in SOURCES.values() if source.records):
        for record, figures in records.of(question):
            line = FigureLine(of=Of(record, records))
            line.split.add(figures)
            rest.split.add({code: -value for code, value in figures.items()})
            lines.append(line)
    return [*lines, rest]


def _together(splits: Iterable[Split]) -> Split:
    found = Split()
    for split in splits:
        found.include(split)
    return found
