"""Which funds and areas have some of a figure and which have none: addresses and tables of the page and its files."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import short_path
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.counting.figures import FIGURES, Figure
from ruamsuk.counting.question import FUND_LEVEL, LEVELS, Question
from ruamsuk.counting.units import UNITS, Has, UnitQuestion, Units, units_in, units_of
from ruamsuk.dashboards.tables import Cell, Row, Table
from ruamsuk.funds.filters import query
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import ListEntry

SHOWN = [figure for figure in FIGURES.values() if figure.by_entry and not figure.is_money]


@dataclass(frozen=True)
class Asked:
    """What the address asks besides the question."""

    units: Units
    figure: Figure | None = None
    has: Has = Has.SOME
    entry: ListEntry | None = None

    @property
    def entry_key(self) -> int | None:
        return self.entry.pk if self.entry else None

    def address(self, name: str = "dashboards:units", args: Iterable[object] = (), **changed: object) -> str:
        question = self.units.question
        shown: dict[str, object] = {
            "area": question.area.code,
            "set": question.area_set.uid if question.area_set else "",
            "here": question.here,
            "year": question.fiscal_year,
            "network": question.network.uid if question.network else "",
            "unit": question.unit,
            "figure": self.figure.code if self.figure else "",
            "has": self.has if self.figure else "",
            "list": question.issue_list.code if question.issue_list else "",
            "entry": self.entry.code if self.entry else "",
        }
        return reverse(name, args=[*args]) + query(shown | changed)

    @property
    def keys(self) -> frozenset[int]:
        if self.figure is None:
            return self.units.keys
        return self.units.keys_that(self.has, self.figure.code, self.entry_key)

    def rows(self) -> QuerySet[Any]:
        """The funds or areas that are asked for."""
        if self.units.question.unit == FUND_LEVEL:
            return Fund.objects.filter(pk__in=self.keys).select_related("home_area__parent__parent")
        rows = Area.objects.open().filter(kind=self.units.question.unit, place_no__in=self.keys)
        return rows.select_related(*UPWARDS)

    def line(self, unit: Any) -> "Line":
        key = unit.pk if isinstance(unit, Fund) else unit.place_no
        return Line(unit, self.units.value(key, self.figure.code, self.entry_key) if self.figure else 0)


@dataclass(frozen=True)
class Line:
    """One fund or area of the list, and how much of the figure it has."""

    unit: Any
    value: int

    @property
    def name(self) -> str:
        return self.unit.name if isinstance(self.unit, Fund) else self.unit.label

    @property
    def place(self) -> str:
        return short_path(self.unit.home_area if isinstance(self.unit, Fund) else self.unit)

    @property
    def code(self) -> str:
        return str(self.unit.code)


def asked_of(question: Question, unit: str, figure: str, has: str, entry: ListEntry | None) -> Asked:
    """What is named and does not exist is not found: other numbers would mislead."""
    if question.fund or unit not in units_in(question.area) or has not in list(Has):
        raise Http404
    if figure and figure not in [one.code for one in SHOWN]:
        raise Http404
    given = {one.name: getattr(question, one.name) for one in fields(Question)}
    asking = UnitQuestion(**given | {"issue_list": entry.issue_list if entry else None}, unit=unit)
    return Asked(units_of(asking), FIGURES[figure] if figure else None, Has(has), entry)


def by_figure(asked: Asked) -> Table:
    """Of each figure: how many units have some, and how many have none."""
    having = asked.units.having(asked.entry_key)
    rows = [
        Row(str(figure.label), _cells(asked, having[figure.code], figure=figure.code)) for figure in SHOWN
    ]
    unit = UNITS[asked.units.question.unit]
    return Table(_("Who has some, and who has none"), unit, rows)


def _cells(asked: Asked, some: int, **changed: Any) -> list[Cell]:
    none = asked.units.number - some - len(asked.units.unrecorded)
    return [
        Cell(_("Have some"), some, asked.address(**changed, has=Has.SOME) + "#list"),
        Cell(_("Have none"), none, asked.address(**changed, has=Has.NONE) + "#list"),
    ]


def by_unit(asked: Asked) -> Table:
    """Each fund or area that is asked for, with all its figures: for a file."""
    rows = []
    is_fund = asked.units.question.unit == FUND_LEVEL
    for unit in asked.rows().order_by("sort_key", "pk"):
        key = unit.pk if is_fund else unit.place_no
        cells = [
            Cell(
                figure.short,
                asked.units.value(key, figure.code, asked.entry_key),
                is_money=figure.is_money,
            )
            for figure in FIGURES.values()
            if figure.by_entry
        ]
        line = asked.line(unit)
        rows.append(Row(f"{line.name} ({line.code}) {line.place}" if is_fund else line.place, cells))
    return Table(_("Who has some, and who has none"), LEVELS[asked.units.question.unit], rows)
