"""The way of a report: sent, checked step by step, returned."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.problems import WrongState
from ruamsuk.drafts.actions.texts import keep_given
from ruamsuk.notices.actions import send
from ruamsuk.notices.kinds import NoticeKind, register
from ruamsuk.projects.own_steps.actions.taking import end_waiting_step, note_if_own, take_own_step
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.reports.actions.ground import check_open, lock, settle, writable
from ruamsuk.projects.reports.actions.parts import discard
from ruamsuk.projects.reports.choices import LADDER, OWN_ACT_OF, ReportState, Rung
from ruamsuk.projects.reports.models import ActivityReport, ReportStep
from ruamsuk.projects.reports.problems import DayInFuture, NotYourStep, ReportIncomplete
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.ladder import holders_near, reporters_of
from ruamsuk.projects.tallies.actions import recount_for

SENT = register(
    "projects.report-sent", _("The report “{title}” waits for your check."), icon="send", asks=True
)
RETURNED = register(
    "projects.report-returned", _("Your report “{title}” was returned for correction."), icon="arrow-back-up"
)
ACCEPTED = register("projects.report-accepted", _("Your report “{title}” was accepted."), icon="circle-check")


@action(_("sent the report"), on="report")
def send_report(*, report: ActivityReport, by: User, at: datetime = NOW) -> ActivityReport:
    """Freezes the report and gives it to who checks it. Refused with the list of what is missing."""
    report = writable(report)
    check_open(report.project, by, at)
    done = missing_in(report)
    if done.required:
        raise ReportIncomplete(**done.refusal)
    if report.held_on and report.held_on > today():
        raise DayInFuture(day=day_text(report.held_on))
    report.participants.exclude(removed_at=None).delete()
    report.participants.filter(
        people=None, detail="", organization_name=""
    ).delete()  # groups that did not come
    removed = {"removed_at__isnull": False}
    discard(
        list(report.photos.filter(**removed).select_related("file"))
        + list(report.files.filter(**removed).select_related("file")),
        by,
        at,
    )
    report.sent_at = at
    _move(report, ReportState.SENT, "", by, at)
    _tell_next(report, by, at)
    return report


@action(_("passed the report on"), on="report")
def step_report(
    *,
    report: ActivityReport,
    rung: Rung,
    advice: str | None = None,
    note: str = "",
    seen: str = "",
    by: User,
    at: datetime = NOW,
) -> ActivityReport | OwnStep:
    """Takes a step up the ladder (choices.LADDER). `advice`: the mentor's, kept in the report.

    An acceptance by whoever wrote or sent the report may wait for a second person (own_steps.actions.confirming).
    """
    report = lock(report, seen)
    if not ActivityReport.objects.filter(pk=report.pk).can_step(by, rung).exists():
        raise NotYourStep(state=report.get_state_display())
    if rung.skippable:  # what waits is an acceptance; the steps below it go on
        own = note_if_own(OWN_ACT_OF[rung.state], report, by, at)
    else:
        own = take_own_step(OWN_ACT_OF[rung.state], report, {"note": note}, by, at)
    if own and own.is_waiting:
        return own
    if advice is not None and advice.strip() != report.advice:
        keep_given(report, "r.advice", report.advice, advice.strip(), by=by, at=at)
        report.advice = advice.strip()
    return take_step(report, rung, note, by, by, at)


def take_step(
    report: ActivityReport, rung: Rung, note: str, taken_by: User, by: User, at: datetime
) -> ActivityReport:
    """What a step does once it takes effect: at once, or when it is confirmed (`by`)."""
    if rung.state == ReportState.ACCEPTED:
        report.accepted_at = at
    _move(report, rung.state, note, taken_by, at)
    if rung.state == ReportState.ACCEPTED:
        _tell(_writers(report), ACCEPTED, report, by, at)
    else:
        _tell_next(report, by, at)
    return report


@action(_("returned the report"), on="report")
def return_report(
    *, report: ActivityReport, note: str, seen: str = "", by: User, at: datetime = NOW
) -> ActivityReport:
    """Back to its writers with the note; what was checked before is checked anew."""
    report = lock(report, seen)
    if report.state == ReportState.STARTED:
        raise WrongState(state=report.get_state_display())
    if not note.strip():
        raise ReasonMissing(field="note")
    report.accepted_at = None
    _move(report, ReportState.STARTED, note.strip(), by, at)
    end_waiting_step(report, by, at)
    _tell(_writers(report), RETURNED, report, by, at)
    return report


def _move(report: ActivityReport, state: ReportState, note: str, by: User, at: datetime) -> None:
    ReportStep.objects.create(
        report=report, from_state=report.state, to_state=state, by=by, at=at, note=note.strip()
    )
    report.state = state
    report.state_note = note if state == ReportState.STARTED else ""
    settle(report, at)
    recount_for(report.project)


def _writers(report: ActivityReport) -> list[User]:
    people = reporters_of(report.project)
    return [*people, report.created_by] if report.created_by else people


def _tell_next(report: ActivityReport, by: User, at: datetime) -> None:
    """The holders of the next step; where nobody holds it, those of the one after."""
    passed = list(ReportState).index(ReportState(report.state))
    for rung in LADDER[passed - 1 :]:
        people = holders_near(report.project, rung)
        if people or not rung.skippable:
            _tell(people, SENT, report, by, at)
            return


def _tell(people: list[User], kind: NoticeKind, report: ActivityReport, by: User, at: datetime) -> None:
    send(
        kind,
        to=people,
        url_name="projects:report",
        url_kwargs={"uid": report.uid},
        params={"title": report.title[:120]},
        by=by,
        at=at,
    )
