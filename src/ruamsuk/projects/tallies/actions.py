"""Keeping the summary true: each change of a proposal, project or report recounts its fund's year."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.counting.actions import note_summed
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.models import Fund
from ruamsuk.projects.figures import CODES
from ruamsuk.projects.tallies.models import Tally
from ruamsuk.projects.tallies.queries import Key, TallyPart, parts
from ruamsuk.projects.tallies.tallied import TALLIED

# Only in counted_at_end.
_waiting: ContextVar[set[TallyPart] | None] = ContextVar("parts_that_wait", default=None)

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
    for part in sorted(found, key=lambda part: (part.fund_id or 0, part.fiscal_year, part.area_id or 0)):
        recount_part(part)


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


def recount_part(part: TallyPart) -> None:
    """Locks the fund's year (or the area) first, so that two changes at once never lose one another's count."""
    with transaction.atomic():
        if part.fund_id:
            fund_year(Fund.objects.get(pk=part.fund_id), part.fiscal_year)
        else:
            list(Area.objects.select_for_update().filter(pk=part.area_id or 0))
        _set_right(part)
        for tallied in TALLIED.values():
            tallied.keep(part.which)


@action(_("counted a fund's year again"))
def count_again(*, part: TallyPart, by: User | None, at: datetime = NOW) -> None:
    """By the calendar, a changed list of issues, or `check-data --mend`: no other act has changed a record."""
    recount_part(part)


def _set_right(part: TallyPart) -> None:
    """Stored rows become what the records say. The difference is kept as contributions of today."""
    cells, stored = part.counted(), _stored(part)
    places = Area.objects.filter(pk__in={area for area, _list, _entry in cells}).values_list("pk", "place_no")
    place_of = dict(places)
    left = [row for rows in stored.values() for row in rows[1:]]
    changes = [(row, {code: -getattr(row, code) for code in CODES}) for row in left]
    new: list[Tally] = []
    changed: list[Tally] = []
    for key in cells.keys() | stored.keys():
        figures = cells.get(key) or dict.fromkeys(CODES, 0)
        row = stored[key][0] if key in stored else _row(part, key)
        change = {code: figures[code] - getattr(row, code) for code in CODES}
        for code in CODES:
            setattr(row, code, figures[code])
        if key not in cells:
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


def _stored(part: TallyPart) -> dict[Key, list[Tally]]:
    """One row of each cell, and whatever stands there twice by mistake."""
    found: dict[Key, list[Tally]] = {}
    for row in Tally.objects.filter(part.which).order_by("pk"):
        found.setdefault((row.home_area_id, row.issue_list_id, row.entry_id), []).append(row)
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
            TallyPart(fund, year, None if fund else area)
            for fund, year, area in records
            if year is not None and (fund or area is not None)
        }
    )


def recount_for(record: Placed, *before: Where) -> None:
    """`before`: where else it was counted until now."""
    recount(counted_in(record), *before)


def recount_all() -> int:
    """Counts everything again, each part in its own short transaction; returns how many."""
    found = parts()
    for part in found:
        count_again(part=part, by=None)
    return len(found)
