"""What projects contribute to the summary, and what is kept beside it: open reports, where participants came from,
what standard indicators stand at."""

from collections import Counter

from django.db.models import Q

from ruamsuk.areas.models import Area
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.models import MeasuredIndicator, ParticipantSum
from ruamsuk.projects.reports.queries.counted import figures_within, open_reports, open_reports_differ
from ruamsuk.projects.reports.queries.participants import participant_sums, stored_sums
from ruamsuk.projects.reports.queries.together import KEPT, measured_by, stored_measured
from ruamsuk.projects.tallies.tallied import Tallied


def keep_open_reports(within: Q) -> None:
    right = {pk: counted for pk, _stored, counted in open_reports_differ(Project.objects.filter(within))}
    if not right:
        return
    projects = list(Project.objects.filter(pk__in=right).only("pk"))
    for project in projects:
        for name, value in right[project.pk].items():
            setattr(project, name, value)
    Project.objects.bulk_update(projects, list(open_reports()), batch_size=200)


def keep_participants(within: Q) -> None:
    right = participant_sums(within)
    if Counter(right.items()) == Counter(stored_sums(within)):
        return
    ParticipantSum.objects.filter(within).delete()
    places = Area.objects.filter(pk__in={key[2] for key in right}).values_list("pk", "place_no")
    place_of = dict(places)
    ParticipantSum.objects.bulk_create(
        ParticipantSum(
            fund_id=fund,
            fiscal_year=year,
            home_area_id=area,
            place_no=place_of[area],
            sector=sector,
            organization_id=organization,
            organization_name=name,
            people=people,
        )
        for (fund, year, area, sector, organization, name), people in right.items()
    )


def keep_measured(within: Q) -> None:
    right, stored = measured_by(within), stored_measured(within)
    if right == stored:
        return
    MeasuredIndicator.objects.filter(indicator__in=stored.keys() | right.keys()).delete()
    MeasuredIndicator.objects.bulk_create(
        MeasuredIndicator(
            indicator_id=indicator, project_id=project, **dict(zip(KEPT[1:], kept, strict=True))
        )
        for indicator, (project, *kept) in right.items()
    )


def keep(within: Q) -> None:
    keep_open_reports(within)
    keep_participants(within)
    keep_measured(within)


TALLIED = {"projects": Tallied(Project.objects.all, figures_within, keep)}
