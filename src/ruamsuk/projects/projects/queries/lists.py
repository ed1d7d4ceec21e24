"""The list of projects within the filters of its address."""

from django.db.models import QuerySet

from ruamsuk.projects.designs.filters import ListFilter
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects


def within(filters: ListFilter, rows: QuerySet[Project]) -> QuerySet[Project]:
    if filters.figure:
        rows = rows.filter(pk__in=counted_projects().values("pk"))
    if filters.figure == "running":
        rows = rows.running()  # type: ignore[attr-defined]
    return rows.filter(filters.of_designs())
