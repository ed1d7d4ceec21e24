"""The end of a project, and the reports that it owes then: each is still written, or somebody says why not."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.problems import WrongState
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.choices import ENDED, SETTABLE, ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.models import ActivityReport, Waiver
from ruamsuk.projects.reports.problems import OpenReports, ReportIsThere, StatusInFuture
from ruamsuk.projects.reports.queries.due import unreported
from ruamsuk.projects.tallies.actions import recount_for
from ruamsuk.projects.variations.problems import VariationWaits


@action(_("changed the project's status"), on="project")
def set_status(
    *,
    project: Project,
    status: str,
    reason: str,
    answers: Mapping[UUID, str] | None = None,
    by: User | None,
    at: datetime = NOW,
    on_day: date | None = None,
) -> Project:
    """Finished, stopped by its owner, suspended by the funder, or running again: with the reason.

    `answers`: uid of each activity without a report → why none comes; empty: it will be written. An end without an
    answer for each, or before a variation that waits is decided on, is refused; what an import or the demo enters (`by`
    is nobody) is taken as it is. Into and out of "approved by mistake" leads the correction of the decision alone
    (projects.actions.correcting).
    """
    project = _locked(project)
    if status not in SETTABLE or project.status in (status, ProjectStatus.ANNULLED):
        raise WrongState(state=project.get_status_display())
    if on_day and on_day > today():
        raise StatusInFuture(field="on_day", day=day_text(on_day))
    if status != ProjectStatus.FINISHED and not reason.strip():
        raise ReasonMissing(field="reason")
    is_end = status in ENDED
    if is_end and by is not None and (waits := project.variations.waiting().first()):
        raise VariationWaits(no=waits.no)
    answers = answers or {}
    open_ones = list(unreported(project.design.activities.all())) if is_end else []
    unanswered = [activity for activity in open_ones if activity.uid not in answers]
    if unanswered and by is not None:
        raise OpenReports.of(unanswered)
    project.status, project.status_reason, project.status_on = status, reason.strip(), on_day or today()
    project.save(update_fields=["status", "status_reason", "status_on"])
    waived = [(activity, why) for activity in open_ones if (why := answers.get(activity.uid, "").strip())]
    Waiver.objects.bulk_create(
        Waiver(activity=activity, reason=why, by=by, at=at) for activity, why in waived
    )
    recount_for(project)
    return project


@action(_("said why no report of an activity comes"), on="project")
def waive_report(
    *, project: Project, activity: Activity, reason: str, by: User | None, at: datetime = NOW
) -> Waiver:
    """The activity stays due and is late no more. Said again, the newer words stand."""
    project = _locked(project)
    if project.status == ProjectStatus.ANNULLED:
        raise WrongState(state=project.get_status_display())
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if ActivityReport.objects.sent().filter(activity=activity).exists():
        raise ReportIsThere(activity=activity.name)
    values = {"reason": reason.strip(), "by": by, "at": at}
    waiver, _new = Waiver.objects.update_or_create(activity=activity, defaults=values)
    recount_for(project)
    return waiver


@action(_("took back that no report of an activity comes"), on="project")
def take_waiver_back(*, project: Project, activity: Activity, by: User | None, at: datetime = NOW) -> Project:
    project = _locked(project)
    Waiver.objects.filter(activity=activity).delete()
    recount_for(project)
    return project


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
