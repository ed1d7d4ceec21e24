from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.core.calendar import day_text
from ruamsuk.core.finding import Finder, Found
from ruamsuk.core.searching import containing
from ruamsuk.projects.reports.models import ActivityReport


def find_reports(user: Reader, words: str, most: int) -> list[Found]:
    """By their titles, the newest first."""
    rows = ActivityReport.objects.visible_to(user).filter(containing(words)).select_related("project")
    return [
        Found(
            row.title,
            " · ".join([row.project.title, *([day_text(row.held_on)] if row.held_on else [])]),
            reverse("projects:report", args=[row.uid]),
        )
        for row in rows.order_by("-pk")[:most]
    ]


REPORTS = Finder(_("Reports"), find_reports, 50, "report-analytics")
