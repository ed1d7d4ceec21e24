"""Activity reports: read by everybody once sent; written, sent and taken up the ladder as on the pages."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.areas.api import AreaRef
from ruamsuk.comments.queries import comments_of
from ruamsuk.core.api import (
    SIGNED_IN,
    SORT,
    Given,
    IfMatch,
    Listed,
    Listing,
    Newest,
    RowsListed,
    Text,
    Word,
    changed,
    cleaned,
    judgeable,
    located,
    page_of,
    plain,
    rows_of,
    sorted_page,
)
from ruamsuk.core.few import told
from ruamsuk.core.models import Record
from ruamsuk.core.searching import containing
from ruamsuk.drafts.api import (
    BringBackIn,
    ChosenText,
    ConflictOut,
    EarlierTextOut,
    FieldsIn,
    MissingOut,
    SavedOut,
    saved,
    texts_of,
)
from ruamsuk.drafts.forms import earlier_text, earlier_to_read, waiting_to_read
from ruamsuk.drafts.queries.texts import earlier_texts
from ruamsuk.files.answers import respond
from ruamsuk.files.choices import MOST_AREAS, People, Variant
from ruamsuk.funds.api import OfFundsWanted, narrowed
from ruamsuk.organizations.api import OrganizationRef
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.own_steps.api import OwnMark
from ruamsuk.projects.own_steps.queries import waiting_step
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.api.projects import ProjectOut, ProjectRef
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.proposals.api.shapes import (
    FILE,
    PHOTO,
    CommentIn,
    CommentOut,
    NoteIn,
    StoredOut,
    comment_of,
    settle_comment,
    write_comment,
)
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.access import (
    may_on_report,
    may_see_writers,
    photos_for,
    report_file_for,
    report_for,
    report_photo_for,
    report_to_return_for,
)
from ruamsuk.projects.reports.choices import LADDER, Quality, ReportState, Rung
from ruamsuk.projects.reports.forms import FilesForm, PhotosForm, ReturnForm, StatusForm, StepForm, WaiverForm
from ruamsuk.projects.reports.models import ActivityReport, ParticipantLine, ReportPhoto, Waiver
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.ladder import marked_steps, with_card
from ruamsuk.projects.reports.queries.participants import told_to
from ruamsuk.projects.reports.specs import REPORT
from ruamsuk.projects.verbs import COMMENT, SET_MONEY, WRITE_REPORT

router = Router(tags=["Reports"])

PartKind = Literal["people", "photo", "file"]
MENTOR, MANAGER, FUNDER = LADDER


class ReportItem(Schema):
    uid: UUID
    project: ProjectRef
    activity: UUID | None
    title: str
    held_on: date | None
    until_on: date | None
    state: ReportState
    fiscal_year: int
    organization: OrganizationRef | None
    reported_for: str
    home_area: AreaRef
    people: int | None = Field(description="null: fewer than five, told to those with an account")
    spent_satang: int
    due_on: date | None
    sent_at: datetime | None
    accepted_at: datetime | None
    updated_at: datetime

    @staticmethod
    def resolve_people(row: ActivityReport, context) -> int | None:
        return told(row.people, has_account=context["request"].user.is_authenticated)

    @staticmethod
    def resolve_activity(row: ActivityReport) -> UUID | None:
        return row.activity.uid if row.activity else None


class ParticipantsOut(Schema):
    uid: UUID
    group: str | None = Field(description="Code of the target group")
    detail: str
    men: int | None
    women: int | None
    people: int | None
    sector: OrganizationKind | None = Field(description="Kind of the organisation that they came from")
    organization: UUID | None = Field(description="Of the register, where the name is known there")
    organization_name: str = Field(description="As it was typed")

    @staticmethod
    def resolve_sector(row: Any) -> str | None:
        return row.sector or None

    @staticmethod
    def resolve_organization(row: Any) -> UUID | None:
        return row.organization.uid if row.organization else None

    @staticmethod
    def resolve_group(row: Any) -> str | None:
        return row.group.code if row.group else None


class SpendingOut(Schema):
    group: int = Field(alias="group_id", description="Code of the expense group")
    amount_satang: int
    note: str


class ResultOut(Schema):
    indicator: UUID = Field(alias="indicator.uid")
    value: Decimal | None
    out_of: Decimal | None = Field(description="Of a share: how many were asked or looked at")
    note: str


class PhotoOut(StoredOut):
    uid: UUID
    no: int
    caption: str
    width: int | None = Field(alias="file.width")
    height: int | None = Field(alias="file.height")
    is_public: bool = Field(description="Everyone sees it; the others are read with an account")


class FileOut(StoredOut):
    uid: UUID
    title: str
    name: str = Field(alias="file.name")
    media_type: str = Field(alias="file.media_type")
    size: int = Field(alias="file.size", description="Bytes")


class StepOut(Schema):
    """A step on the ladder; who took it is for those inside the report's scope."""

    from_state: ReportState
    to_state: ReportState
    at: datetime
    note: str
    by: str
    own: OwnMark | None = Field(None, description="Set when whoever took it also wrote or sent the report")

    @staticmethod
    def resolve_by(row: Any) -> str:
        return row.by.name if row.by else ""


class ReportOut(ReportItem, texts_of(REPORT.parts[0])):  # type: ignore[misc]
    version: int = Field(description="Send it as `base_version` when saving fields")
    percent: int
    state_note: str = Field(description="Why it was returned")
    objectives: list[UUID]
    indicators: list[UUID]
    quality: Quality | None
    participants: list[ParticipantsOut] | None = Field(
        description="null: a group has fewer than five people, and is told to those with an account"
    )
    spending: list[SpendingOut]
    results: list[ResultOut]
    photos: list[PhotoOut]
    files: list[FileOut]
    missing: list[MissingOut]
    unclean: dict[str, str] = Field(description="Fields kept as typed because they could not be understood")
    conflicts: list[ConflictOut]
    steps: list[StepOut] | None = Field(description="null: this reader may not see persons")
    by_same_person: bool = Field(description="Whoever accepted it also wrote or sent it")
    waiting: OwnMark | None = Field(
        description="An acceptance that waits for a second person; null for readers from outside"
    )

    @staticmethod
    def resolve_objectives(row: ActivityReport) -> list[UUID]:
        return list(row.objectives.values_list("uid", flat=True))

    @staticmethod
    def resolve_indicators(row: ActivityReport) -> list[UUID]:
        return list(row.indicators.values_list("uid", flat=True))

    @staticmethod
    def resolve_participants(row: ActivityReport, context) -> list[ParticipantLine] | None:
        return told_to(context["request"].user, row)

    @staticmethod
    def resolve_spending(row: ActivityReport) -> list[object]:
        return list(row.spending.all())

    @staticmethod
    def resolve_results(row: ActivityReport) -> list[object]:
        return list(row.results.select_related("indicator"))

    @staticmethod
    def resolve_photos(row: ActivityReport, context) -> list[ReportPhoto]:
        return photos_for(context["request"].user, row)

    @staticmethod
    def resolve_files(row: ActivityReport) -> list[object]:
        return list(row.files.present().select_related("file"))

    @staticmethod
    def resolve_missing(row: ActivityReport) -> list[Any]:
        return missing_in(row).missing if row.is_writable else []

    @staticmethod
    def resolve_conflicts(row: ActivityReport) -> list[Any]:
        return waiting_to_read(actions.WRITING, row, personal=False) if row.is_writable else []

    @staticmethod
    def resolve_steps(row: ActivityReport, context) -> list[Any] | None:
        if not may_see_writers(context["request"].user, row):
            return None
        return marked_steps(row)

    @staticmethod
    def resolve_by_same_person(row: ActivityReport) -> bool:
        return any(step.own and step.at == row.accepted_at for step in marked_steps(row))

    @staticmethod
    def resolve_waiting(row: ActivityReport, context) -> object:
        inside = may_on_report(context["request"].user, row, READ_DRAFT)
        return waiting_step(row) if inside else None


class OpenReportIn(Given):
    activity: UUID
    why_none: Text = Field("", description="Why no report comes; empty: one will be written")


class StatusIn(Given):
    status: ProjectStatus
    reason: Text = ""
    on_day: date | None = None
    activities: list[OpenReportIn] = Field(
        default_factory=list,
        max_length=200,
        description="When it ends (finished, stopped, suspended): each activity whose report is still to come",
    )


class WaiverIn(Given):
    reason: Text


class WaiverOut(Schema):
    activity: UUID
    reason: str
    at: datetime

    @staticmethod
    def resolve_activity(row: Waiver) -> UUID:
        return row.activity.uid


class ReportsWanted(OfFundsWanted):
    state: ReportState | None = None
    project: UUID | None = None
    q: Word = Field("", description="Part of the title")
    sort: Newest = Field("newest", description=SORT)


class StartReportIn(Given):
    activity: UUID | None = Field(None, description="An activity of the project; null: it was not planned")


class PartMade(Schema):
    uid: UUID


class StepIn(Given):
    note: Text = Field("", description="To the next step")


class CheckIn(StepIn):
    advice: Text = Field("", description="To those who report; it stays in the report")


class PhotosIn(Given):
    photos: list[UUID] = Field(min_length=1, max_length=200)


class ReleaseIn(PhotosIn):
    people: People = Field(description="Whether somebody can be recognised")
    consent: Text = Field(
        "", max_length=300, description="Who keeps the consent of those who can be recognised"
    )
    is_delicate: bool = Field(description="Children, patients or the inside of a home")
    is_wanted: bool = Field(False, description="Those shown want it although it is delicate")


class AreaIn(Given):
    """In percent of the photo."""

    left: int = Field(ge=0, le=99)
    top: int = Field(ge=0, le=99)
    width: int = Field(ge=1, le=100)
    height: int = Field(ge=1, le=100)


class CoverIn(Given):
    areas: list[AreaIn] = Field(max_length=MOST_AREAS)


class MoveIn(Given):
    to: int = Field(ge=1, le=10_000, description="Its new number")


@router.get("/reports", response=Listing[ReportItem])
def list_reports(request: PageRequest, wanted: Query[ReportsWanted]):
    """Reports that were sent, and drafts inside one's scope; newest first or as `sort` says."""
    rows: Any = ActivityReport.objects.visible_to(request.user)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.project:
        rows = rows.filter(project__uid=wanted.project)
    if wanted.q:
        rows = rows.filter(containing(wanted.q))
    if wanted.fund or wanted.network or wanted.issue:
        of_funds = wanted.model_copy(update={"area": ""})
        projects = narrowed(Project.objects.all(), of_funds, "design__issue_links__issue")
        rows = rows.filter(project__in=projects)
    rows = narrowed(rows, wanted.model_copy(update={"fund": "", "network": None, "issue": ""}), "")
    rows = with_card(changed(rows, wanted)).select_related("activity")
    return sorted_page(request, rows, wanted)


@router.get("/reports/{uuid:uid}", response=ReportOut)
def read_activity_report(request: PageRequest, response: HttpResponse, uid: UUID):
    found = report_for(request.user, uid)
    judgeable(response, found.updated_at)
    return found


def _seen(request: PageRequest, response: HttpResponse, uid: UUID) -> ActivityReport:
    """The report as it stands after a write."""
    located(response, f"/reports/{uid}")
    return read_activity_report(request, response, uid)


def _made(
    request: PageRequest, response: HttpResponse, uid: UUID, kind: PartKind, made: Sequence[Record]
) -> ActivityReport:
    """The report with what was added to it, whose first is named."""
    seen = _seen(request, response, uid)
    located(response, f"/reports/{uid}/parts/{kind}/{made[0].uid}")
    return seen


@router.post("/projects/{uuid:uid}/reports", response={201: ReportOut}, auth=SIGNED_IN)
def start_report(request: PageRequest, response: HttpResponse, uid: UUID, body: StartReportIn):
    """With everything known filled in. Of one activity there is at most one unsent report at a time."""
    project = project_for(request.user, uid, WRITE_REPORT)
    activity = None
    if body.activity and (activity := project.design.activities.filter(uid=body.activity).first()) is None:
        raise Http404
    made = actions.start_report(project=project, activity=activity, by=request.user)
    return _seen(request, response, made.uid)


@router.post("/projects/{uuid:uid}/status", response=ProjectOut, auth=SIGNED_IN, tags=["Projects"])
def set_project_status(request: PageRequest, response: HttpResponse, uid: UUID, body: StatusIn):
    """Finished, stopped, suspended, or running again: with the reason, and what becomes of reports still to come."""
    project = project_for(request.user, uid, SET_MONEY)
    given = cleaned(StatusForm(plain(body.dict(exclude={"activities"})), year=project.fiscal_year))
    given["answers"] = {one.activity: one.why_none for one in body.activities}
    actions.set_status(project=project, by=request.user, **given)
    located(response, f"/projects/{uid}")
    return project_for(request.user, uid)


@router.get("/projects/{uuid:uid}/activities/{uuid:activity}/waiver", response=WaiverOut)
def read_waiver(request: PageRequest, uid: UUID, activity: UUID):
    """Why no report of the activity comes."""
    design = project_for(request.user, uid).design
    return get_object_or_404(
        Waiver.objects.select_related("activity"), activity__design=design, activity__uid=activity
    )


@router.post(
    "/projects/{uuid:uid}/activities/{uuid:activity}/waiver", response={201: WaiverOut}, auth=SIGNED_IN
)
def waive_report(request: PageRequest, response: HttpResponse, uid: UUID, activity: UUID, body: WaiverIn):
    """Says why no report of the activity comes: it stays due, and is late no more."""
    project = project_for(request.user, uid, SET_MONEY)
    found = get_object_or_404(project.design.activities, uid=activity)
    made = actions.waive_report(
        project=project, activity=found, by=request.user, **cleaned(WaiverForm(body.dict()))
    )
    located(response, f"/projects/{uid}/activities/{activity}/waiver")
    return made


@router.post(
    "/projects/{uuid:uid}/activities/{uuid:activity}/waiver/remove", response={204: None}, auth=SIGNED_IN
)
def take_waiver_back(request: PageRequest, response: HttpResponse, uid: UUID, activity: UUID):
    """A report of the activity is expected again."""
    project = project_for(request.user, uid, SET_MONEY)
    found = get_object_or_404(project.design.activities, uid=activity)
    actions.take_waiver_back(project=project, activity=found, by=request.user)
    located(response, f"/projects/{uid}")


@router.post("/reports/{uuid:uid}/fields", response=SavedOut, auth=SIGNED_IN)
def save_report_fields(request: PageRequest, response: HttpResponse, uid: UUID, body: FieldsIn):
    """Saves some fields by their paths, such as `r.done`, `people.<uid>.men`, `spend.3.amount_satang`."""
    report = report_for(request.user, uid, WRITE_REPORT)
    outcome = actions.save_report(
        report=report, base_version=body.base_version, changes=body.read(REPORT), by=request.user
    )
    return saved(_seen(request, response, uid), outcome)


@router.post("/reports/{uuid:uid}/participants", response={201: PartMade}, auth=SIGNED_IN)
def add_participants(request: PageRequest, response: HttpResponse, uid: UUID):
    """A new empty line of participants; its fields are then saved by their paths."""
    report = report_for(request.user, uid, WRITE_REPORT)
    made = actions.add_participants(report=report, by=request.user)
    located(response, f"/reports/{uid}/parts/people/{made.uid}")
    return made


@router.get("/reports/{uuid:uid}/parts/{kind}/{uuid:part}", response=ParticipantsOut | PhotoOut | FileOut)
def read_report_part(request: PageRequest, uid: UUID, kind: PartKind, part: UUID):
    """A line of participants, or what is known of a photo or a file, and whether it was checked already."""
    if kind == "photo":
        return report_photo_for(request.user, uid, part)
    if kind == "file":
        return report_file_for(request.user, uid, part)
    lines = told_to(request.user, report_for(request.user, uid)) or []
    if (found := next((line for line in lines if line.uid == part), None)) is None:
        raise Http404
    return found


@router.post("/reports/{uuid:uid}/parts/{kind}/{uuid:part}/remove", response=ReportOut, auth=SIGNED_IN)
def remove_report_part(request: PageRequest, response: HttpResponse, uid: UUID, kind: PartKind, part: UUID):
    """Takes off a line of participants, a photo or a file."""
    report = report_for(request.user, uid, WRITE_REPORT)
    actions.remove_part(report=report, kind=kind, uid=str(part), by=request.user)
    return _seen(request, response, uid)


@router.post("/reports/{uuid:uid}/parts/{kind}/{uuid:part}/restore", response=ReportOut, auth=SIGNED_IN)
def restore_report_part(request: PageRequest, response: HttpResponse, uid: UUID, kind: PartKind, part: UUID):
    """Brings back what was taken off, until the report is sent."""
    report = report_for(request.user, uid, WRITE_REPORT)
    actions.restore_part(report=report, kind=kind, uid=str(part), by=request.user)
    return _seen(request, response, uid)


@router.post("/reports/{uuid:uid}/choose", response=ReportOut, auth=SIGNED_IN)
def choose_report_text(request: PageRequest, response: HttpResponse, uid: UUID, body: ChosenText):
    """Which of two texts for one field stands."""
    report = report_for(request.user, uid, WRITE_REPORT)
    waiting = waiting_to_read(actions.WRITING, report, personal=False)
    actions.settle_conflict(report=report, by=request.user, **body.of(waiting))
    return _seen(request, response, uid)


@router.get("/reports/{uuid:uid}/earlier-texts", response=Listing[EarlierTextOut], auth=SIGNED_IN)
def list_earlier_report_texts(request: PageRequest, uid: UUID, wanted: Query[Listed]):
    """What was replaced or not chosen, the newest first; for those inside its scope."""
    report = report_for(request.user, uid, READ_DRAFT)
    rows = page_of(request, earlier_texts(report), ("-pk",), wanted)
    return rows | {"items": earlier_to_read(actions.WRITING, report, rows["items"])}


@router.post("/reports/{uuid:uid}/earlier-texts/bring-back", response=SavedOut, auth=SIGNED_IN)
def bring_report_text_back(request: PageRequest, response: HttpResponse, uid: UUID, body: BringBackIn):
    """Writes an earlier text again; what stands is kept in its turn."""
    report = report_for(request.user, uid, WRITE_REPORT)
    text = earlier_text(actions.WRITING, report, body.key, personal=False)
    if text is None or text.change is None:
        raise Http404
    outcome = actions.save_report(report=report, changes=[text.again(body.seen)], by=request.user)
    return saved(_seen(request, response, uid), outcome)


@router.post("/reports/{uuid:uid}/photos", response={201: ReportOut}, auth=SIGNED_IN)
def add_report_photos(
    request: PageRequest, response: HttpResponse, uid: UUID, photos: File[list[UploadedFile]]
):
    """JPEG, PNG or WebP; they are re-encoded, and their metadata is removed."""
    report = report_for(request.user, uid, WRITE_REPORT)
    uploads = _taken(PhotosForm, "photos", photos)
    made = actions.add_photos(report=report, uploads=uploads, by=request.user)
    return _made(request, response, uid, "photo", made)


@router.post("/reports/{uuid:uid}/files", response={201: ReportOut}, auth=SIGNED_IN)
def add_report_files(
    request: PageRequest, response: HttpResponse, uid: UUID, documents: File[list[UploadedFile]]
):
    """PDF, Word, Excel, PowerPoint or text; told by their content."""
    report = report_for(request.user, uid, WRITE_REPORT)
    uploads = _taken(FilesForm, "documents", documents)
    made = actions.add_files(report=report, uploads=uploads, by=request.user)
    return _made(request, response, uid, "file", made)


def _taken(form: type[forms.Form], field: str, files: list[UploadedFile]) -> list[Any]:
    given: Any = MultiValueDict({field: files})
    return cleaned(form({}, given))[field]


@router.post("/reports/{uuid:uid}/photos/{uuid:photo}/move", response=ReportOut, auth=SIGNED_IN)
def move_report_photo(request: PageRequest, response: HttpResponse, uid: UUID, photo: UUID, body: MoveIn):
    """Gives a photo another place in the album."""
    report = report_for(request.user, uid, WRITE_REPORT)
    actions.move_photo(report=report, uid=str(photo), to=body.to, by=request.user)
    return _seen(request, response, uid)


@router.post("/reports/{uuid:uid}/photos/release", response=ReportOut, auth=SIGNED_IN)
def release_report_photos(request: PageRequest, response: HttpResponse, uid: UUID, body: ReleaseIn):
    """Shows photos to everyone; what is said holds for all that are named."""
    report = report_for(request.user, uid, WRITE_REPORT)
    said = body.dict() | {"photos": [str(photo) for photo in body.photos]}
    actions.release_photos(report=report, by=request.user, **said)
    return _seen(request, response, uid)


@router.post("/reports/{uuid:uid}/photos/keep", response=ReportOut, auth=SIGNED_IN)
def keep_report_photos(request: PageRequest, response: HttpResponse, uid: UUID, body: PhotosIn):
    """Photos that strangers do not see, or from now on no more."""
    report = report_for(request.user, uid, WRITE_REPORT)
    actions.keep_photos_inside(report=report, photos=[str(photo) for photo in body.photos], by=request.user)
    return _seen(request, response, uid)


@router.post("/reports/{uuid:uid}/photos/{uuid:photo}/cover", response=ReportOut, auth=SIGNED_IN)
def cover_report_photo(request: PageRequest, response: HttpResponse, uid: UUID, photo: UUID, body: CoverIn):
    """Areas that those outside do not see; none: the photo is whole again."""
    report = report_for(request.user, uid, WRITE_REPORT)
    areas = [[one.left, one.top, one.width, one.height] for one in body.areas]
    actions.cover_photo(report=report, photo=str(photo), areas=areas, by=request.user)
    return _seen(request, response, uid)


@router.get("/reports/{uuid:uid}/photos/{uuid:photo}/{size}", openapi_extra=PHOTO)
def download_report_photo(request: PageRequest, uid: UUID, photo: UUID, size: Literal["small", "large"]):
    """The picture itself."""
    given = report_photo_for(request.user, uid, photo).given
    assert given
    return respond(request, given, Variant.THUMBNAIL if size == "small" else Variant.STANDARD)


@router.get("/reports/{uuid:uid}/files/{uuid:file}", auth=SIGNED_IN, openapi_extra=FILE)
def download_report_file(request: PageRequest, uid: UUID, file: UUID):
    """The file itself, for everyone signed in who may read the report: lists of names may be among the files."""
    return respond(request, report_file_for(request.user, uid, file).file)


@router.post("/reports/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_report(request: PageRequest, response: HttpResponse, uid: UUID):
    """Only a report that was never sent."""
    report = report_for(request.user, uid, WRITE_REPORT)
    project = actions.delete_report(report=report, by=request.user)
    located(response, f"/projects/{project.uid}")


@router.post("/reports/{uuid:uid}/send", response=ReportOut, auth=SIGNED_IN)
def send_report(request: PageRequest, response: HttpResponse, uid: UUID):
    """Freezes it and gives it to who checks it."""
    report = report_for(request.user, uid, WRITE_REPORT)
    actions.send_report(report=report, by=request.user)
    return _seen(request, response, uid)


def _step(
    request: PageRequest, response: HttpResponse, uid: UUID, rung: Rung, body: StepIn, if_match: str
) -> ActivityReport:
    report = report_for(request.user, uid, rung.can)
    form = StepForm({**body.dict(), "seen": if_match})
    if rung is not MENTOR:
        del form.fields["advice"]
    actions.step_report(report=report, rung=rung, by=request.user, **cleaned(form))
    return _seen(request, response, uid)


@router.post("/reports/{uuid:uid}/check", response=ReportOut, auth=SIGNED_IN)
def check_report(request: PageRequest, response: HttpResponse, uid: UUID, body: CheckIn, if_match: IfMatch):
    """The mentor's step of the ladder."""
    return _step(request, response, uid, MENTOR, body, if_match)


@router.post("/reports/{uuid:uid}/confirm", response=ReportOut, auth=SIGNED_IN)
def confirm_report(request: PageRequest, response: HttpResponse, uid: UUID, body: StepIn, if_match: IfMatch):
    """The project manager's step of the ladder."""
    return _step(request, response, uid, MANAGER, body, if_match)


@router.post("/reports/{uuid:uid}/accept", response=ReportOut, auth=SIGNED_IN)
def accept_report(request: PageRequest, response: HttpResponse, uid: UUID, body: StepIn, if_match: IfMatch):
    """The funder's step of the ladder, the last one.

    Where the fund's kind wants a second person and the caller wrote or sent the report, it stays unaccepted and the
    answer names the step that waits (`waiting`).
    """
    return _step(request, response, uid, FUNDER, body, if_match)


@router.post("/reports/{uuid:uid}/return", response=ReportOut, auth=SIGNED_IN)
def return_report(request: PageRequest, response: HttpResponse, uid: UUID, body: NoteIn, if_match: IfMatch):
    """Back to its writers for correction."""
    report = report_to_return_for(request.user, uid)
    values = cleaned(ReturnForm({**body.dict(), "seen": if_match}))
    actions.return_report(report=report, by=request.user, **values)
    return _seen(request, response, uid)


@router.get("/reports/{uuid:uid}/comments", response=list[CommentOut], auth=SIGNED_IN)
def list_report_comments(request: PageRequest, response: HttpResponse, uid: UUID, wanted: Query[RowsListed]):
    """For those inside the report's scope."""
    rows = comments_of(report_for(request.user, uid, READ_DRAFT).thread)
    return rows_of(request, response, rows, ("at", "pk"), wanted)


@router.post("/reports/{uuid:uid}/comments", response={201: CommentOut}, auth=SIGNED_IN)
def comment_report(request: PageRequest, response: HttpResponse, uid: UUID, body: CommentIn):
    report = report_for(request.user, uid, COMMENT)
    made = write_comment(report.thread, body, request.user)
    located(response, f"/reports/{uid}/comments/{made.uid}")
    return made


@router.get("/reports/{uuid:uid}/comments/{uuid:comment}", response=CommentOut, auth=SIGNED_IN)
def read_report_comment(request: PageRequest, uid: UUID, comment: UUID):
    return comment_of(report_for(request.user, uid, READ_DRAFT).thread, comment)


@router.post("/reports/{uuid:uid}/comments/{uuid:comment}/settle", response=CommentOut, auth=SIGNED_IN)
def settle_report_comment(request: PageRequest, response: HttpResponse, uid: UUID, comment: UUID):
    report = report_for(request.user, uid, COMMENT)
    located(response, f"/reports/{uid}/comments/{comment}")
    return settle_comment(report.thread, comment, request.user)
