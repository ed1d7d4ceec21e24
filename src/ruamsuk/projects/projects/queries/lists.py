"""The lists of projects, and of the figures of their problems, within the filters of their address."""

from typing import Any

from django.db.models import QuerySet

from ruamsuk.areas.models import Area
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.designs.filters import ListFilter
from ruamsuk.projects.designs.models import Situation
from ruamsuk.projects.designs.queries import PROBLEM_FIGURES, problem_figures
from ruamsuk.projects.projects.choices import HALTED, ProjectStatus
from ruamsuk.projects.projects.models import ProjectPartner, ProjectQuerySet
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.projects.queries.partners import PARTNERS, of_part


def within(filters: ListFilter, rows: ProjectQuerySet) -> ProjectQuerySet:
    if filters.figure:
        rows = rows.filter(pk__in=counted_projects().values("pk"))
    if filters.figure == "running":
        rows = rows.running()
    elif filters.figure == "finished":
        rows = rows.filter(status=ProjectStatus.FINISHED)
    elif filters.figure == "stopped":
        rows = rows.filter(status__in=HALTED)
    elif filters.figure in ("joint", "joint_local"):
        partners: QuerySet[Any] = ProjectPartner.objects.confirmed()
        if filters.figure == "joint_local":
            partners = partners.filter(kind=OrganizationKind.LOCAL_AUTHORITY)
        if part := filters.parts.get(PARTNERS.asked):
            partners = of_part(partners, part)
        rows = rows.filter(pk__in=partners.values("project"))
    elif filters.figure == "funded":
        rows = rows.funded()
    elif filters.figure == "varied":
        rows = rows.filter(varied_on__isnull=False)
    return rows.filter(filters.of_designs())


def problems_within(filters: ListFilter, area: Area, fiscal_year: int) -> QuerySet[Situation]:
    """Figures of the problems of counted projects; of one kind of source where the address names it."""
    projects = counted_projects().filter(filters.places(area).q(), fiscal_year=fiscal_year)
    rows = problem_figures(projects.filter(filters.of_designs()).values("design"))
    if filters.figure in PROBLEM_FIGURES:
        rows = rows.filter(evidence_kind=PROBLEM_FIGURES[filters.figure])
    return rows
