"""The list of projects within the limits of its address."""

from django.db.models import QuerySet

from ruamsuk.projects.designs.limits import Limits
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects


def within(limits: Limits, rows: QuerySet[Project]) -> QuerySet[Project]:
    if limits.figure:
        rows = rows.filter(pk__in=counted_projects().values("pk"))
    if limits.figure == "running":
        rows = rows.running()  # type: ignore[attr-defined]
    return rows.filter(limits.of_designs())
