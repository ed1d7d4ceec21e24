"""What a new proposal may start from."""

from collections.abc import Sequence

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.focus import Focus
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project


def good_sources(user: Reader, focus: Focus, most: int = 12) -> Sequence[Project]:
    """Last years' projects of the person's own funds and organisations first, then approved ones of the district."""
    scopes = [g.post.scope_id for g in grants_of(user) if g.post.scope.kind != ScopeKind.AREA]
    rows = Project.objects.select_related("fund", "home_area", "design").order_by("-fiscal_year", "-pk")
    rows = rows.exclude(status=ProjectStatus.ANNULLED)
    own = list(rows.filter(fund__scope_id__in=scopes)[:most]) + list(
        rows.filter(organization__scope_id__in=scopes)[:most]
    )
    low = focus.area.place_no // 10_000 * 10_000
    near = list(rows.filter(place_no__gte=low, place_no__lt=low + 10_000)[:most]) if low else []
    return list({project.pk: project for project in [*own, *near]}.values())[:most]
