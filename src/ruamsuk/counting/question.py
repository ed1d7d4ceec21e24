"""What is asked of the figures, and the sums that answer it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.choices import CHILD_KIND, AreaKind
from ruamsuk.areas.models import Area, span
from ruamsuk.counting.figures import FIGURES, Figures, nothing
from ruamsuk.funds.filters import members
from ruamsuk.funds.models import Fund, Network
from ruamsuk.issues.models import IssueList

FUND_LEVEL, RECORD_LEVEL = "fund", "project"
# What stands under each level of the page.
LEVELS: dict[str, str | Promise] = {
    AreaKind.ZONE: _("Health zone"),
    AreaKind.PROVINCE: _("Province"),
    AreaKind.DISTRICT: _("District"),
    AreaKind.SUBDISTRICT: _("Sub-district"),
    FUND_LEVEL: _("Fund"),
    RECORD_LEVEL: _("Project"),
}


@dataclass(frozen=True)
class Question:
    """An area (or only its own level), or a fund wherever its projects lie; one year, one list, perhaps a network."""

    area: Area
    fiscal_year: int
    issue_list: IssueList | None
    network: Network | None = None
    fund: Fund | None = None
    here: bool = False  # what lies at the area's own level, in none of the areas below it

    @property
    def places(self) -> tuple[int, int]:
        low, high = self.area.place_range
        return (low, low) if self.here else (low, high)

    @property
    def below(self) -> str:
        """The level of the lines."""
        if self.fund:
            return RECORD_LEVEL
        kind = AreaKind(self.area.kind)
        if self.here or kind not in CHILD_KIND or CHILD_KIND[kind] == AreaKind.VILLAGE:
            return FUND_LEVEL
        return CHILD_KIND[kind]

    def records(self, place: str, fund: str) -> Q:
        """A filter by paths to the place number and the fund."""
        found = Q()
        if self.fund:
            found &= Q(**{fund: self.fund})
        else:
            found &= Q(**{f"{place}__range": self.places})
        if self.network:
            found &= Q(**{f"{fund}__in": members(self.network).values("fund")})
        return found

    def group(self, place: str, fund: str) -> "Group":
        """What lines are summed by: a step of place numbers, or the column of the fund."""
        if self.below in (FUND_LEVEL, RECORD_LEVEL):
            return Group(fund)
        return Group(place, span(self.below))


@dataclass(frozen=True)
class Group:
    """A column, or place numbers in steps of a level: with 10⁶ every group is a province."""

    column: str
    step: int = 0

    @property
    def expression(self) -> Any:
        return F(self.column) / self.step if self.step else F(self.column)

    def named(self, value: int | None) -> int | None:
        """A step is named by its smallest place number."""
        return value * self.step if self.step and value is not None else value


@dataclass
class Split:
    """Figures of one place: all together, and by entry of the list. The entry None is "not classified"."""

    total: Figures = field(default_factory=nothing)
    entries: dict[int | None, Figures] = field(default_factory=lambda: defaultdict(nothing))

    def add(self, figures: Mapping[str, int]) -> None:
        _add(self.total, figures)

    def add_to(self, entry: int | None, figures: Mapping[str, int]) -> None:
        _add(self.entries[entry], figures)

    def include(self, other: "Split") -> None:
        self.add(other.total)
        for entry, figures in other.entries.items():
            self.add_to(entry, figures)

    def of(self, entry: int | None) -> Figures:
        return self.entries[entry] if entry in self.entries else nothing()

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
        figures[code] += value


# By group: the smallest place number of an area of the level below, or the key of a fund; None: of none of them.
Splits = dict[int | None, Split]
