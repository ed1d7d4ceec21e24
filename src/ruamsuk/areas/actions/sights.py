"""Personal sight after a change of areas: held as it was, or let follow the new borders."""

from contextvars import ContextVar
from datetime import datetime

from django.utils.translation import gettext_lazy

from ruamsuk.areas.models import Area, HeldSight
from ruamsuk.areas.queries import held_shift
from ruamsuk.areas.sight import Pair, Shift, Sight, posts_at
from ruamsuk.audit.actions import NOW, action

CHUNK = 500
watched: ContextVar[set[int] | None] = ContextVar("watched", default=None)  # readers seen by a rehearsal


def hold(shift: Shift, decision: Sight, *, moved: bool = True) -> None:
    """Writes down what differs from today's borders, which have just `moved` or moved earlier.

    What stays is what was seen before, also by earlier decisions: a row that is there already keeps its word.
    """
    if (seen := watched.get()) is not None:
        seen.update(shift.readers)
    if not shift:
        return
    general: dict[Pair, HeldSight] = {}
    own: dict[tuple[str, int], HeldSight] = {}
    for row in HeldSight.objects.filter(reader__in=shift.readers):
        if row.post is None:
            general[row.reader_id, row.home_id] = row
        else:
            own[str(row.post), row.home_id] = row
    posts_of: dict[int, list[str]] = {}
    if decision.differing or own:
        for uid, area in posts_at(shift.readers).items():
            posts_of.setdefault(area, []).append(uid)
    new: list[HeldSight] = []
    gone: list[int] = []

    def put(row: HeldSight | None, wanted: bool | None, reader: int, home: int, post: str | None) -> None:
        """Makes the stored row say what is wanted; None: no row."""
        if row is not None and row.sees != wanted:
            gone.append(row.pk)
            row = None
        if row is None and wanted is not None:
            new.append(HeldSight(reader_id=reader, home_id=home, post=post, sees=wanted))

    for reader, home in shift.gained | shift.lost:
        now = (reader, home) in shift.gained
        stood = general.get((reader, home))
        was = stood.sees if stood else now != moved
        all_see = now if decision.follows else was
        put(stood, None if all_see == now else all_see, reader, home, None)
        for post in posts_of.get(reader, ()):
            mine = own.get((post, home))
            saw = mine.sees if mine else was
            follows = decision.follows != (post in decision.differing)
            sees = now if follows else saw
            put(mine, None if sees == all_see else sees, reader, home, post)
    for start in range(0, len(gone), CHUNK):
        HeldSight.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
    HeldSight.objects.bulk_create(new, batch_size=CHUNK)


@action(gettext_lazy("decided who sees the personal data of the area"), on="area")
def decide_sight(*, area: Area, sight: Sight, by: object, at: datetime = NOW) -> None:
    """Decides anew about what was held when this area was changed: it stays, or follows today's borders."""
    hold(held_shift(area), sight, moved=False)
