"""Projects that figures count."""

from django.db.models import QuerySet

from ruamsuk.projects.projects.choices import Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.projects.models import Project


def counted_projects() -> QuerySet[Project]:
    """Projects that figures count: neither project sets, which only hold others together, nor records imported from
    older systems, which were approved elsewhere (docs/adr/0030), nor approvals recorded by mistake (0024).
    """
    rows = Project.objects.exclude(kind=ProjectKind.PROGRAMME).exclude(origin=Origin.IMPORT)
    return rows.exclude(status=ProjectStatus.ANNULLED)
