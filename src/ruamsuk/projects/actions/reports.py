"""Activity reports: begun with everything known, saved while written, sent, checked step by step, returned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Max, Model, Sum
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action
from ruamsuk.comments.models import Thread
from ruamsuk.core.calendar import BANGKOK, day_text, parse_day, today
from ruamsuk.core.problems import WrongState
from ruamsuk.files.actions import discard_file, receive_file
from ruamsuk.files.intake import Upload
from ruamsuk.issues.choices import ExpenseGroup
from ruamsuk.notices.actions import send
from ruamsuk.notices.kinds import Kind, register
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.access import may_report_late
from ruamsuk.projects.actions.drafting import Change
from ruamsuk.projects.actions.tallies import recount_for
from ruamsuk.projects.choices import LADDER, ProjectStatus, ReportState, Rung
from ruamsuk.projects.models import (
    Activity,
    ActivityReport,
    Indicator,
    IndicatorResult,
    Objective,
    ParticipantLine,
    Project,
    ReportFile,
    ReportPhoto,
    ReportStep,
    SpendingLine,
)
from ruamsuk.projects.problems import (
    DayInFuture,
    NotYourStep,
    PartGone,
    ReasonMissing,
    ReportFrozen,
    ReportIncomplete,
    ReportProjectStopped,
    ReportWasSent,
    ReportYearClosed,
)
from ruamsuk.projects.queries.people import reporters_of
from ruamsuk.projects.queries.reports import due_day, holders_near, last_day_of_reports, missing_in

SENT = register("projects.report-sent", _("The report “{title}” waits for your check."), icon="send")
RETURNED = register(
    "projects.report-returned", _("Your report “{title}” was returned for correction."), icon="arrow-back-up"
)
ACCEPTED = register("projects.report-accepted", _("Your report “{title}” was accepted."), icon="circle-check")

PARTS: dict[str, type[Model]] = {"people": ParticipantLine, "photo": ReportPhoto, "file": ReportFile}


@dataclass
class SavedReport:
    report: ActivityReport
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)  # path → text typed into a line that is gone


# Beginning ----------------------------------------------------------------------------------------------------


@action(_("started a report"))
def start_report(*, project: Project, activity: Activity | None = None, by: User, at: Any) -> ActivityReport:
    """A report with everything known filled in; of one activity there is at most one unsent report at a time."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if activity:
        begun = ActivityReport.objects.filter(
            project=project, activity=activity, state=ReportState.STARTED
        ).first()
        if begun:
            return begun
    _check_open(project, by, at)
    return _new_report(project, activity, by, at)


def _new_report(project: Project, activity: Activity | None, by: User | None, at: Any) -> ActivityReport:
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
        thread=Thread.objects.create(),
    )
    if activity:
        report.objectives.set(activity.objectives.all())
        report.indicators.set(Indicator.objects.filter(objective__in=activity.objectives.all()))
    for target in project.design.targets.exclude(group=None):
        ParticipantLine.objects.create(report=report, group=target.group, detail=target.detail)
    return _settle(report, at)


def _planned(activity: Activity) -> str:
    parts = [activity.detail]
    parts += [f"{_now('Output')}: {activity.output}"] if activity.output else []
    parts += [f"{_now('Outcome')}: {activity.outcome}"] if activity.outcome else []
    return "\n".join(part for part in parts if part)


def _check_open(project: Project, by: User | None, at: Any) -> None:
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


@action(_("entered a report"))
def enter_report(
    *,
    project: Project,
    by: User | None,
    at: Any,
    activity: Activity | None = None,
    state: ReportState = ReportState.SENT,
    participants: Iterable[Mapping[str, Any]] = (),
    spending: Mapping[int, int] | None = None,
    results: Mapping[Indicator, Decimal] | None = None,
    objectives: Iterable[Objective] | None = None,
    indicators: Iterable[Indicator] | None = None,
    photos: Iterable[tuple[Upload, str]] = (),
    files: Iterable[tuple[Upload, str]] = (),
    **values: Any,
) -> ActivityReport:
    """A whole report at once, for imports and the demo: it stands at `state` without anybody being told.

    `values`: plain fields of the report. `participants`: fields of ParticipantLine. `spending`: satang by expense
    group 1–6. `photos` and `files`: uploads with caption or title.
    """
    _check_open(project, by, at)
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
        SpendingLine.objects.create(report=report, group=group, amount_satang=amount)
    for indicator, value in (results or {}).items():
        IndicatorResult.objects.create(report=report, indicator=indicator, value=value)
    _receive_photos(report, photos, by, at)
    _receive_files(report, files, by, at)
    if state != ReportState.STARTED:
        report.sent_at = at
        report.accepted_at = at if state == ReportState.ACCEPTED else None
        ReportStep.objects.create(report=report, from_state=report.state, to_state=state, by=by, at=at)
        report.state = state
    _settle(report, at)
    recount_for(project)
    return report


# Writing ------------------------------------------------------------------------------------------------------


@action(_("wrote in the report"), on="report")
def save_report(
    *, report: ActivityReport, base_version: int, changes: Iterable[Change], by: User, at: Any
) -> SavedReport:
    """Saves what one person typed. A field that someone else changed after `base_version` keeps its text; the other
    text stands beside it until a person chooses (`settle_conflict`).
    """
    report = _writable(report)
    saved = SavedReport(report)
    changes = list(changes)
    things = _things(report, changes)
    report.version += 1
    touched: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        key = (change.kind, change.uid)
        thing = things.get(key)
        if thing is None:
            saved.lost[change.path] = change.text
        elif change.error:
            saved.errors[change.path] = change.error
            report.unclean[change.path] = change.text
        elif not _differs(report, thing, change):
            report.unclean.pop(change.path, None)
        elif _is_second_text(report, change, base_version, by):
            report.conflicts[change.path] = {"text": change.text, "by": by.pk}
            saved.conflicts.append(change.path)
        else:
            report.unclean.pop(change.path, None)
            report.marks[change.path] = [report.version, by.pk]
            _write(report, thing, change)
            touched.setdefault(key, set()).add(change.field)
    for key, names in touched.items():
        _save_thing(things[key], names)
    _order_days(report, saved)
    _settle(report, at)
    return saved


def _is_second_text(report: ActivityReport, change: Change, base_version: int, by: User) -> bool:
    waiting = report.conflicts.get(change.path)
    if waiting:
        return waiting["by"] == by.pk
    version, who = report.marks.get(change.path, (0, None))
    return version > base_version and who != by.pk


def _things(report: ActivityReport, changes: list[Change]) -> dict[tuple[str, str], Any]:
    """What each change is about: the report, an objective, an indicator, a line. What is gone is left out."""
    kinds = {change.kind for change in changes}
    design = report.project.design
    found: dict[tuple[str, str], Any] = {("r", ""): report}
    if "obj" in kinds:
        found |= {("obj", str(row.uid)): row for row in design.objectives.all()}
    if "ind" in kinds:
        found |= {("ind", str(row.uid)): row for row in design.indicators.all()}
    if "result" in kinds:
        known = {row.indicator_id: row for row in report.results.all()}
        for row in design.indicators.all():
            result = known.get(row.pk) or IndicatorResult(report=report, indicator=row)
            found["result", str(row.uid)] = result
    if "spend" in kinds:
        lines = {line.group: line for line in report.spending.all()}
        for group in ExpenseGroup:
            found["spend", str(group.value)] = lines.get(group) or SpendingLine(report=report, group=group)
    for kind in kinds & set(PARTS):
        rows = PARTS[kind].objects.kept().filter(report=report)  # type: ignore[attr-defined]
        found |= {(kind, str(row.uid)): row for row in rows}
    return found


def _differs(report: ActivityReport, thing: Any, change: Change) -> bool:
    if change.kind in ("obj", "ind"):
        return _ticked(report, change.kind).filter(pk=thing.pk).exists() != change.value
    if change.field == "amount_satang":
        return thing.amount_satang != (change.value or 0)
    return getattr(thing, change.field) != change.value


def _ticked(report: ActivityReport, kind: str) -> Any:
    return report.objectives if kind == "obj" else report.indicators


def _write(report: ActivityReport, thing: Any, change: Change) -> None:
    if change.kind in ("obj", "ind"):
        rows = _ticked(report, change.kind)
        rows.add(thing) if change.value else rows.remove(thing)
    elif change.field == "amount_satang":
        thing.amount_satang = change.value or 0
    else:
        setattr(thing, change.field, change.value)
    if change.path == "r.reported_for":
        report.organization = Organization.objects.filter(name=change.value).first()


def _save_thing(thing: Any, changed: set[str]) -> None:
    if isinstance(thing, ActivityReport | Objective | Indicator):
        return
    if isinstance(thing, ParticipantLine):
        if thing.men is not None or thing.women is not None:
            thing.people = (thing.men or 0) + (thing.women or 0)
        elif "people" not in changed and changed & {"men", "women"}:
            thing.people = None
    is_empty = (isinstance(thing, SpendingLine) and not thing.amount_satang and not thing.note) or (
        isinstance(thing, IndicatorResult) and thing.value is None and not thing.note
    )
    if not is_empty:
        thing.save()
    elif thing.pk:
        thing.delete()


def _order_days(report: ActivityReport, saved: SavedReport) -> None:
    """A last day before the first one is kept as typed, beside its field, until one of them is mended."""
    typed = report.unclean.get("r.until_on")
    if typed and "r.until_on" not in saved.errors:
        report.until_on = parse_day(typed) or report.until_on
    if report.until_on and (report.held_on is None or report.until_on < report.held_on):
        report.unclean["r.until_on"] = day_text(report.until_on)
        if report.held_on:
            saved.errors["r.until_on"] = _now("The last day lies before the first.")
        report.until_on = None
    elif report.until_on:
        report.unclean.pop("r.until_on", None)


@action(_("chose one of two texts in the report"), on="report")
def settle_conflict(
    *, report: ActivityReport, path: str, change: Change | None, by: User, at: Any
) -> ActivityReport:
    """`change`: the other text, cleaned; None keeps what stands."""
    report = _writable(report)
    if report.conflicts.pop(path, None) is not None and change is not None and not change.error:
        thing = _things(report, [change]).get((change.kind, change.uid))
        if thing is not None:
            report.version += 1
            report.marks[path] = [report.version, by.pk]
            _write(report, thing, change)
            _save_thing(thing, {change.field})
            _order_days(report, SavedReport(report))
    return _settle(report, at)


@action(_("added a line of participants"), on="report")
def add_participants(*, report: ActivityReport, by: User, at: Any) -> ParticipantLine:
    report = _writable(report)
    line = ParticipantLine.objects.create(report=report)
    report.version += 1
    _settle(report, at)
    return line


@action(_("added photos to the report"), on="report")
def add_photos(*, report: ActivityReport, uploads: list[Upload], by: User, at: Any) -> ActivityReport:
    report = _writable(report)
    _receive_photos(report, ((upload, "") for upload in uploads), by, at)
    return _settle(report, at)


def _receive_photos(
    report: ActivityReport, photos: Iterable[tuple[Upload, str]], by: User | None, at: Any
) -> None:
    last = report.photos.aggregate(last=Max("no"))["last"] or 0
    for no, (upload, caption) in enumerate(photos, last + 1):
        file = receive_file(upload=upload, by=by, at=at)
        ReportPhoto.objects.create(report=report, file=file, caption=caption, no=no)


@action(_("added files to the report"), on="report")
def add_files(*, report: ActivityReport, uploads: list[Upload], by: User, at: Any) -> ActivityReport:
    report = _writable(report)
    _receive_files(report, ((upload, "") for upload in uploads), by, at)
    return _settle(report, at)


def _receive_files(
    report: ActivityReport, files: Iterable[tuple[Upload, str]], by: User | None, at: Any
) -> None:
    for upload, title in files:
        file = receive_file(upload=upload, by=by, at=at)
        ReportFile.objects.create(report=report, file=file, title=title or file.name)


@action(_("moved a photo in the report"), on="report")
def move_photo(*, report: ActivityReport, uid: str, to: int, by: User, at: Any) -> ActivityReport:
    """The photo becomes number `to`; the others keep their order. A number beyond the end means the end."""
    report = _writable(report)
    photos = list(report.photos.kept())
    moved = next((photo for photo in photos if str(photo.uid) == uid), None)
    if moved is None:
        raise PartGone
    photos.remove(moved)
    photos.insert(max(to, 1) - 1, moved)
    for no, photo in enumerate(photos, 1):
        photo.no = no
    ReportPhoto.objects.bulk_update(photos, ["no"], batch_size=200)
    return _settle(report, at)


@action(_("took something off the report"), on="report")
def remove_part(*, report: ActivityReport, kind: str, uid: str, by: User, at: Any) -> ActivityReport:
    """A line of participants, photo or file; until the report is sent, `restore_part` brings it back."""
    report = _writable(report)
    row = _part(report, kind, uid)
    row.removed_at = row.removed_at or at
    row.save(update_fields=["removed_at"])
    return _settle(report, at)


@action(_("brought something back to the report"), on="report")
def restore_part(*, report: ActivityReport, kind: str, uid: str, by: User, at: Any) -> ActivityReport:
    report = _writable(report)
    row = _part(report, kind, uid)
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    return _settle(report, at)


def _part(report: ActivityReport, kind: str, uid: str) -> Any:
    row = PARTS[kind].objects.filter(report=report, uid=uid).first()  # type: ignore[attr-defined]
    if row is None:
        raise PartGone
    return row


@action(_("threw an unsent report away"))
def delete_report(*, report: ActivityReport, by: User, at: Any) -> Project:
    """Only a report that was never sent; what was sent once is kept."""
    report = _writable(report)
    if report.sent_at:
        raise ReportWasSent
    project = report.project
    _discard(list(report.photos.select_related("file")) + list(report.files.select_related("file")), by, at)
    report.delete()
    report.thread.delete()
    return project


def _discard(rows: list[Any], by: User, at: Any) -> None:
    for row in rows:
        file = row.file
        row.delete()
        discard_file(file=file, by=by, at=at)


# The ladder ---------------------------------------------------------------------------------------------------


@action(_("sent the report"), on="report")
def send_report(*, report: ActivityReport, by: User, at: Any) -> ActivityReport:
    """Freezes the report and gives it to who checks it. Refused with the list of what is missing."""
    report = _writable(report)
    _check_open(report.project, by, at)
    missing = missing_in(report).required
    if missing:
        raise ReportIncomplete(count=len(missing), missing="; ".join(str(part.text) for part in missing[:6]))
    if report.held_on and report.held_on > today():
        raise DayInFuture(day=day_text(report.held_on))
    report.participants.exclude(removed_at=None).delete()
    report.participants.filter(people=None, detail="").delete()  # groups that did not come
    removed = {"removed_at__isnull": False}
    _discard(
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
    *, report: ActivityReport, rung: Rung, advice: str | None = None, note: str = "", by: User, at: Any
) -> ActivityReport:
    """Takes a step up the ladder (choices.LADDER). `advice`: the mentor's, kept in the report."""
    report = _lock(report)
    if not ActivityReport.objects.filter(pk=report.pk).can_step(by, rung).exists():
        raise NotYourStep(state=report.get_state_display())
    if advice is not None:
        report.advice = advice.strip()
    if rung.state == ReportState.ACCEPTED:
        report.accepted_at = at
    _move(report, rung.state, note, by, at)
    if rung.state == ReportState.ACCEPTED:
        _tell(_writers(report), ACCEPTED, report, by, at)
    else:
        _tell_next(report, by, at)
    return report


@action(_("returned the report"), on="report")
def return_report(*, report: ActivityReport, note: str, by: User, at: Any) -> ActivityReport:
    """Back to its writers with the note; what was checked before is checked anew."""
    report = _lock(report)
    if report.state == ReportState.STARTED:
        raise WrongState(state=report.get_state_display())
    if not note.strip():
        raise ReasonMissing(field="note")
    report.accepted_at = None
    _move(report, ReportState.STARTED, note.strip(), by, at)
    _tell(_writers(report), RETURNED, report, by, at)
    return report


def _move(report: ActivityReport, state: ReportState, note: str, by: User, at: Any) -> None:
    ReportStep.objects.create(
        report=report, from_state=report.state, to_state=state, by=by, at=at, note=note.strip()
    )
    report.state = state
    report.state_note = note if state == ReportState.STARTED else ""
    _settle(report, at)
    recount_for(report.project)


def _writers(report: ActivityReport) -> list[User]:
    people = reporters_of(report.project)
    return [*people, report.created_by] if report.created_by else people


def _tell_next(report: ActivityReport, by: User, at: Any) -> None:
    """The holders of the next step; where nobody holds it, those of the one after."""
    passed = list(ReportState).index(ReportState(report.state))
    for rung in LADDER[passed - 1 :]:
        people = holders_near(report.project, rung)
        if people or not rung.skippable:
            _tell(people, SENT, report, by, at)
            return


def _tell(people: list[User], kind: Kind, report: ActivityReport, by: User, at: Any) -> None:
    send(
        kind,
        to=people,
        url_name="projects:report",
        url_kwargs={"uid": report.uid},
        params={"title": report.title[:120]},
        by=by,
        at=at,
    )


def _lock(report: ActivityReport) -> ActivityReport:
    rows = ActivityReport.objects.select_for_update(of=("self",))
    return rows.select_related(
        "project__design",
        "project__fund",
        "project__organization",
        "project__parent",
        "project__home_area",
        "activity",
        "thread",
    ).get(pk=report.pk)


def _writable(report: ActivityReport) -> ActivityReport:
    locked = _lock(report)
    if not locked.is_writable:
        raise ReportFrozen(state=locked.get_state_display())
    return locked


def _settle(report: ActivityReport, at: Any) -> ActivityReport:
    """Sums and completeness follow from what was written."""
    report.people = report.participants.kept().aggregate(sum=Sum("people"))["sum"] or 0
    report.spent_satang = report.spending.aggregate(sum=Sum("amount_satang"))["sum"] or 0
    report.percent = missing_in(report).percent
    report.changed_at = at
    report.save()
    return report
