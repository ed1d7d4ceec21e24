"""Of which lines of a list of issues funds and areas have some, and of which none: "all ten plans?"."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.counting.figures import FIGURES, Figure
from ruamsuk.counting.question import FUND_LEVEL, LEVELS, Question
from ruamsuk.counting.units import UNITS, Coverage, Covers, Has, UnitQuestion, units_in, units_of
from ruamsuk.dashboards.tables import Cell, Row, Table
from ruamsuk.dashboards.units.tables import SHOWN, Line
from ruamsuk.funds.filters import query
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import ListEntry

WORDS: dict[Covers, str | Promise] = {
    Covers.ALL: gettext_lazy("Have all"),
    Covers.PART: gettext_lazy("Have a part"),
    Covers.NONE: gettext_lazy("Have none"),
    Covers.UNKNOWN: gettext_lazy("Nothing is recorded of this year"),
}


@dataclass(frozen=True)
class AskedCoverage:
    coverage: Coverage
    entries: list[ListEntry]
    figure: Figure
    covers: Covers | None = None

    @property
    def question(self) -> Question:
        return self.coverage.units.question

    def address(
        self, name: str = "dashboards:coverage", args: Iterable[object] = (), **changed: object
    ) -> str:
        question = self.coverage.units.question
        shown: dict[str, object] = {
            "area": question.area.code,
            "set": question.area_set.uid if question.area_set else "",
            "here": question.here,
            "year": question.fiscal_year,
            "network": question.network.uid if question.network else "",
            "list": question.issue_list.code if question.issue_list else "",
            "unit": question.unit,
            "figure": self.figure.code,
            "covers": self.covers or "",
        }
        return reverse(name, args=[*args]) + query(shown | changed)

    @cached_property
    def keys(self) -> frozenset[int]:
        return self.coverage.keys_that(self.covers) if self.covers else self.coverage.units.keys

    def rows(self) -> QuerySet[Any]:
        if self.coverage.units.question.unit == FUND_LEVEL:
            return Fund.objects.filter(pk__in=self.keys).select_related("home_area__parent__parent")
        rows = Area.objects.open().filter(kind=self.coverage.units.question.unit, place_no__in=self.keys)
        return rows.select_related(*UPWARDS)

    def line(self, unit: Any) -> "CoveredLine":
        key = unit.pk if isinstance(unit, Fund) else unit.place_no
        some = self.coverage.of_unit.get(key, [])
        missing = [entry for entry in self.entries if entry.pk not in some]
        is_known = bool(some) or key not in self.coverage.units.unrecorded
        return CoveredLine(unit, len(some), missing, is_known)


@dataclass(frozen=True)
class CoveredLine(Line):
    """One fund or area: of how many lines it has some, and of which none. Not known: nothing of it is recorded."""

    missing: list[ListEntry]
    is_known: bool


def asked_coverage(question: Question, unit: str, figure: str, covers: str) -> AskedCoverage:
    """What is named and does not exist is not found."""
    if question.fund or question.issue_list is None or unit not in units_in(question.area):
        raise Http404
    if figure not in [one.code for one in SHOWN] or (covers and covers not in list(Covers)):
        raise Http404
    given = {one.name: getattr(question, one.name) for one in fields(Question)}
    entries = list(question.issue_list.entries.in_use())
    units = units_of(UnitQuestion(**given, unit=unit, covered=figure))
    coverage = Coverage(units, figure, tuple(entry.pk for entry in entries))
    return AskedCoverage(coverage, entries, FIGURES[figure], Covers(covers) if covers else None)


def by_line(asked: AskedCoverage) -> Table:
    """Each line of the list: how many units have some, and how many have none."""
    units = asked.coverage.units
    rows = []
    for entry in asked.entries:
        some = len(units.keys_that(Has.SOME, asked.figure.code, entry.pk))
        none = units.number - some - len(units.unrecorded)
        address: dict[str, Any] = {"entry": entry.code, "covers": ""}
        cells = [
            Cell(_("Have some"), some, asked.address("dashboards:units", has=Has.SOME, **address) + "#list"),
            Cell(_("Have none"), none, asked.address("dashboards:units", has=Has.NONE, **address) + "#list"),
        ]
        rows.append(Row(entry.name, cells))
    return Table(_("Of each line of the list"), UNITS[units.question.unit], rows)


def by_unit(asked: AskedCoverage) -> Table:
    """For a file: each fund or area with its figure for each line of the list, and for how many it has some."""
    units, rows = asked.coverage.units, []
    for unit in asked.rows().order_by("sort_key", "pk"):
        line = asked.line(unit)
        key = unit.pk if isinstance(unit, Fund) else unit.place_no
        cells = [Cell(_("Lines with some"), line.value)]
        cells += [Cell(entry.name, units.value(key, asked.figure.code, entry.pk)) for entry in asked.entries]
        rows.append(Row(f"{line.name} ({line.code}) {line.place}", cells))
    title = _("%(figure)s: which lines of the list are covered") % {"figure": asked.figure.label}
    return Table(title, LEVELS[units.question.unit], rows)
