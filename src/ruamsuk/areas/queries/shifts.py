"""What a change of areas shifts: which areas contain which others, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from ruamsuk.areas.models import Area, HeldSight
from ruamsuk.areas.ranges import Stand, around
from ruamsuk.areas.sight import Pair, Shift

Stands = Mapping[int, list[Stand]]  # key of an area → where it stands, its own place first


class Standing:
    """Where areas stand at one moment, read for who contains whom."""

    def __init__(self, areas: Stands) -> None:
        self.areas = areas
        self.at: dict[Stand, list[int]] = defaultdict(list)
        for pk, stands in areas.items():
            for stand in stands:
                self.at[stand].append(pk)

    def around(self, pk: int) -> set[int]:
        """The areas that contain this one, itself among them."""
        return {reader for stand in around(self.areas[pk][0].place) for reader in self.at.get(stand, ())}


def shift_of(before: Stands, after: Stands) -> Shift:
    """An area that is new stands only in the second.

    What a new area is to be read by is no change: nothing was recorded there before.
    """
    touched: set[Stand] = set()
    for pk, stands in after.items():
        if (stood := before.get(pk, [])) != stands:
            touched.update(set(stood) ^ set(stands))
    if not touched:
        return Shift(frozenset(), frozenset())
    widths = {stand.width for stand in touched}
    then, now = Standing(before), Standing(after)
    gained: set[Pair] = set()
    lost: set[Pair] = set()
    for pk in before:
        own = {before[pk][0].place, after[pk][0].place}
        if not any((place - place % width, width) in touched for place in own for width in widths):
            continue
        reads, read = now.around(pk), then.around(pk)
        gained.update((reader, pk) for reader in reads - read)
        lost.update((reader, pk) for reader in read - reads)
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
        if known[reader].places.covers(known[home].place_no):
            yield reader, home
