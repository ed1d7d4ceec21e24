"""What every change of a report stands on: its lock, when it may be written, how it is written."""

from datetime import datetime

from django.db.models import Model, Sum
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import day_of, day_text, far_from_year, is_near
from ruamsuk.core.judging import check_seen
from ruamsuk.drafts.actions import FieldText, Writing, locked
from ruamsuk.drafts.queries.completeness import Completeness
from ruamsuk.evidence.problems import CoversMoreThanAll
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.problems import YearNotKnown
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.partners import organizations_called
from ruamsuk.projects.reports.access import may_report_late
from ruamsuk.projects.reports.models import ActivityReport, IndicatorResult, ParticipantLine
from ruamsuk.projects.reports.problems import PartGone, ReportFrozen, ReportProjectStopped, ReportYearClosed
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.due import last_day_of_reports
from ruamsuk.projects.reports.specs import REPORT


def check_open(project: Project, by: User | None, at: datetime) -> None:
    """Refuses a report on what is no project after all, or on a closed year from who does not accept reports. A project
    that ended is still reported on: what it owes stays due.

    What an import or the demo enters (`by` is nobody) is taken as it is.
    """
    if by is None:
        return
    if project.status == ProjectStatus.ANNULLED:
        raise ReportProjectStopped(status=project.get_status_display())
    if project.fiscal_year is None:
        raise YearNotKnown(title=project.title)
    last = last_day_of_reports(project.fiscal_year)
    if day_of(at) > last and not may_report_late(by, project):
        raise ReportYearClosed(year=project.fiscal_year, day=day_text(last))


def lock(report: ActivityReport, seen: str = "") -> ActivityReport:
    rows = ActivityReport.objects.select_related(
        "project__design",
        "project__fund__kind",
        "project__organization",
        "project__parent",
        "project__home_area",
        "activity",
        "thread",
    )
    found = locked(rows, report)
    check_seen(seen, found.updated_at)
    return found


def writable(report: ActivityReport) -> ActivityReport:
    locked = lock(report)
    if not locked.is_writable:
        raise ReportFrozen(state=locked.get_state_display())
    return locked


class ReportWriting(Writing[ActivityReport]):
    spec = REPORT
    gone = PartGone

    def lock(self, document: ActivityReport) -> ActivityReport:
        return writable(document)

    def wrong(self, thing: Model) -> dict[str, str]:
        if (
            isinstance(thing, ActivityReport)
            and thing.held_on
            and thing.until_on
            and thing.until_on < thing.held_on
        ):
            return dict.fromkeys(("held_on", "until_on"), str(_("The last day lies before the first.")))
        if isinstance(thing, ActivityReport):
            year, days = thing.fiscal_year, {"held_on": thing.held_on, "until_on": thing.until_on}
            return {
                name: far_from_year(day, year) for name, day in days.items() if day and not is_near(day, year)
            }
        if isinstance(thing, IndicatorResult) and thing.is_more_than_all:
            problem = CoversMoreThanAll(covered=f"{thing.value:,f}", total=f"{thing.out_of:,f}")
            return dict.fromkeys(("value", "out_of"), str(problem))
        return {}

    def given(self, document: ActivityReport, change: FieldText) -> None:
        if change.path == "r.reported_for":
            document.organization = Organization.objects.filter(name=change.value).first()

    def store(self, thing: Model, names: set[str]) -> None:
        if isinstance(thing, ParticipantLine):
            if thing.men is not None or thing.women is not None:
                thing.people = (thing.men or 0) + (thing.women or 0)
            elif "people" not in names and names & {"men", "women"}:
                thing.people = None
            if "organization_name" in names:
                thing.organization_name = thing.organization_name.strip()
                thing.organization = organizations_called([thing.organization_name]).get(
                    thing.organization_name
                )
            if thing.organization:
                thing.sector = thing.organization.kind
        thing.save()

    def completeness(self, document: ActivityReport) -> Completeness:
        return missing_in(document)

    def _settle(self, document: ActivityReport, at: datetime) -> Completeness:
        """Sums follow from what was written, too."""
        document.people = document.participants.present().aggregate(sum=Sum("people"))["sum"] or 0
        document.spent_satang = document.spending.aggregate(sum=Sum("amount_satang"))["sum"] or 0
        return super()._settle(document, at)


WRITING = ReportWriting()
settle = WRITING.settle
