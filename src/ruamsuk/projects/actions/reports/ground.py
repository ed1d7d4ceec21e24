"""What every change of a report stands on: its lock, when it may be written, the sums kept with each save."""

from datetime import datetime

from django.db.models import Model, Sum

from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import BANGKOK, day_text
from ruamsuk.projects.access import may_report_late
from ruamsuk.projects.choices import ProjectStatus
from ruamsuk.projects.models import ActivityReport, ParticipantLine, Project, ReportFile, ReportPhoto
from ruamsuk.projects.problems import ReportFrozen, ReportProjectStopped, ReportYearClosed
from ruamsuk.projects.queries.reports import last_day_of_reports, missing_in

PARTS: dict[str, type[Model]] = {"people": ParticipantLine, "photo": ReportPhoto, "file": ReportFile}


def check_open(project: Project, by: User | None, at: datetime) -> None:
    """Refuses a report on a stopped project, or on a closed year from who does not accept reports.

    What an import or the demo enters (`by` is nobody) is taken as it is.
    """
    if by is None:
        return
    if project.status in (ProjectStatus.STOPPED, ProjectStatus.SUSPENDED, ProjectStatus.ANNULLED):
        raise ReportProjectStopped(status=project.get_status_display())
    last = last_day_of_reports(project.fiscal_year)
    if at.astimezone(BANGKOK).date() > last and not may_report_late(by, project):
        raise ReportYearClosed(year=project.fiscal_year, day=day_text(last))


def lock(report: ActivityReport) -> ActivityReport:
    # First the lock, then the rows: what is joined in the statement that waits is as old as its beginning.
    ActivityReport.objects.select_for_update().only("pk").get(pk=report.pk)
    return ActivityReport.objects.select_related(
        "project__design",
        "project__fund__kind",
        "project__organization",
        "project__parent",
        "project__home_area",
        "activity",
        "thread",
    ).get(pk=report.pk)


def writable(report: ActivityReport) -> ActivityReport:
    locked = lock(report)
    if not locked.is_writable:
        raise ReportFrozen(state=locked.get_state_display())
    return locked


def settle(report: ActivityReport, at: datetime) -> ActivityReport:
    """Sums and completeness follow from what was written."""
    report.people = report.participants.kept().aggregate(sum=Sum("people"))["sum"] or 0
    report.spent_satang = report.spending.aggregate(sum=Sum("amount_satang"))["sum"] or 0
    report.percent = missing_in(report).percent
    report.changed_at = at
    report.save()
    return report
