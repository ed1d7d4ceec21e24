"""A report as a whole: begun with everything known, entered at once, thrown away unsent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.comments.actions import new_threads
from ruamsuk.core.calendar import today
from ruamsuk.core.models import store
from ruamsuk.core.text import in_record
from ruamsuk.drafts.actions import forget
from ruamsuk.files.intake import Upload
from ruamsuk.projects.designs.models import Activity, Indicator, Objective
from ruamsuk.projects.problems import YearNotKnown
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.actions.bulk import steps_of
from ruamsuk.projects.reports.actions.ground import check_open, settle, writable
from ruamsuk.projects.reports.actions.parts import discard, receive_files, receive_photos
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.models import (
    ActivityReport,
    IndicatorResult,
    ParticipantLine,
    ReportStep,
    SpendingLine,
)
from ruamsuk.projects.reports.problems import ReportWasSent
from ruamsuk.projects.reports.queries.due import due_day
from ruamsuk.projects.tallies.actions import recount_for


@action(_("started a report"))
def start_report(
    *, project: Project, activity: Activity | None = None, by: User, at: datetime = NOW
) -> ActivityReport:
    """A report with everything known filled in; of one activity there is at most one unsent report at a time."""
    project.status = Project.objects.select_for_update(of=("self",)).get(pk=project.pk).status
    if activity:
        begun = ActivityReport.objects.filter(
            project=project, activity=activity, state=ReportState.STARTED
        ).first()
        if begun:
            return begun
    check_open(project, by, at)
    return _new_report(project, activity, by, at)


def _new_report(project: Project, activity: Activity | None, by: User | None, at: datetime) -> ActivityReport:
    if project.fiscal_year is None:
        raise YearNotKnown(title=project.title)
    report = ActivityReport.objects.create(
        project=project,
        activity=activity,
        title=activity.name if activity else "",
        held_on=activity.starts_on
        if activity and activity.starts_on and activity.starts_on <= today()
        else None,
        planned=_planned(activity) if activity else "",
        organization=project.organization,
        reported_for=project.owner,
        due_on=due_day(activity) if activity else None,
        fiscal_year=project.fiscal_year,
        home_area=project.home_area,
        place_no=project.place_no,
        created_by=by,
        created_at=at,
        changed_at=at,
        thread=new_threads()[0],
    )
    if activity:
        report.objectives.set(activity.objectives.all())
        report.indicators.set(Indicator.objects.filter(objective__in=activity.objectives.all()))
    for target in project.design.targets.exclude(group=None):
        ParticipantLine.objects.create(report=report, group=target.group, detail=target.detail)
    return settle(report, at)


def _planned(activity: Activity) -> str:
    parts = [activity.detail]
    parts += [f"{in_record(_('Output'))}: {activity.output}"] if activity.output else []
    parts += [f"{in_record(_('Outcome'))}: {activity.outcome}"] if activity.outcome else []
    return "\n".join(part for part in parts if part)


@action(_("entered a report"))
def enter_report(
    *,
    project: Project,
    by: User | None,
    at: datetime = NOW,
    activity: Activity | None = None,
    state: ReportState = ReportState.SENT,
    participants: Iterable[Mapping[str, object]] = (),
    spending: Mapping[int, int] | None = None,
    results: Mapping[Indicator, Decimal] | None = None,
    objectives: Iterable[Objective] | None = None,
    indicators: Iterable[Indicator] | None = None,
    photos: Iterable[tuple[Upload, str]] = (),
    files: Iterable[tuple[Upload, str]] = (),
    way: Iterable[tuple[ReportState, datetime]] = (),
    **values: object,
) -> ActivityReport:
    """A whole report at once, for imports and the demo: it stands at `state` without anybody being told.

    `values`: plain fields of the report. `participants`: fields of ParticipantLine. `spending`: satang by expense
    group 1–6. `photos` and `files`: uploads with caption or title. `way`: the steps to `state`, one where
    none are given.
    """
    check_open(project, by, at)
    report = _new_report(project, activity, by, at)
    for name, value in values.items():
        setattr(report, name, value)
    if objectives is not None:
        report.objectives.set(objectives)
    if indicators is not None:
        report.indicators.set(indicators)
    report.participants.all().delete()
    for line in participants:
        ParticipantLine.objects.create(report=report, **line)
    for group, amount in (spending or {}).items():
        SpendingLine.objects.create(report=report, group_id=group, amount_satang=amount)
    for indicator, value in (results or {}).items():
        IndicatorResult.objects.create(report=report, indicator=indicator, value=value)
    receive_photos(report, photos, by, at)
    receive_files(report, files, by, at)
    if state != ReportState.STARTED:
        report.sent_at = at
        report.accepted_at = at if state == ReportState.ACCEPTED else None
        at_once = ReportStep(report=report, from_state=report.state, to_state=state, by=by, at=at)
        store(steps_of(report, way) or [at_once])
        report.state = state
    settle(report, at)
    recount_for(project)
    return report


@action(_("threw an unsent report away"))
def delete_report(*, report: ActivityReport, by: User, at: datetime = NOW) -> Project:
    """Only a report that was never sent; what was sent once is kept."""
    report = writable(report)
    if report.sent_at:
        raise ReportWasSent
    project = report.project
    discard(list(report.photos.select_related("file")) + list(report.files.select_related("file")), by, at)
    report.delete()
    report.thread.delete()
    forget(report)
    return project
