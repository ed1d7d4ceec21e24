"""Keeping the summary true: each change of a proposal, project or report recounts its fund's year."""

from django.db import transaction

from ruamsuk.areas.models import Area
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.models import Fund
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.models.tally import Tally
from ruamsuk.projects.queries.tallies import Part, parts


def recount(fund: Fund | None, fiscal_year: int, place: Area | None = None) -> None:
    """Counts one fund's year again, from the records; without a fund: what belongs to no fund at `place`."""
    if fund is not None:
        recount_part(Part(fund.pk, fiscal_year))
    elif place is not None:
        recount_part(Part(None, fiscal_year, place.pk))


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


def recount_for(record: Project | Proposal) -> None:
    recount(record.fund, record.fiscal_year, record.home_area)


def recount_all() -> int:
    """Counts everything again, each part in its own short transaction; returns how many."""
    found = parts()
    for part in found:
        recount_part(part)
    return len(found)
