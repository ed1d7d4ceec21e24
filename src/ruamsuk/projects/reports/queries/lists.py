"""The lists behind the figures of reports, within the filters of their address."""

from django.db.models import QuerySet

from ruamsuk.areas.models import Area
from ruamsuk.projects.designs.filters import ListFilter
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.queries.due import late_projects, reports_due, reports_late, reports_waived
from ruamsuk.projects.reports.queries.participants import with_participants


def _counted(filters: ListFilter, area: Area, fiscal_year: int) -> QuerySet[Project]:
    """The projects whose reports and activities are counted in an area and a year."""
    rows = counted_projects().filter(filters.places(area).q(), fiscal_year=fiscal_year)
    return rows.filter(filters.of_designs())


def reports_within(filters: ListFilter, area: Area, fiscal_year: int) -> QuerySet[ActivityReport]:
    """Reports sent, those accepted, or those that name participants."""
    rows = ActivityReport.objects.filter(project__in=_counted(filters, area, fiscal_year)).sent()
    if filters.figure == "participants":
        return with_participants(rows.filter(people__gt=0), filters.parts)
    return rows.filter(state=ReportState.ACCEPTED) if filters.figure == "reports_accepted" else rows


def activities_within(filters: ListFilter, area: Area, fiscal_year: int) -> QuerySet[Activity]:
    """Activities whose report is due, waived or late."""
    projects = _counted(filters, area, fiscal_year)
    if filters.figure == "reports_late":
        return reports_late(projects.filter(late_projects()))
    return reports_waived(projects) if filters.figure == "reports_waived" else reports_due(projects)
