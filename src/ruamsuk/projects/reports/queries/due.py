"""Which reports are due, and which are late."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from ruamsuk.core.calendar import BE_OFFSET, today
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.projects.choices import Origin, ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.choices import (
    REPORT_DAYS,
    YEAR_CLOSES,
    ReportState,
)
from ruamsuk.projects.reports.models import ActivityReport, Waiver


def due_day(activity: Activity) -> date | None:
    """The day until which the report of an activity is expected; None while the activity has no last day."""
    return activity.ends_on + timedelta(days=REPORT_DAYS) if activity.ends_on else None


def last_day_of_reports(fiscal_year: int) -> date:
    """Until when reports of a fiscal year are taken from everyone: 31 December after it ended."""
    return date(fiscal_year - BE_OFFSET, *YEAR_CLOSES)


def owing(project: str = "") -> Q:
    """Projects whose activities owe a report, whatever became of them later; `project`: the way to them.

    An approval recorded by mistake owes nothing (docs/adr/0024); what was imported from an older system owes while it
    runs here.
    """
    annulled = Q(**{f"{project}status": ProjectStatus.ANNULLED})
    ended_elsewhere = Q(**{f"{project}origin": Origin.IMPORT}) & ~Q(
        **{f"{project}status": ProjectStatus.RUNNING}
    )
    return ~annulled & ~ended_elsewhere


def owes(project: Project) -> bool:
    return project.status != ProjectStatus.ANNULLED and (
        project.origin != Origin.IMPORT or project.status == ProjectStatus.RUNNING
    )


def waiver_of(activity: Activity) -> Waiver | None:
    return getattr(activity, "waiver", None)


def reports_due(projects: QuerySet[Project], on: date | None = None) -> QuerySet[Activity]:
    """Activities that owe a report since their last day passed. Sent and waived ones are among them."""
    return Activity.objects.filter(
        owing("design__project__"), design__project__in=projects, ends_on__lt=on or today()
    )


def unreported_before(day: date) -> Q:
    """Projects with an activity that ended before `day` and is `unreported`, by what `recount` keeps."""
    return Q(oldest_unreported_on__lt=day)


def unreported(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those of which no report was sent, and none was waived."""
    return activities.filter(~_reported(), waiver=None)


def reports_waived(projects: QuerySet[Project], on: date | None = None) -> QuerySet[Activity]:
    """Activities that owe a report of which it was said why none comes; and none came."""
    return reports_due(projects, on).filter(~_reported(), waiver__isnull=False)


def _reported() -> Exists:
    return Exists(ActivityReport.objects.sent().filter(activity=OuterRef("pk")))


def reports_late(projects: QuerySet[Project], on: date | None = None) -> QuerySet[Activity]:
    """Activities whose report is not sent although its day (`due_day`) passed."""
    day = on or today()
    return unreported(reports_due(projects, day)).filter(ends_on__lt=day - timedelta(days=REPORT_DAYS))


def late_projects() -> Q:
    """Projects in which `reports_late` may find something."""
    return unreported_before(today() - timedelta(days=REPORT_DAYS))


@dataclass(frozen=True)
class ReportCounts:
    due: int
    sent: int  # ever sent and not returned since: checked and accepted ones included
    accepted: int
    waived: int
    late: int


def report_counts(projects: QuerySet[Project], on: date | None = None) -> ReportCounts:
    reports = ActivityReport.objects.filter(project__in=projects)
    return ReportCounts(
        due=reports_due(projects, on).count(),
        sent=reports.sent().count(),
        accepted=reports.filter(state=ReportState.ACCEPTED).count(),
        waived=reports_waived(projects, on).count(),
        late=reports_late(projects, on).count(),
    )


def late_in(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Late activities ready to be listed: with project, place and the draft that was begun, if any."""
    draft = ActivityReport.objects.filter(activity=OuterRef("pk"), state=ReportState.STARTED)
    return rows.annotate(draft_uid=Subquery(draft.values("uid")[:1])).select_related(
        "waiver",
        "design__project__home_area__parent__parent",
        "design__project__organization",
        "design__project__fund",
    )
