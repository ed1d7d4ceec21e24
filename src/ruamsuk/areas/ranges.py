"""Where something lies, in numbers: the ranges of `place_no` that an area covers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from ruamsuk.areas.choices import CODE_LENGTH, ZONES_FROM, AreaKind

PROVINCE_SPAN = 10 ** (8 - CODE_LENGTH[AreaKind.PROVINCE])
COUNTRY_SPAN = ZONES_FROM + 100 * PROVINCE_SPAN


class Stand(NamedTuple):
    """A place number, and how many of them from there on belong together."""

    place: int
    width: int

    @property
    def last(self) -> int:
        return self.place + self.width - 1


def place_no(code: str) -> int:
    """Official code padded to eight digits: 90 → 90,000,000; the country ("" or TH) 0.

    A zone is no part of an official code. What lies at Z12 itself and in none of its provinces lies at 112,000,000,
    behind all of them.
    """
    if code.startswith("Z"):
        return ZONES_FROM + int(code[1:]) * PROVINCE_SPAN
    return int(code.ljust(8, "0")) if code.isdigit() else 0


def province_code(place_no: int) -> str | None:
    """The first two digits of the official code at this place; None: outside all provinces."""
    return str(place_no // PROVINCE_SPAN) if 0 < place_no < ZONES_FROM else None


def span(kind: str) -> int:
    """How many place numbers an area of a kind covers by its own code."""
    if kind == AreaKind.COUNTRY:
        return COUNTRY_SPAN
    if kind == AreaKind.ZONE:
        return 1
    return int(10 ** (8 - CODE_LENGTH[AreaKind(kind)]))


SPANS = {str(kind): span(kind) for kind in AreaKind}
# The country contains everything always: nobody asks for it.
WIDTHS = sorted({width for kind, width in SPANS.items() if kind != AreaKind.COUNTRY})


def stands(kind: str, place: int, province_codes: str = "") -> list[Stand]:
    """Where an area stands: by its own code, first; a zone also by its provinces."""
    own = Stand(place, SPANS[kind])
    return [own, *(Stand(place_no(code), PROVINCE_SPAN) for code in province_codes.split())]


def around(place: int) -> list[Stand]:
    """What an area must stand at to contain this place."""
    return [Stand(place - place % width, width) for width in WIDTHS]


@dataclass(frozen=True)
class Places:
    """Ranges of place numbers, both ends inside: in order, and apart from each other. Made by `of`."""

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, stands: Iterable[Stand]) -> Places:
        """What these cover together."""
        found: list[tuple[int, int]] = []
        for stand in sorted(stands):
            if found and stand.place <= found[-1][1] + 1:
                found[-1] = found[-1][0], max(found[-1][1], stand.last)
            else:
                found.append((stand.place, stand.last))
        return cls(tuple(found))

    def within(self, other: Places) -> Places:
        """What lies in both."""
        both = (
            (max(first, start), min(last, end))
            for first, last in self.ranges
            for start, end in other.ranges
            if first <= end and start <= last
        )
        return Places(tuple(sorted(both)))

    def covers(self, place_no: int) -> bool:
        at = bisect_right(self.ranges, place_no, key=lambda one: one[0])
        return at > 0 and place_no <= self.ranges[at - 1][1]

    def q(self, path: str = "place_no") -> Q:
        """A filter on what lies here.

        The whole country asks nothing: a database that need not look at places reads a list in the list's own order.
        """
        if self.ranges == ((0, COUNTRY_SPAN - 1),):
            return ~Q(pk__in=[])  # everything, also where it is joined by OR
        asked = [Q(**{f"{path}__range": ends}) for ends in self.ranges]
        return reduce(or_, asked, Q()) if asked else Q(pk__in=[])
