"""Keeping the summary true: each change of a proposal, project or report recounts its fund's year."""

from typing import Protocol

from django.db import transaction

from ruamsuk.areas.models import Area
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.models import Fund
from ruamsuk.projects.tallies.contributions import CONTRIBUTIONS
from ruamsuk.projects.tallies.models import Tally
from ruamsuk.projects.tallies.queries import Part, parts

Counted = tuple[Fund | None, int, Area | None]  # fund, fiscal year and home area of a record


def recount(*places: Counted) -> None:
    """Counts again, from the records, what these places belong to: a fund's year, or an area without a fund.

    Several are locked in one order for everybody, so that two records that change places never wait for each other.
    """
    found = {part for part in (_part(*place) for place in places) if part}
    for part in sorted(found, key=lambda part: (part.fund_id or 0, part.fiscal_year, part.area_id or 0)):
        recount_part(part)


def _part(fund: Fund | None, fiscal_year: int, home_area: Area | None) -> Part | None:
    if fund is not None:
        return Part(fund.pk, fiscal_year)
    return Part(None, fiscal_year, home_area.pk) if home_area is not None else None


def recount_part(part: Part) -> None:
    """Locks the fund's year (or the area) first, so that two changes at once never lose one another's count."""
    with transaction.atomic():
        if part.fund_id:
            fund_year(Fund.objects.get(pk=part.fund_id), part.fiscal_year)
        else:
            list(Area.objects.select_for_update().filter(pk=part.area_id or 0))
        cells = part.counted()
        place_of = dict(
            Area.objects.filter(pk__in={area for area, _list, _entry in cells}).values_list("pk", "place_no")
        )
        Tally.objects.filter(part.which).delete()
        Tally.objects.bulk_create(
            Tally(
                fund_id=part.fund_id,
                fiscal_year=part.fiscal_year,
                home_area_id=area,
                place_no=place_of[area],
                issue_list_id=issue_list,
                entry_id=entry,
                **figures,
            )
            for (area, issue_list, entry), figures in cells.items()
        )
        for contribution in CONTRIBUTIONS.values():
            contribution.keep(part.which)


class Placed(Protocol):
    """A record that is counted by its fund, year and home area."""

    @property
    def fund(self) -> Fund | None: ...
    @property
    def fiscal_year(self) -> int: ...
    @property
    def home_area(self) -> Area | None: ...


def counted_in(record: Placed) -> Counted:
    return record.fund, record.fiscal_year, record.home_area


def recount_for(record: Placed, *before: Counted) -> None:
    """`before`: where else it was counted until now."""
    recount(counted_in(record), *before)


def recount_all() -> int:
    """Counts everything again, each part in its own short transaction; returns how many."""
    found = parts()
    for part in found:
        recount_part(part)
    return len(found)
