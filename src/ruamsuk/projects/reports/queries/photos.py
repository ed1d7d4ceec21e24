"""Photos of reports of which it has to be said who may see them."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ruamsuk.accounts.access import Reader
from ruamsuk.projects.reports.models import ActivityReport, ReportPhoto
from ruamsuk.projects.verbs import WRITE_REPORT


def reports_to_look_at(user: Reader) -> QuerySet[ActivityReport]:
    waiting = ReportPhoto.objects.undecided().filter(report=OuterRef("pk"))
    return ActivityReport.objects.visible_to(user, WRITE_REPORT).sent().filter(Exists(waiting))


def with_photos(rows: QuerySet[Any]) -> QuerySet[Any]:
    waiting = ReportPhoto.objects.undecided().select_related("file")
    return rows.select_related("project").prefetch_related(Prefetch("photos", waiting, to_attr="waiting"))
