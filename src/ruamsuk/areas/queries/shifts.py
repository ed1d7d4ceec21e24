"""What a change of areas shifts: which areas contain which others, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area, HeldSight, span
from ruamsuk.areas.sight import Pair, Shift

# The country contains everything always; it never gains nor loses.
SPANS = [span(kind) for kind in AreaKind if kind != AreaKind.COUNTRY]
Stand = tuple[int, int]  # how many numbers an area covers, and its place number


def _stands(place: int) -> list[Stand]:
    """What an area must be to contain this place."""
    return [(width, place - place % width) for width in SPANS]


class Standing:
    """Where areas lie at one moment, read for who contains whom."""

    def __init__(self, areas: Mapping[int, Stand]) -> None:
        self.areas = areas
        self.at: dict[Stand, list[int]] = defaultdict(list)
        for pk, stand in areas.items():
            self.at[stand].append(pk)

    def around(self, pk: int) -> set[int]:
        """The areas that contain this one, itself among them."""
        place = self.areas[pk][1]
        return {reader for stand in _stands(place) for reader in self.at.get(stand, ())}


def shift_of(before: Mapping[int, Stand], after: Mapping[int, Stand]) -> Shift:
    """Both maps: key of an area → its stand; an area that is new stands only in the second.

    What a new area is to be read by is no change: nothing was recorded there before.
    """
    touched = {
        stand
        for pk, stand in after.items()
        if before.get(pk) != stand
        for stand in (before.get(pk, stand), stand)
    }
    then, now = Standing(before), Standing(after)
    gained: set[Pair] = set()
    lost: set[Pair] = set()
    for pk, (_width, place) in before.items():
        if touched.isdisjoint(_stands(place)) and touched.isdisjoint(_stands(after[pk][1])):
            continue
        around, was_around = now.around(pk), then.around(pk)
        gained.update((reader, pk) for reader in around - was_around)
        lost.update((reader, pk) for reader in was_around - around)
    return Shift(frozenset(gained), frozenset(lost))


def is_held(area: Area) -> bool:
    return HeldSight.objects.filter(Q(reader=area) | Q(home=area)).exists()


def held_shift(area: Area) -> Shift:
    """What is held of changes of the past that touched this area, whether posts or records are there."""
    rows = HeldSight.objects.filter(Q(reader=area) | Q(home=area)).values_list("reader", "home").distinct()
    contained = set(_contained(rows))
    return Shift(frozenset(contained), frozenset(set(rows) - contained))


def _contained(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Those of the pairs of which the first contains the second today."""
    known = Area.objects.in_bulk({pk for pair in pairs for pk in pair})
    for reader, home in pairs:
        low, high = known[reader].place_range
        if low <= known[home].place_no <= high:
            yield reader, home
