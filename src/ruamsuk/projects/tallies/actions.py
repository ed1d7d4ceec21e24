"""Keeping the summary true: each change of a proposal, project or report recounts its fund's year."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.counting.actions import note_summed
from ruamsuk.funds.actions import fund_years
from ruamsuk.funds.models import Fund
from ruamsuk.projects.figures import CODES
from ruamsuk.projects.tallies.models import Tally
from ruamsuk.projects.tallies.queries import Key, TallyPart, counted, parts, within
from ruamsuk.projects.tallies.tallied import TALLIED

# Only in counted_at_end.
_waiting: ContextVar[set[TallyPart] | None] = ContextVar("parts_that_wait", default=None)

AT_ONCE = 50  # parts that are counted together inside of one transaction
IN_A_PIECE = 10  # parts in a short transaction of their own

# Fund, fiscal year and home area of a record. One whose year is not known is counted in none.
Where = tuple[Fund | None, int | None, Area | None]


def recount(*places: Where) -> None:
    """Counts again, from the records, what these places belong to: a fund's year, or an area without a fund.

    Several are locked in one order for everybody, so that two records that change places never wait for each other.
    """
    recount_parts({part for part in (_part(*place) for place in places) if part})


def recount_parts(found: set[TallyPart]) -> None:
    if (waiting := _waiting.get()) is not None:
        waiting |= found
        return
    for piece in _pieces(found, AT_ONCE):
        _recount(piece)


@contextmanager
def counted_at_end() -> Iterator[set[TallyPart]]:
    """For an act that changes very many records in one transaction: each part is counted once, when the block ends.

    Nobody else sees a sum that is behind, since nothing of the act is seen before its end. Yields the parts that wait.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            "sums would be seen while they are behind: count at the end of one transaction only"
        )
    waiting: set[TallyPart] = set()
    token = _waiting.set(waiting)
    try:
        yield waiting
    finally:
        _waiting.reset(token)
    recount_parts(waiting)


def _part(fund: Fund | None, fiscal_year: int | None, home_area: Area | None) -> TallyPart | None:
    if fiscal_year is None:
        return None
    if fund is not None:
        return TallyPart(fund.pk, fiscal_year)
    return TallyPart(None, fiscal_year, home_area.pk) if home_area is not None else None


def _recount(parts: Sequence[TallyPart]) -> None:
    """Locks the funds' years (or the areas) first, so that two changes at once never lose one another's count."""
    with transaction.atomic():
        if areas := {part.area_id or 0 for part in parts if not part.fund_id}:
            list(Area.objects.select_for_update().filter(pk__in=areas).order_by("pk").values_list("pk"))
        fund_years((part.fund_id, part.fiscal_year) for part in parts if part.fund_id)
        _set_right(parts)
        for tallied in TALLIED.values():
            tallied.keep(within(parts))


@action(_("counted a fund's year again"))
def count_again(*, parts: Collection[TallyPart], by: User | None, at: datetime = NOW) -> None:
    """By the calendar, a changed list of issues, or `check-data --mend`: no other act has changed a record."""
    recount_parts(set(parts))


def count_again_by_pieces(parts: Iterable[TallyPart]) -> int:
    """A few in each short transaction, so that nobody waits long; returns how many parts."""
    pieces = _pieces(parts, IN_A_PIECE)
    for piece in pieces:
        count_again(parts=piece, by=None)
    return sum(map(len, pieces))


def _pieces(parts: Iterable[TallyPart], size: int) -> list[list[TallyPart]]:
    ranked = sorted(parts, key=attrgetter("rank"))
    return [ranked[at : at + size] for at in range(0, len(ranked), size)]


def _set_right(parts: Sequence[TallyPart]) -> None:
    """Stored rows become what the records say. The difference is kept as contributions of today."""
    found, there = counted(parts), _stored(parts)
    cells = {(part, key): figures for part in parts for key, figures in found[part].items()}
    homes = {area for _part, (area, _list, _entry) in cells}
    place_of = dict(Area.objects.filter(pk__in=homes).values_list("pk", "place_no"))
    left = [row for rows in there.values() for row in rows[1:]]
    changes = [(row, {code: -getattr(row, code) for code in CODES}) for row in left]
    new: list[Tally] = []
    changed: list[Tally] = []
    for at in cells.keys() | there.keys():
        figures = cells.get(at) or dict.fromkeys(CODES, 0)
        row = there[at][0] if at in there else _row(*at)
        change = {code: figures[code] - getattr(row, code) for code in CODES}
        for code in CODES:
            setattr(row, code, figures[code])
        if at not in cells:
            left.append(row)
        elif row.pk is None or any(change.values()) or row.place_no != place_of[row.home_area_id]:
            (changed if row.pk else new).append(row)
            row.place_no = place_of[row.home_area_id]
        changes.append((row, change))
    Tally.objects.filter(pk__in=[row.pk for row in left]).delete()
    Tally.objects.bulk_create(new)
    # They are there, and locked with their part: one statement, where `bulk_update` writes a CASE for each figure.
    Tally.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=["place_no", *CODES]
    )
    note_summed(changes, day=today())


def _stored(parts: Iterable[TallyPart]) -> dict[tuple[TallyPart, Key], list[Tally]]:
    """One row of each cell, and whatever stands there twice by mistake."""
    found: dict[tuple[TallyPart, Key], list[Tally]] = {}
    for row in Tally.objects.filter(within(parts)).order_by("pk"):
        part = TallyPart.of(row.fund_id, row.fiscal_year, row.home_area_id)
        found.setdefault((part, (row.home_area_id, row.issue_list_id, row.entry_id)), []).append(row)
    return found


def _row(part: TallyPart, key: Key) -> Tally:
    area, issue_list, entry = key
    return Tally(
        fund_id=part.fund_id,
        fiscal_year=part.fiscal_year,
        home_area_id=area,
        issue_list_id=issue_list,
        entry_id=entry,
    )


class Placed(Protocol):
    """A record that is counted by its fund, year and home area."""

    @property
    def fund(self) -> Fund | None: ...
    @property
    def fiscal_year(self) -> int | None: ...
    @property
    def home_area(self) -> Area | None: ...


def counted_in(record: Placed) -> Where:
    return record.fund, record.fiscal_year, record.home_area


def recount_all_of(records: Iterable[tuple[int | None, int | None, int | None]]) -> None:
    """What many records belong to, by their (fund, fiscal year, home area): each part once."""
    recount_parts(
        {
            TallyPart.of(fund, year, area)
            for fund, year, area in records
            if year is not None and (fund or area is not None)
        }
    )


def recount_for(record: Placed, *before: Where) -> None:
    """`before`: where else it was counted until now."""
    recount(counted_in(record), *before)


def recount_all() -> int:
    """Counts everything again; returns how many parts there are."""
    return count_again_by_pieces(parts())
