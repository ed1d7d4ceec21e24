from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.core.calendar import day_text
from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import Wanted, likeliest
from ruamsuk.projects.reports.models import ActivityReport


def find_reports(user: Reader, wanted: Wanted, most: int) -> Hits:
    """By their titles."""
    rows = ActivityReport.objects.visible_to(user)
    keys = likeliest([rows], wanted, year="fiscal_year")
    shown = rows.select_related("project").in_bulk([pk for pk, _fit in keys[:most]])
    found = [(shown[pk], fit) for pk, fit in keys[:most] if pk in shown]
    return Hits(
        [
            Found(
                row.title,
                " · ".join([row.project.title, *([day_text(row.held_on)] if row.held_on else [])]),
                reverse("projects:report", args=[row.uid]),
                fit,
            )
            for row, fit in found
        ],
        len(keys),
    )


REPORTS = Finder(_("Reports"), find_reports, 50, "report-analytics")
