from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.accounts.access import Reader
from ruamsuk.areas.queries import short_path
from ruamsuk.core.finding import Finder, Found
from ruamsuk.core.searching import containing
from ruamsuk.projects.projects.codes import read_code
from ruamsuk.projects.projects.models import Project


def find_projects(user: Reader, words: str, most: int) -> list[Found]:
    """By title or code, of all years, the newest first."""
    rows, typed = Project.objects.visible_to(user), read_code(words)
    rows = rows.filter(code=typed.code) if typed else rows.filter(containing(words))
    rows = rows.select_related("home_area__parent__parent").order_by("-pk")[:most]
    return [Found(row.title, _sub(row), reverse("projects:project", args=[row.uid])) for row in rows]


def _sub(row: Project) -> str:
    year = _("fiscal year %(year)s") % {"year": row.fiscal_year} if row.fiscal_year else ""
    parts = (row.code, year, short_path(row.home_area) if row.home_area else "")
    return " · ".join(part for part in parts if part)


PROJECTS = Finder(gettext_lazy("Projects"), find_projects, 30, "folder", "projects:projects")
