from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.accounts.access import Reader
from ruamsuk.areas.queries import short_path
from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import Wanted, likeliest
from ruamsuk.projects.projects.codes import read_code
from ruamsuk.projects.projects.models import Project


def find_projects(user: Reader, wanted: Wanted, most: int) -> Hits:
    """By title or code, of all years."""
    rows, typed = Project.objects.visible_to(user), read_code(wanted.typed)
    coded = rows.filter(code=typed.code) if typed else rows.none()
    if wanted.only:
        coded = coded.filter(fiscal_year=wanted.only)
    keys = [(pk, 1.0) for pk in coded.values_list("pk", flat=True)]
    keys = keys or likeliest([rows], wanted, year="fiscal_year")
    shown = rows.select_related("home_area__parent__parent").in_bulk([pk for pk, _fit in keys[:most]])
    found = [(shown[pk], fit) for pk, fit in keys[:most] if pk in shown]
    return Hits(
        [Found(row.title, _sub(row), reverse("projects:project", args=[row.uid]), fit) for row, fit in found],
        len(keys),
    )


def _sub(row: Project) -> str:
    year = _("fiscal year %(year)s") % {"year": row.fiscal_year} if row.fiscal_year else ""
    parts = (row.code, year, short_path(row.home_area) if row.home_area else "")
    return " · ".join(part for part in parts if part)


PROJECTS = Finder(gettext_lazy("Projects"), find_projects, 30, "folder", "projects:projects")
