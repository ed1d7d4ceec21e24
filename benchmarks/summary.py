"""The summary of the generated records: written all at once, and compared with what the product itself counts."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.db.models import Q

from benchmarks.bulk import Bulk
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.counting.cells import Cells
from ruamsuk.counting.models import Contribution, KnownSince
from ruamsuk.funds.models import Fund
from ruamsuk.projects import models as m
from ruamsuk.projects.figures import CODES
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.proposals.queries.counted import counted_as_sent, counted_proposals
from ruamsuk.projects.reports.actions.counted import keep_measured, keep_participants
from ruamsuk.projects.reports.queries.counted import of_projects
from ruamsuk.projects.tallies.models import Tally
from ruamsuk.projects.tallies.queries import TallyPart

DAYS = 300  # for which it is known what figures were


def write_tallies() -> None:
    """What `projects.tallies.actions.recount` would write for every fund and year, a year at a time."""
    bulk, in_lists = Bulk(), Cells.read()
    place_of = dict(Area.objects.values_list("pk", "place_no"))
    issues: dict[int, list[int]] = {}
    for design, issue in m.DesignIssue.objects.values_list("design_id", "issue_id").iterator():
        issues.setdefault(design, []).append(issue)
    years = counted_projects().order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct()
    for year in list(years):
        cells: dict[tuple, dict[str, int]] = {}
        for key, figures in _figures(year):
            fund, area, design = key
            for cell in in_lists.of(issues.get(design, ())):
                kept = cells.setdefault((fund, area, *cell), dict.fromkeys(CODES, 0))
                for name, value in figures.items():
                    kept[name] += value
        for (fund, area, issue_list, entry), figures in sorted(
            cells.items(), key=lambda item: tuple(part or 0 for part in item[0])
        ):
            bulk.add(
                Tally,
                fund_id=fund,
                fiscal_year=year,
                home_area_id=area,
                place_no=place_of[area],
                issue_list_id=issue_list,
                entry_id=entry,
                **figures,
            )
            if year == current_fiscal_year():
                _write_days(bulk, figures, fund, year, area, place_of[area], issue_list, entry)
        bulk.flush()
        keep_participants(Q(fiscal_year=year))
        keep_measured(Q(fiscal_year=year))
    bulk.finish()
    KnownSince.objects.update(day=today() - timedelta(days=DAYS))


def _write_days(
    bulk: Bulk, figures: dict[str, int], fund: int, year: int, area: int, place: int, *cell
) -> None:
    """As if the figures of this year had come by and by: each of a cell on another day of the past ones."""
    for number, (code, n) in enumerate(figures.items()):
        if n:
            bulk.add(
                Contribution,
                figure=code,
                fiscal_year=year,
                fund_id=fund,
                home_area_id=area,
                place_no=place,
                issue_list_id=cell[0],
                entry_id=cell[1],
                n=n,
                day=today() - timedelta(days=(fund + 27 * number) % DAYS),
                is_summed=True,
            )


def _figures(year: int) -> Iterator[tuple[tuple[int, int, int], dict[str, int]]]:
    """((fund, area, design), what the record counts for) of every proposal and project of a year."""
    for key in (
        counted_proposals().filter(fiscal_year=year).values_list("fund_id", "home_area_id", "design_id")
    ):
        yield key, {"developed": 1}
    sent = counted_as_sent().filter(fiscal_year=year)  # here drafts say what was sent
    for key in sent.values_list("fund_id", "home_area_id", "proposal__design_id"):
        yield key, {"developed": 1}
    projects = counted_projects().filter(fiscal_year=year)
    counted = of_projects(projects)
    for pk, *key in projects.values_list("pk", "fund_id", "home_area_id", "design_id"):
        yield tuple(key), counted[pk]


def differences(sample: int) -> list[str]:
    """Fund-years of a random sample whose stored summary is not what the product counts from the records."""
    funds = list(Fund.objects.order_by("pk").values_list("pk", flat=True))
    newest, chance = current_fiscal_year(), Random(7)
    parts = [TallyPart(chance.choice(funds), newest - chance.randrange(3)) for _turn in range(sample)]
    return [f"fund {p.fund_id} in {p.fiscal_year}" for p in parts if p.counted() != p.stored()]
