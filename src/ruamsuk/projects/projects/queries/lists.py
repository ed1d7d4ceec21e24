"""The list of projects within the filters of its address."""

from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.designs.filters import ListFilter
from ruamsuk.projects.projects.choices import HALTED, ProjectStatus
from ruamsuk.projects.projects.models import ProjectPartner, ProjectQuerySet
from ruamsuk.projects.projects.queries.counted import counted_projects


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
        partners = ProjectPartner.objects.confirmed()
        if filters.figure == "joint_local":
            partners = partners.filter(kind=OrganizationKind.LOCAL_AUTHORITY)
        rows = rows.filter(pk__in=partners.values("project"))
    elif filters.figure == "funded":
        rows = rows.funded()
    elif filters.figure == "varied":
        rows = rows.filter(varied_on__isnull=False)
    return rows.filter(filters.of_designs())
