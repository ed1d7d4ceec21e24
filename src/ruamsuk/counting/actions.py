"""Adding to figures as part of an act, and keeping the sums."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_of
from ruamsuk.counting.cells import Cells
from ruamsuk.counting.contributed import noted_otherwise
from ruamsuk.counting.models import CELL, Contribution, KeptSum, KnownSince
from ruamsuk.counting.sources import noted_by_day
from ruamsuk.funds.models import Fund

HOME = CELL.index("home_area_id")
MOST = 2000  # rows in one short transaction


def contribute(
    *,
    figures: Mapping[str, int],
    fiscal_year: int,
    home_area: Area,
    at: datetime,
    fund: Fund | None = None,
    issues: Iterable[int] = (),
) -> None:
    """Adds to figures (or takes from them) what an act changes by one record. Called inside that act.

    Nothing is locked: however many write in one place at once, none waits for another. `figures`: code → ±n.
    """
    rows = list(_rows(figures, fiscal_year, home_area.pk, fund.pk if fund else None, issues))
    day = day_of(at)
    _note_known(figures, day)
    _write(rows, day)


@dataclass(frozen=True)
class Added:
    """A record that its app counts by itself, and what an act changed of what it counts for: code → ±n."""

    figures: Mapping[str, int]
    fiscal_year: int
    home_area: int
    fund: int | None
    issues: Iterable[int] = ()


def note_counted(records: Iterable[Added], *, day: date) -> None:
    """What acts changed of figures that are counted from their records, so that past days can be asked for.

    Called inside the act; the figure of today does not come from here.
    """
    records, cells = list(records), Cells.read()
    _note_known({code for one in records for code in one.figures}, day)
    _write(
        [
            row
            for one in records
            for row in _rows(one.figures, one.fiscal_year, one.home_area, one.fund, one.issues, cells)
        ],
        day,
        is_summed=True,
    )


def set_right(figure: str, counted: Mapping[tuple[Any, ...], int], *, day: date) -> int:
    """Contributions of a figure become, all together, what is counted from its records: cell (CELL without the figure)
    → number. After what a cell is has changed, as a list of issues; returns how many differed.
    """
    _note_known([figure], day)
    found = noted_otherwise(figure, counted)
    _write(
        [
            Contribution(figure=figure, n=right - noted, **dict(zip(CELL[1:], cell, strict=True)))
            for cell, noted, right in found
        ],
        day,
        is_summed=True,
    )
    return len(found)


def _rows(
    figures: Mapping[str, int],
    fiscal_year: int,
    home_area: int,
    fund: int | None,
    issues: Iterable[int],
    cells: Cells | None = None,
) -> Iterator[Contribution]:
    for issue_list, entry in (cells or Cells.read()).of(issues):
        for code, n in figures.items():
            if n:
                yield Contribution(
                    figure=code,
                    fiscal_year=fiscal_year,
                    fund_id=fund,
                    home_area_id=home_area,
                    issue_list_id=issue_list,
                    entry_id=entry,
                    n=n,
                )


def _write(rows: Sequence[Contribution], day: date, *, is_summed: bool = False) -> None:
    homes = {row.home_area_id for row in rows}
    place_of = dict(Area.objects.filter(pk__in=homes).values_list("pk", "place_no"))
    for row in rows:
        row.day, row.is_summed, row.place_no = day, is_summed, place_of[row.home_area_id]
    Contribution.objects.bulk_create(rows, batch_size=500)


def _note_known(figures: Iterable[str], day: date) -> None:
    """A figure that contributes for the first time is known from this day on; with the first of all, every one."""
    known = set(KnownSince.objects.values_list("figure", flat=True))
    new = (set(figures) if known else {*figures, *noted_by_day()}) - known
    KnownSince.objects.bulk_create(
        [KnownSince(figure=code, day=day) for code in sorted(new)], ignore_conflicts=True
    )


def note_summed(changes: Iterable[tuple[Any, Mapping[str, int]]], *, day: date) -> None:
    """What became of sums that an app keeps itself, for as long as their days are asked for.

    `changes`: a row that has the cell (as InCell), and how much each of its figures changed.
    """
    changes = list(changes)
    _note_known({code for _row, figures in changes for code in figures}, day)
    Contribution.objects.bulk_create(
        (
            Contribution(
                figure=code,
                fiscal_year=row.fiscal_year,
                fund_id=row.fund_id,
                home_area_id=row.home_area_id,
                place_no=row.place_no,
                issue_list_id=row.issue_list_id,
                entry_id=row.entry_id,
                n=n,
                day=day,
                is_summed=True,
            )
            for row, figures in changes
            for code, n in figures.items()
            if n
        ),
        batch_size=500,
    )


def sum_up(most: int = MOST) -> int:
    """Brings contributions into the kept sums, in one short transaction; returns how many.

    Readers add what is not summed yet, so a figure is the same before and after.
    """
    with transaction.atomic():
        waiting = Contribution.objects.filter(is_summed=False).select_for_update(
            skip_locked=True, of=("self",)
        )
        rows = list(waiting.order_by("pk").values_list("pk", *CELL, "n")[:most])
        sums: Counter[tuple[Any, ...]] = Counter()
        for _pk, *cell, n in rows:
            sums[tuple(cell)] += n
        place_of = _held_places({cell[HOME] for cell in sums})
        kept: dict[tuple[object, ...], KeptSum] = {}
        for row in _kept_of(place_of, {cell[0] for cell in sums}):
            kept.setdefault(tuple(getattr(row, name) for name in CELL), row)
        for cell in sums.keys() & kept.keys():
            kept[cell].n += sums[cell]
        KeptSum.objects.bulk_update([kept[cell] for cell in sums.keys() & kept.keys()], ["n"], batch_size=500)
        KeptSum.objects.bulk_create(
            KeptSum(**dict(zip(CELL, cell, strict=True)), place_no=place_of[cell[HOME]], n=sums[cell])
            for cell in sums.keys() - kept.keys()
        )
        Contribution.objects.filter(pk__in=[row[0] for row in rows]).update(is_summed=True)
    return len(rows)


@action(_("counted a kept sum again"))
def keep_again(*, cell: tuple[Any, ...], by: User | None, at: datetime = NOW) -> None:
    """The kept sum of a cell becomes what its summed contributions are together."""
    where = dict(zip(CELL, cell, strict=True))
    place_of = _held_places({cell[HOME]})
    list(KeptSum.objects.select_for_update(of=("self",)).filter(**where).order_by("pk"))
    right = Contribution.objects.filter(**where, is_summed=True).aggregate(n=Sum("n"))["n"]
    KeptSum.objects.filter(**where).delete()
    if right:
        KeptSum.objects.create(**where, place_no=place_of[cell[HOME]], n=right)


def _held_places(areas: set[int]) -> dict[int, int]:
    """Place numbers that stay as they are until the transaction ends; writers are not held up by it."""
    rows = Area.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=areas).order_by("pk")
    return {area.pk: area.place_no for area in rows.only("pk", "place_no")}


def _kept_of(areas: Iterable[int], figures: set[str]) -> Iterable[KeptSum]:
    rows = KeptSum.objects.select_for_update(of=("self",)).filter(home_area__in=areas, figure__in=figures)
    return rows.order_by("pk")


def merge_days(before: date, most: int = MOST) -> int:
    """Rows of a past day that say the same become one; returns how many rows went. Their sum stays."""
    names = ("day", *CELL)
    same = (
        Contribution.objects.filter(day__lt=before, is_summed=True)
        .order_by()
        .values(*names)
        .annotate(rows=Count("pk"))
        .filter(rows__gt=1)
    )
    gone = 0
    for one in same[:most]:
        with transaction.atomic():
            same_rows = Contribution.objects.filter(**{name: one[name] for name in names}, is_summed=True)
            rows = same_rows.select_for_update(of=("self",))
            found = list(rows.order_by("pk").values_list("pk", "n"))
            if len(found) < 2:  # another worker has put them together meanwhile
                continue
            Contribution.objects.filter(pk=found[0][0]).update(n=sum(n for _pk, n in found))
            gone += Contribution.objects.filter(pk__in=[pk for pk, _n in found[1:]]).delete()[0]
    return gone
