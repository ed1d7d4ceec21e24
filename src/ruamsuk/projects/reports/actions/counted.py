"""What projects contribute to the summary, and what they keep of their open reports."""

from django.db.models import Q

from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.queries.counted import figures_within, open_reports_differ
from ruamsuk.projects.tallies.tallied import Tallied


def keep_open_reports(within: Q) -> None:
    for pk, _stored, right in open_reports_differ(Project.objects.filter(within)):
        Project.objects.filter(pk=pk).update(**right)


TALLIED = {"projects": Tallied(Project.objects.all, figures_within, keep_open_reports)}
