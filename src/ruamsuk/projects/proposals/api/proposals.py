"""Proposals: read, written field by field as on the page, submitted, commented."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from ruamsuk.accounts.api import PersonRef
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.areas.api import AreaRef
from ruamsuk.checks.api import RemarkOut
from ruamsuk.comments.queries import comments_of
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.api import (
    ORDERS,
    SIGNED_IN,
    SORT,
    FiscalYear,
    Given,
    Listed,
    Listing,
    RowsListed,
    Text,
    Word,
    changed,
    cleaned,
    located,
    page_of,
    rows_of,
    sorted_page,
    unknown,
)
from ruamsuk.core.limits import spend
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
)
from ruamsuk.drafts.forms import earlier_text, earlier_to_read, waiting_to_read
from ruamsuk.drafts.queries.completeness import Completeness
from ruamsuk.drafts.queries.texts import earlier_texts
from ruamsuk.evidence.api import OfferedIn
from ruamsuk.files.answers import respond
from ruamsuk.files.choices import FileState
from ruamsuk.funds.api import FundName, FundRef, OfFundsWanted, ReasonIn, narrowed
from ruamsuk.issues.models import Indicator, Measure
from ruamsuk.organizations.api import OrganizationRef
from ruamsuk.plans.access import development_row_for, planned_project_for
from ruamsuk.plans.verbs import DECIDE, WRITE_PROPOSAL
from ruamsuk.projects.own_steps.api import OwnMark
from ruamsuk.projects.own_steps.queries import waiting_step
from ruamsuk.projects.proposals.access import (
    applicant_for,
    applicants_for,
    author_invitation_for,
    may_do,
    proposal_for,
    proposal_to_read_for,
    submission_for,
    unclean_for,
)
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.api.shapes import (
    FILE,
    CommentIn,
    CommentOut,
    DesignOut,
    NewRow,
    NoteIn,
    RowKind,
    RowMade,
    RowOut,
    comment_of,
    row_to_read,
    settle_comment,
    write_comment,
)
from ruamsuk.projects.proposals.choices import (
    INVITATIONS_PER_MINUTE,
    NAMES_AUTHORS,
    PENDING,
    Outcome,
    ProposalState,
)
from ruamsuk.projects.proposals.forms.draft import read_offer
from ruamsuk.projects.proposals.forms.proposals import AuthorForm, IdCopyForm, NoteForm, ReasonForm, StartForm
from ruamsuk.projects.proposals.models import Applicant, AuthorInvitation, Decision, Proposal, Submission
from ruamsuk.projects.proposals.queries.begun import begun_from
from ruamsuk.projects.proposals.queries.completeness import completeness, hints_left
from ruamsuk.projects.proposals.queries.decisions import decision_of
from ruamsuk.projects.proposals.queries.shown import ORDER, Shown
from ruamsuk.projects.proposals.queries.snapshots import said_in
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.verbs import COMMENT, RETURN_PROPOSAL, SUBMIT_PROPOSAL

router = Router(tags=["Proposals"])

NOBODY = UUID(int=0)


class ProposalItem(Schema):
    uid: UUID
    title: str
    fiscal_year: int | None = Field(description="null: an older system did not tell it")
    state: ProposalState
    percent: int = Field(description="How complete it is")
    fund: FundRef | None
    organization: OrganizationRef | None
    applicant_name: str
    home_area: AreaRef | None
    budget_satang: int = Field(alias="design.budget_satang")
    changed_at: datetime = Field(description="When its text or state last changed")
    updated_at: datetime = Field(description="The same, or when anything else of it changed")
    first_submitted_at: datetime | None


class ApplicantOut(Schema):
    uid: UUID
    no: int
    name: str
    phone: str
    has_id_copy: bool
    id_copy_state: FileState | None = Field(None, alias="id_copy.state")

    @staticmethod
    def resolve_has_id_copy(row: Applicant) -> bool:
        return row.id_copy_id is not None


class SubmissionItem(Schema):
    uid: UUID
    no: int
    submitted_at: datetime
    sha256: str


class DifferenceOut(Schema):
    section: str
    label: str
    before: str
    after: str


class SubmissionOut(SubmissionItem):
    snapshot: dict[str, Any] = Field(description="What was sent, frozen")
    differences: list[DifferenceOut] = Field(description="From the submission before")

    @staticmethod
    def resolve_differences(row: Submission) -> list[Any]:
        before = row.proposal.submissions.filter(no=row.no - 1).first()
        return said_in(row, before) if before else []


class RecordedOut(Schema):
    outcome: Outcome
    decided_on: date
    resolution_no: str
    amount_satang: int
    conditions: str
    own: OwnMark | None = Field(
        None, description="Set when whoever entered it also wrote or sent the proposal"
    )


class EarlierDecisionOut(RecordedOut):
    """A decision as it was recorded wrongly, with why it was corrected."""

    reason: str
    corrected_at: datetime
    own_correction: OwnMark | None = Field(None, description="The same of whoever corrected it")


class DecisionOut(RecordedOut):
    earlier: list[EarlierDecisionOut] = Field(description="What stood before corrections, the newest first")

    @staticmethod
    def resolve_earlier(row: Decision) -> list[object]:
        return decision_of(row.proposal)["earlier"]


class BegunOut(Schema):
    """What a proposal was begun from."""

    kind: Literal["standard-measure", "development-plan", "planned-project", "project"]
    said: str = Field(description="What it is, in words")
    title: str
    to_confirm: bool = Field(alias="is_to_confirm", description="A measure that no administrator signed yet")


class ProposalOut(ProposalItem):
    said_fund: str = Field(description="As an older system named it, where it is none of the funds here")
    version: int = Field(description="Send it as `base_version` when saving fields")
    state_note: str
    unclean: dict[str, str] = Field(description="Fields kept as typed because they could not be understood")
    design: DesignOut
    begun_from: BegunOut | None = Field(
        description="null: from nothing, not known, or of a plan that one may not read"
    )
    hints: dict[str, list[str]] = Field(
        description="Path → what the source said there and is not replaced yet; of a text the pieces in brackets"
    )
    missing: list[MissingOut]
    remarks: list[RemarkOut] | None = Field(
        description="What makes no sense, the worst first; null for readers from outside, and once it was decided"
    )
    conflicts: list[ConflictOut]
    applicants: list[ApplicantOut] | None = Field(description="null: this reader may not see persons")
    submissions: list[SubmissionItem]
    decision: DecisionOut | None
    waiting: OwnMark | None = Field(
        description="A decision or correction that waits for a second person; null for readers from outside"
    )
    project: UUID | None = Field(description="The project that the approval made")

    @staticmethod
    def resolve_begun_from(row: Proposal, context) -> object:
        return begun_from(row, context["request"].user)

    @staticmethod
    def resolve_hints(row: Proposal) -> dict[str, list[str]]:
        return hints_left(row) if row.is_writable else {}

    @staticmethod
    def resolve_missing(row: Proposal, context) -> list[Any]:
        return _judged(row, context).missing if row.is_writable else []

    @staticmethod
    def resolve_remarks(row: Proposal, context) -> list[Any] | None:
        is_open = row.is_writable or row.state in PENDING
        if not (is_open and may_do(context["request"].user, row, READ_DRAFT)):
            return None
        return [one.remark for one in _judged(row, context).remarks]

    @staticmethod
    def resolve_conflicts(row: Proposal, context) -> list[Any]:
        sees_persons = may_do(context["request"].user, row, SEE_APPLICANTS)
        return waiting_to_read(drafting.WRITING, row, personal=sees_persons) if row.is_writable else []

    @staticmethod
    def resolve_unclean(row: Proposal, context) -> dict[str, str]:
        return unclean_for(context["request"].user, row)

    @staticmethod
    def resolve_applicants(row: Proposal, context) -> list[Any] | None:
        reader = context["request"].user
        return applicants_for(reader, row) if may_do(reader, row, SEE_APPLICANTS) else None

    @staticmethod
    def resolve_submissions(row: Proposal) -> list[Submission]:
        return list(row.submissions.all())

    @staticmethod
    def resolve_decision(row: Proposal) -> object:
        return decision_of(row)["decision"]

    @staticmethod
    def resolve_waiting(row: Proposal, context) -> object:
        return waiting_step(row) if may_do(context["request"].user, row, READ_DRAFT) else None

    @staticmethod
    def resolve_project(row: Proposal) -> UUID | None:
        project = getattr(row, "project", None)
        return project.uid if project else None


def _judged(row: Proposal, context: dict[str, Any]) -> Completeness:
    """Once for an answer."""
    judged: dict[int, Completeness] = context.setdefault("judged", {})
    if row.pk not in judged:
        judged[row.pk] = completeness(row)
    return judged[row.pk]


class ProposalsWanted(OfFundsWanted):
    state: ProposalState | None = None
    mine: bool = Field(False, description="Only those that one writes")
    q: Word = Field("", description="Part of the title")
    sort: Literal["-changed", "updated", "-updated"] = Field("-changed", description=SORT)


class EarlierWanted(Listed):
    applicants: bool = Field(False, description="Those about persons, for who may see them")


class StartIn(Given):
    title: Text
    fiscal_year: FiscalYear
    fund: FundName = Field("", description="May stay empty until it is known")


class YearOfProposal(Given):
    fiscal_year: FiscalYear


class StandardIn(Given):
    indicator: Word = Field(description="Code of a standard indicator", examples=["tobacco-1"])


class AuthorIn(Given):
    person: Word = Field(description="User name or e-mail")


class AuthorInvitationOut(Schema):
    """One's own invitation to write; of the proposal nothing is told before it is accepted."""

    uid: UUID
    invited_by: PersonRef
    created_at: datetime
    expires_at: datetime
    accepted: bool | None


class InvitationAnswerIn(Given):
    accept: bool


@router.get("/proposals", response=Listing[ProposalItem], auth=SIGNED_IN)
def list_proposals(request: PageRequest, wanted: Query[ProposalsWanted]):
    """Submitted proposals, and drafts inside one's scope; what changed last stands first, or as `sort` says."""
    readable = Shown.written_by(request.user) if wanted.mine else Shown.visible_to(request.user)
    rows = narrowed(readable, wanted, "design__issue_links__issue")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.q:
        rows = rows.filter(containing(wanted.q))
    rows = changed(rows, wanted)
    return sorted_page(
        request,
        rows.parts,
        wanted,
        lambda found: rows.ready(found, "home_area"),
        {**ORDERS, "-changed": ORDER},
    )


@router.get("/proposals/{uuid:uid}", response=ProposalOut, auth=SIGNED_IN)
def read_proposal(request: PageRequest, uid: UUID):
    """As it stands. While it is being corrected, readers from outside are told which submission to read (409)."""
    return proposal_to_read_for(request.user, uid)


def seen(request: PageRequest, response: HttpResponse, uid: UUID) -> Proposal:
    """The proposal as it stands after a write."""
    located(response, f"/proposals/{uid}")
    return proposal_for(request.user, uid)


@router.post("/proposals", response={201: ProposalOut}, auth=SIGNED_IN)
def start_proposal(request: PageRequest, response: HttpResponse, body: StartIn):
    """From nothing. What is known already comes along with `propose` of a planned project or of a project."""
    made = drafting.start_proposal(by=request.user, **cleaned(StartForm(body.dict())))
    return seen(request, response, made.uid)


@router.post("/planned-projects/{uuid:uid}/propose", response={201: ProposalOut}, auth=SIGNED_IN)
def propose_planned_project(request: PageRequest, response: HttpResponse, uid: UUID):
    """A proposal from a row of a plan, with everything known filled in."""
    planned = planned_project_for(request.user, uid, WRITE_PROPOSAL)
    year = planned.plan.fiscal_year
    made = drafting.start_proposal(planned_project=planned, fiscal_year=year, by=request.user)
    return seen(request, response, made.uid)


@router.post("/standard-measures/{slug:code}/propose", response={201: ProposalOut}, auth=SIGNED_IN)
def propose_standard_measure(request: PageRequest, response: HttpResponse, code: str, body: YearOfProposal):
    """A proposal that begins with a standard measure and all that belongs to its kit."""
    measure = Measure.objects.in_use().filter(code=code).first()
    if measure is None:
        raise Http404
    made = drafting.start_proposal(measure=measure, fiscal_year=body.fiscal_year, by=request.user)
    return seen(request, response, made.uid)


@router.post("/development-rows/{uuid:uid}/propose", response={201: ProposalOut}, auth=SIGNED_IN)
def propose_development_row(request: PageRequest, response: HttpResponse, uid: UUID, body: YearOfProposal):
    """A proposal that begins with a row of a local authority's development plan."""
    row = development_row_for(request.user, uid, READ)
    made = drafting.start_proposal(development_row=row, fiscal_year=body.fiscal_year, by=request.user)
    return seen(request, response, made.uid)


@router.post("/proposals/{uuid:uid}/fields", response=SavedOut, auth=SIGNED_IN)
def save_proposal_fields(request: PageRequest, response: HttpResponse, uid: UUID, body: FieldsIn):
    """Saves some fields, as the page does while typing. A field that holds something newer than what you have seen
    keeps it; yours is named in `conflicts` and waits for `/choose`.
    """
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    outcome = drafting.save_fields(
        proposal=proposal, base_version=body.base_version, changes=body.read(PROPOSAL), by=request.user
    )
    return saved(seen(request, response, uid), outcome)


@router.post("/proposals/{uuid:uid}/rows", response={201: RowMade}, auth=SIGNED_IN)
def add_proposal_row(request: PageRequest, response: HttpResponse, uid: UUID, body: NewRow):
    """A new empty line; its fields are then saved by their paths."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    row = drafting.add_row(
        proposal=proposal, kind=body.kind, parent_uid=str(body.parent or NOBODY), by=request.user
    )
    located(response, f"/proposals/{uid}/rows/{body.kind}/{row.uid}")
    return {"uid": row.uid, "no": row.no, "kind": body.kind}


@router.get("/proposals/{uuid:uid}/rows/{kind}/{uuid:row}", response=RowOut, auth=SIGNED_IN)
def read_proposal_row(request: PageRequest, uid: UUID, kind: RowKind, row: UUID):
    """One line as it stands; an applicant for those who may see persons."""
    proposal = proposal_to_read_for(request.user, uid)
    part: Any = PROPOSAL.rows(kind)
    if part.is_personal:
        return row_to_read(part, applicant_for(request.user, proposal, row))
    return row_to_read(part, get_object_or_404(part.rows(proposal), uid=row))


@router.post("/proposals/{uuid:uid}/standard-indicators", response=ProposalOut, auth=SIGNED_IN)
def add_proposal_standard(request: PageRequest, response: HttpResponse, uid: UUID, body: StandardIn):
    """Takes over a standard indicator with its objective and its line in the situation."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    standard = Indicator.objects.filter(code=body.indicator).first()
    if standard is None:
        raise unknown("indicator", body.indicator)
    drafting.add_standard(proposal=proposal, standard=standard, by=request.user)
    return seen(request, response, uid)


@router.post(
    "/proposals/{uuid:uid}/situations/{uuid:situation}/use-figure", response=SavedOut, auth=SIGNED_IN
)
def use_official_figure_in_proposal(
    request: PageRequest, response: HttpResponse, uid: UUID, situation: UUID, body: OfferedIn
):
    """An official figure of the place, or of an area above it, becomes the size of the problem, with its evidence."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    outcome = drafting.save_fields(
        proposal=proposal,
        base_version=proposal.version,
        changes=read_offer(proposal, str(situation), body.figure),
        by=request.user,
    )
    return saved(seen(request, response, uid), outcome)


@router.get("/proposals/{uuid:uid}/applicants/{uuid:applicant}/id-copy", auth=SIGNED_IN, openapi_extra=FILE)
def download_id_copy(request: PageRequest, uid: UUID, applicant: UUID):
    """The copy of a person's ID card: for authors, the fund, its committee and the mentor only."""
    proposal = proposal_for(request.user, uid, SEE_APPLICANTS)
    person = applicant_for(request.user, proposal, applicant)
    if person.id_copy is None:
        raise Http404
    return respond(request, person.id_copy)


@router.post(
    "/proposals/{uuid:uid}/applicants/{uuid:applicant}/id-copy",
    response={201: ProposalOut},
    auth=SIGNED_IN,
)
def set_id_copy(
    request: PageRequest,
    response: HttpResponse,
    uid: UUID,
    applicant: UUID,
    upload: File[UploadedFile],
):
    """A picture or a PDF; a new one replaces the old."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    person = applicant_for(request.user, proposal, applicant)
    files: Any = {"upload": upload}
    drafting.set_id_copy(
        proposal=proposal, applicant=person, by=request.user, **cleaned(IdCopyForm({}, files))
    )
    return seen(request, response, uid)


@router.post("/proposals/{uuid:uid}/rows/{kind}/{uuid:row}/remove", response=ProposalOut, auth=SIGNED_IN)
def remove_proposal_row(request: PageRequest, response: HttpResponse, uid: UUID, kind: RowKind, row: UUID):
    """Takes a line off, with what hangs below it."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    drafting.remove_row(proposal=proposal, kind=kind, uid=str(row), by=request.user)
    return seen(request, response, uid)


@router.post("/proposals/{uuid:uid}/rows/{kind}/{uuid:row}/restore", response=ProposalOut, auth=SIGNED_IN)
def restore_proposal_row(request: PageRequest, response: HttpResponse, uid: UUID, kind: RowKind, row: UUID):
    """Brings a line back that was taken off."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    drafting.restore_row(proposal=proposal, kind=kind, uid=str(row), by=request.user)
    return seen(request, response, uid)


@router.post("/proposals/{uuid:uid}/choose", response=ProposalOut, auth=SIGNED_IN)
def choose_proposal_text(request: PageRequest, response: HttpResponse, uid: UUID, body: ChosenText):
    """Which of two texts for one field stands."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    waiting = waiting_to_read(
        drafting.WRITING, proposal, personal=may_do(request.user, proposal, SEE_APPLICANTS)
    )
    drafting.resolve_conflict(proposal=proposal, by=request.user, **body.of(waiting))
    return seen(request, response, uid)


@router.get("/proposals/{uuid:uid}/earlier-texts", response=Listing[EarlierTextOut], auth=SIGNED_IN)
def list_earlier_texts(request: PageRequest, uid: UUID, wanted: Query[EarlierWanted]):
    """What was replaced, not chosen or removed, the newest first; for those inside its scope."""
    proposal = proposal_for(request.user, uid, READ_DRAFT)
    if wanted.applicants and not may_do(request.user, proposal, SEE_APPLICANTS):
        return {"items": [], "next": None}
    rows = page_of(request, earlier_texts(proposal, personal=wanted.applicants), ("-pk",), wanted)
    return rows | {"items": earlier_to_read(drafting.WRITING, proposal, rows["items"])}


@router.post("/proposals/{uuid:uid}/earlier-texts/bring-back", response=SavedOut, auth=SIGNED_IN)
def bring_text_back(request: PageRequest, response: HttpResponse, uid: UUID, body: BringBackIn):
    """Writes an earlier text again; what stands is kept in its turn. A removed line comes back by `/restore`."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    sees_persons = may_do(request.user, proposal, SEE_APPLICANTS)
    text = earlier_text(drafting.WRITING, proposal, body.key, personal=sees_persons)
    if text is None or text.change is None:
        raise Http404
    outcome = drafting.save_fields(proposal=proposal, changes=[text.again(body.seen)], by=request.user)
    return saved(seen(request, response, uid), outcome)


@router.get("/proposals/{uuid:uid}/authors", response=list[PersonRef], auth=SIGNED_IN)
def list_proposal_authors(request: PageRequest, uid: UUID):
    """Who may write on it."""
    proposal = proposal_for(request.user, uid, NAMES_AUTHORS)
    return [author.user for author in proposal.authors.select_related("user")]


@router.post("/proposals/{uuid:uid}/authors", response=ProposalOut, auth=SIGNED_IN)
def add_proposal_author(request: PageRequest, response: HttpResponse, uid: UUID, body: AuthorIn):
    """Somebody whom one may see anyway writes on it too, at once; anybody else is sent an invitation.

    The answer is the same for a name that nobody has.
    """
    proposal = proposal_for(request.user, uid, NAMES_AUTHORS)
    values = cleaned(AuthorForm(body.dict()))
    spend(request, "author", per_minute=INVITATIONS_PER_MINUTE)
    drafting.add_author(proposal=proposal, by=request.user, **values)
    return seen(request, response, uid)


@router.get("/author-invitations", response=list[AuthorInvitationOut], auth=SIGNED_IN)
def list_author_invitations(request: PageRequest):
    """Those that wait for one's own answer."""
    rows = AuthorInvitation.objects.waiting().visible_to(request.user).select_related("invited_by")
    return list(rows.order_by("-created_at")[:100])


@router.post("/author-invitations/{uuid:uid}/answer", response=AuthorInvitationOut, auth=SIGNED_IN)
def answer_author_invitation(
    request: PageRequest, response: HttpResponse, uid: UUID, body: InvitationAnswerIn
):
    """Whoever accepts writes on the proposal from then on."""
    author_invitation = author_invitation_for(request.user, uid)
    located(response, "/author-invitations")
    return drafting.answer_author_invitation(
        invitation=author_invitation, accept=body.accept, by=request.user
    )


@router.post("/proposals/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_proposal(request: PageRequest, response: HttpResponse, uid: UUID):
    """Only a draft that was never submitted."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    drafting.delete_draft(proposal=proposal, by=request.user)
    located(response, "/proposals")


@router.post("/proposals/{uuid:uid}/submit", response=ProposalOut, auth=SIGNED_IN)
def submit_proposal(request: PageRequest, response: HttpResponse, uid: UUID):
    """Freezes what is written and gives it to the fund."""
    proposal = proposal_for(request.user, uid, SUBMIT_PROPOSAL)
    sending.submit_proposal(proposal=proposal, by=request.user)
    return seen(request, response, uid)


@router.post("/proposals/{uuid:uid}/take-up", response=ProposalOut, auth=SIGNED_IN)
def take_up_proposal(request: PageRequest, response: HttpResponse, uid: UUID):
    """The fund begins its review."""
    sending.take_up_proposal(proposal=proposal_for(request.user, uid, DECIDE), by=request.user)
    return seen(request, response, uid)


@router.post("/proposals/{uuid:uid}/return", response=ProposalOut, auth=SIGNED_IN)
def return_proposal(request: PageRequest, response: HttpResponse, uid: UUID, body: NoteIn):
    """Back to its authors for correction."""
    proposal = proposal_for(request.user, uid, RETURN_PROPOSAL)
    sending.return_proposal(proposal=proposal, by=request.user, **cleaned(NoteForm(body.dict())))
    return seen(request, response, uid)


@router.post("/proposals/{uuid:uid}/withdraw", response=ProposalOut, auth=SIGNED_IN)
def withdraw_proposal(request: PageRequest, response: HttpResponse, uid: UUID, body: ReasonIn):
    """By its authors, while it is not decided; it stays readable."""
    proposal = proposal_for(request.user, uid, SUBMIT_PROPOSAL)
    sending.withdraw_proposal(proposal=proposal, by=request.user, **cleaned(ReasonForm(body.dict())))
    return seen(request, response, uid)


@router.get("/proposals/{uuid:uid}/comments", response=list[CommentOut], auth=SIGNED_IN)
def list_proposal_comments(
    request: PageRequest, response: HttpResponse, uid: UUID, wanted: Query[RowsListed]
):
    rows = comments_of(proposal_for(request.user, uid, COMMENT).thread)
    return rows_of(request, response, rows, ("at", "pk"), wanted)


@router.post("/proposals/{uuid:uid}/comments", response={201: CommentOut}, auth=SIGNED_IN)
def comment_proposal(request: PageRequest, response: HttpResponse, uid: UUID, body: CommentIn):
    proposal = proposal_for(request.user, uid, COMMENT)
    made = write_comment(proposal.thread, body, request.user)
    sending.tell_of_comment(proposal=proposal, by=request.user)
    located(response, f"/proposals/{uid}/comments/{made.uid}")
    return made


@router.get("/proposals/{uuid:uid}/comments/{uuid:comment}", response=CommentOut, auth=SIGNED_IN)
def read_proposal_comment(request: PageRequest, uid: UUID, comment: UUID):
    return comment_of(proposal_for(request.user, uid, COMMENT).thread, comment)


@router.post("/proposals/{uuid:uid}/comments/{uuid:comment}/settle", response=CommentOut, auth=SIGNED_IN)
def settle_proposal_comment(request: PageRequest, response: HttpResponse, uid: UUID, comment: UUID):
    proposal = proposal_for(request.user, uid, COMMENT)
    located(response, f"/proposals/{uid}/comments/{comment}")
    return settle_comment(proposal.thread, comment, request.user)


@router.get("/submissions/{uuid:uid}", response=SubmissionOut, auth=SIGNED_IN)
def read_submission(request: PageRequest, uid: UUID):
    """What was sent, and what is different from the time before."""
    return submission_for(request.user, uid)
