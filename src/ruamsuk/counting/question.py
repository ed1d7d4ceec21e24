"""What is asked of the figures, and the sums that answer it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import BinaryField, F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.area_sets.models import AreaSet
from ruamsuk.areas.choices import CHILD_KIND, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import children, placed_label
from ruamsuk.areas.ranges import COUNTRY_SPAN, PROVINCE_SPAN, Places, span
from ruamsuk.core.calendar import today
from ruamsuk.counting.figures import FIGURES, Figures, nothing
from ruamsuk.funds.choices import Then
from ruamsuk.funds.filters import members
from ruamsuk.funds.models import Fund, Network
from ruamsuk.issues.models import IssueList

FUND_LEVEL, RECORD_LEVEL, PART_LEVEL = "fund", "project", "part"
NO_ZONE = 255  # there are never so many
# What stands under each level of the page.
LEVELS: dict[str, str | Promise] = {
    AreaKind.ZONE: _("Health zone"),
    AreaKind.PROVINCE: _("Province"),
    AreaKind.DISTRICT: _("District"),
    AreaKind.SUBDISTRICT: _("Sub-district"),
    PART_LEVEL: _("Area of the set"),
    FUND_LEVEL: _("Fund"),
    RECORD_LEVEL: _("Project"),
}


@dataclass(frozen=True)
class Question:
    """An area (or only its own level), or a fund wherever its projects lie; one year, one list, perhaps a network.

    `then`: as of a past day; its network has the members of that day.
    """

    area: Area
    fiscal_year: int
    issue_list: IssueList | None
    network: Network | None = None
    fund: Fund | None = None
    here: bool = False  # what lies at the area's own level, in none of the areas below it
    area_set: AreaSet | None = None  # only what lies in these areas too
    then: Then | None = None

    @cached_property
    def places(self) -> Places:
        places = self.area.own_places if self.here else self.area.places
        return places.within(self.area_set.places) if self.area_set else places

    @cached_property
    def parts(self) -> list[Area]:
        """The lines of a set: its areas that lie in the area. Empty: the area itself lies inside one of them."""
        if self.area_set is None or self.fund or self.here:
            return []
        return [area for area in self.area_set.parts if _lies_in(area, self.area)]

    @property
    def name(self) -> str:
        """What it is asked of, in words."""
        if self.fund:
            return str(self.fund.name)
        if self.area_set is None:
            return placed_label(self.area)
        is_whole = self.area.kind == AreaKind.COUNTRY
        return str(self.area_set) if is_whole else f"{self.area_set}: {placed_label(self.area)}"

    @property
    def below(self) -> str:
        """The level of the lines."""
        if self.fund:
            return RECORD_LEVEL
        if self.parts:
            return PART_LEVEL
        kind = AreaKind(self.area.kind)
        if self.here or kind not in CHILD_KIND or CHILD_KIND[kind] == AreaKind.VILLAGE:
            return FUND_LEVEL
        return CHILD_KIND[kind]

    @property
    def is_by_record(self) -> bool:
        """Whether figures of a fund are known record by record: not as they were known on a past day."""
        return self.then is None or self.then.is_corrected or self.then.day >= today()

    def by_entry(self, codes: Sequence[str]) -> Sequence[str]:
        """Which of these figures are asked for by entry of the list, too."""
        return codes if self.issue_list else ()

    def records(self, place: str, fund: str) -> Q:
        """A filter by paths to the place number and the fund."""
        found = Q()
        if self.fund:
            found &= Q(**{fund: self.fund})
        else:
            found &= self.places.q(place)
        if self.network:
            found &= Q(**{f"{fund}__in": members(self.network, self.then).values("fund")})
        return found

    def group(self, place: str, fund: str) -> "Group":
        """What lines are summed by: the column of the fund, a step of place numbers, or zones."""
        if self.below in (FUND_LEVEL, RECORD_LEVEL):
            return Group(fund)
        if self.below == PART_LEVEL:
            return PartGroup(place, min(_step(part) for part in self.parts), self.parts)
        if self.below == AreaKind.ZONE:
            return ZoneGroup(place, self.areas_below, self._zone_table)
        return StepGroup(place, span(self.below))

    @cached_property
    def areas_below(self) -> list[Area]:
        """In their order. Read once, so that what all sources add is of the same borders."""
        return self.parts or list(children(self.area))

    @cached_property
    def _zone_table(self) -> bytes:
        return zone_table(self.areas_below)


@dataclass(frozen=True)
class Group:
    """A column."""

    column: str

    @property
    def expression(self) -> object:
        return F(self.column)

    def named(self, value: Any) -> int | None:
        """As the lines are named: by the key of a fund, or the place number of an area."""
        return value


@dataclass(frozen=True)
class StepGroup(Group):
    """Place numbers in steps of a level: with 10⁶ every group is a province."""

    step: int

    @property
    def expression(self) -> object:
        return F(self.column) / self.step

    def named(self, value: int | None) -> int | None:
        return None if value is None else value * self.step


@dataclass(frozen=True)
class ZoneGroup(Group):
    """Zones: the database looks up the number of each place's zone among them in one row of bytes, by its province."""

    zones: list[Area]
    table: bytes

    @property
    def expression(self) -> object:
        at = Cast(F(self.column) / PROVINCE_SPAN + 1, IntegerField())
        table = Value(self.table, output_field=BinaryField())
        return Func(table, at, Value(1), function="SUBSTR", output_field=BinaryField())

    def named(self, value: Any) -> int | None:
        number = bytes(value)[0] if value is not None else NO_ZONE
        return None if number == NO_ZONE else self.zones[number].place_no


def _lies_in(one: Area, other: Area) -> bool:
    places = other.places
    return all(places.covers(stand.place) and places.covers(stand.last) for stand in one.stands)


def _step(area: Area) -> int:
    """Steps of place numbers of which each lies in one area of this level at most."""
    return PROVINCE_SPAN if area.kind == AreaKind.ZONE else span(area.kind)


@dataclass(frozen=True)
class PartGroup(StepGroup):
    """Areas of several levels that lie in none of the others: place numbers in the steps of the smallest."""

    parts: list[Area]

    @cached_property
    def _part_of(self) -> list[tuple[int, int, int]]:
        """(first, last, place number of the part) of every range, in order."""
        return sorted((*ends, part.place_no) for part in self.parts for ends in part.places.ranges)

    def named(self, value: int | None) -> int | None:
        place = super().named(value)
        if place is None:
            return None
        at = bisect_right(self._part_of, place, key=lambda one: one[0])
        first, last, part = self._part_of[at - 1] if at else (0, -1, 0)
        return part if first <= place <= last else None


def zone_table(zones: list[Area]) -> bytes:
    """By province, and behind them by zone itself: the number of the zone among these."""
    table = bytearray([NO_ZONE]) * (COUNTRY_SPAN // PROVINCE_SPAN)
    for number, zone in enumerate(zones):
        for stand in zone.stands:
            table[stand.place // PROVINCE_SPAN] = number
    return bytes(table)


@dataclass
class Split:
    """Figures of one place: all together, and by entry of the list. The entry None is "not classified".

    An entry holds what is more than nothing: a country has tens of thousands of them.
    """

    total: Figures = field(default_factory=nothing)
    entries: dict[int | None, Figures] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, figures: Mapping[str, int]) -> None:
        _add(self.total, figures)

    def add_to(self, entry: int | None, figures: Mapping[str, int]) -> None:
        _add(self.entries[entry], figures)

    def include(self, other: "Split") -> None:
        self.add(other.total)
        for entry, figures in other.entries.items():
            self.add_to(entry, figures)

    def of(self, entry: int | None) -> Figures:
        return nothing() | self.entries.get(entry, {})

    def value(self, code: str, entry: int | None) -> int:
        return self.entries.get(entry, {}).get(code, 0)

    @property
    def overlap(self) -> Figures:
        """How much more the entries and "not classified" are together than the total."""
        return {
            code: sum(figures[code] for figures in self.entries.values()) - self.total[code]
            if figure.by_entry
            else 0
            for code, figure in FIGURES.items()
        }


def _add(figures: Figures, more: Mapping[str, int]) -> None:
    for code, value in more.items():
        if value:  # most are nothing, and a country has a quarter of a million of them
            figures[code] += value


# By group: the smallest place number of an area of the level below, or the key of a fund; None: of none of them.
Splits = dict[int | None, Split]
