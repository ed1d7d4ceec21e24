"""Of how many funds, sub-districts … a figure is more than nothing, of which it is not, and of which nothing is known.

The sources are asked once, as for a page of counts, with each unit as a line. So the numbers here and there agree.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.counting import funds
from ruamsuk.counting.figures import FIGURES, Figures, nothing
from ruamsuk.counting.problems import UnitsOfToday
from ruamsuk.counting.question import FUND_LEVEL, Question, Split, Splits
from ruamsuk.counting.sources import SOURCES

# What can be counted so, from small to large, with its name in the plural.
UNITS: dict[str, str | Promise] = {
    FUND_LEVEL: _("Funds"),
    AreaKind.SUBDISTRICT: _("Sub-districts"),
    AreaKind.DISTRICT: _("Districts"),
    AreaKind.PROVINCE: _("Provinces"),
}
_WITHIN = [AreaKind.SUBDISTRICT, AreaKind.DISTRICT, AreaKind.PROVINCE, AreaKind.ZONE, AreaKind.COUNTRY]


class Has(StrEnum):
    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"  # nothing at all is recorded of its year: it may have done much, and told nobody


def units_in(area: Area) -> list[str]:
    """What lies in an area, and can be counted there."""
    found: list[str] = [FUND_LEVEL]
    if area.kind in _WITHIN:
        found += [str(kind) for kind in _WITHIN[: _WITHIN.index(AreaKind(area.kind))] if kind in UNITS]
    return found


@dataclass(frozen=True)
class UnitQuestion(Question):
    """As a question, but its lines are all units of a kind. Of one fund it is not asked.

    `covered`: the one figure that is asked for by entry; of a country all of them would be a million numbers.
    """

    unit: str = FUND_LEVEL
    covered: str = ""

    @property
    def below(self) -> str:
        return self.unit

    def by_entry(self, codes: Sequence[str]) -> Sequence[str]:
        found = super().by_entry(codes)
        return [code for code in found if code == self.covered] if self.covered else found


@dataclass(frozen=True)
class Units:
    """Each unit by the key of a fund or the place number of an area, and the figures of those that have any."""

    question: UnitQuestion
    keys: frozenset[int]
    splits: Mapping[int | None, Split] = field(repr=False)

    @property
    def number(self) -> int:
        return len(self.keys)

    @cached_property
    def unrecorded(self) -> frozenset[int]:
        """Units of which nothing at all is recorded: of no figure can it be said that they have none."""
        return self.keys - {key for key, split in self.splits.items() if _is_recorded(split)}

    def having(self, entry: int | None = None) -> Figures:
        """Figure → of how many units it is more than nothing. `entry`: of the question's list; else of any issue."""
        found = nothing()
        for key in self.keys & self.splits.keys():
            for code, value in _figures(self.splits[key], entry).items():
                if value > 0:
                    found[code] += 1
        return found

    def keys_that(self, has: Has, figure: str, entry: int | None = None) -> frozenset[int]:
        some = {key for key in self.splits if self.value(key, figure, entry) > 0}
        if has == Has.SOME:
            return self.keys & some
        return self.unrecorded - some if has == Has.UNKNOWN else self.keys - some - self.unrecorded

    def value(self, key: int | None, figure: str, entry: int | None = None) -> int:
        if key not in self.splits:
            return 0
        split = self.splits[key]
        return split.total[figure] if entry is None else split.value(figure, entry)


def _figures(split: Split, entry: int | None) -> Figures:
    return split.total if entry is None else split.entries.get(entry, {})


def _is_recorded(split: Split) -> bool:
    """An agreed plan, a proposal that was sent, a project, a report."""
    return any(value and FIGURES[code].by_entry for code, value in split.total.items())


def units_of(question: UnitQuestion) -> Units:
    """Open funds; open areas, with a network those in which a fund of it lies. A handful of queries."""
    if question.then:
        raise UnitsOfToday
    splits: Splits = defaultdict(Split)
    funds.add(question, splits)
    for source in SOURCES.values():
        source.add(question, splits)
    if question.unit == FUND_LEVEL or question.network:
        keys = {key for key, split in splits.items() if key is not None and split.total["funds"]}
    else:
        keys = set(
            Area.objects.open()
            .filter(question.places.q(), kind=question.unit)
            .values_list("place_no", flat=True)
        )
    return Units(question, frozenset(keys), splits)


class Covers(StrEnum):
    """Of how many lines of a list a unit has some."""

    ALL = "all"
    PART = "part"
    NONE = "none"
    UNKNOWN = "unknown"  # nothing at all is recorded of its year


@dataclass(frozen=True)
class Coverage:
    """Of which lines of the question's list each unit has some of a figure."""

    units: Units
    figure: str
    entries: tuple[int, ...]  # in the order of the list

    @cached_property
    def of_unit(self) -> dict[int, list[int]]:
        """Unit → the entries of which it has some; units with none are left out."""
        found = {
            key: [entry for entry in self.entries if self.units.value(key, self.figure, entry) > 0]
            for key in self.units.keys & self.units.splits.keys()
        }
        return {key: entries for key, entries in found.items() if entries}

    @cached_property
    def together(self) -> set[int]:
        """Entries of which any unit has some."""
        return {entry for entries in self.of_unit.values() for entry in entries}

    def keys_that(self, covers: Covers) -> frozenset[int]:
        if covers == Covers.ALL:
            return frozenset(key for key, some in self.of_unit.items() if len(some) == len(self.entries))
        if covers == Covers.PART:
            return frozenset(self.of_unit) - self.keys_that(Covers.ALL)
        without = self.units.keys - self.of_unit.keys()
        return (
            without & self.units.unrecorded if covers == Covers.UNKNOWN else without - self.units.unrecorded
        )
