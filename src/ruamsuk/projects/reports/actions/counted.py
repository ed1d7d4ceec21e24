"""What projects contribute to the summary, and what they keep of their open reports."""

from django.db.models import Q

from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.queries.counted import figures_within, open_reports, open_reports_differ
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


TALLIED = {"projects": Tallied(Project.objects.all, figures_within, keep_open_reports)}
