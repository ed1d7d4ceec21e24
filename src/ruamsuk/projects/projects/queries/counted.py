"""Projects that figures count."""

from ruamsuk.projects.projects.choices import Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.projects.models import Project, ProjectQuerySet


def counted_projects() -> ProjectQuerySet:
    """Projects that figures count: neither project sets, which only hold others together, nor records imported from
    older systems, until their fund takes them over (docs/adr/0076), nor approvals recorded by mistake (0024).
    """
    rows = Project.objects.exclude(kind=ProjectKind.PROGRAMME)
    rows = rows.exclude(origin=Origin.IMPORT, taken_over__isnull=True)
    return rows.exclude(status=ProjectStatus.ANNULLED)
