"""Keeping the summary true: each change of a proposal, project or report recounts its fund's year."""

from django.db import transaction
from django.db.models import Q, Value

from ruamsuk.areas.models import Area
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.models import Fund
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.models.tally import Tally
from ruamsuk.projects.queries.tallies import counted_projects, counted_proposals, from_records


def recount(fund: Fund | None, fiscal_year: int, place: Area | None = None) -> None:
    """Counts one fund's year again, from the records; without a fund: what belongs to no fund at `place`.

    Locks the fund's year (or the place) first, so that two changes at once never lose one another's count.
    """
    with transaction.atomic():
        if fund is not None:
            fund_year(fund, fiscal_year)
            which = Q(fund=fund)
        elif place is not None:
            Area.objects.select_for_update().get(pk=place.pk)
            which = Q(fund__isnull=True, place_no=place.place_no)
        else:
            return
        which &= Q(fiscal_year=fiscal_year)
        cells = from_records(counted_proposals().filter(which), counted_projects().filter(which))
        Tally.objects.filter(which).delete()
        Tally.objects.bulk_create(
            Tally(
                fund=fund,
                fiscal_year=fiscal_year,
                place_no=place_no,
                issue_list_id=issue_list,
                entry_id=entry,
                **figures,
            )
            for (place_no, issue_list, entry), figures in cells.items()
        )


def recount_for(record: Project | Proposal) -> None:
    recount(record.fund, record.fiscal_year, record.home_area)


def recount_all(fiscal_year: int | None = None) -> int:
    """Counts every fund's year again, each in its own short transaction; returns how many."""
    keys: set[tuple[int | None, int, int | None]] = set()
    for rows in (counted_proposals(), counted_projects()):
        if fiscal_year is not None:
            rows = rows.filter(fiscal_year=fiscal_year)
        for fund, year, area in (
            rows.order_by().values_list("fund_id", "fiscal_year", "home_area_id").distinct()
        ):
            keys.add((fund, year, None if fund else area))
    keys |= set(
        Tally.objects.filter(fund__isnull=False).values_list("fund_id", "fiscal_year", Value(None)).distinct()
    )
    funds = Fund.objects.in_bulk([fund for fund, _year, _area in keys if fund])
    areas = Area.objects.in_bulk([area for _fund, _year, area in keys if area])
    for fund, year, area in sorted(keys, key=str):
        recount(funds.get(fund), year, areas.get(area))
    return len(keys)
