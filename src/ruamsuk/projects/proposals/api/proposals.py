"""Proposals: read, written field by field as on the page, submitted, commented."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.areas.api import AreaRef
from ruamsuk.checks.api import RemarkOut
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.api import (
    ORDERS,
    SIGNED_IN,
    SORT,
    FiscalYear,
    Given,
    Listing,
    Text,
    Word,
    changed,
    cleaned,
    judgeable,
    located,
    sorted_page,
)
from ruamsuk.core.searching import containing
from ruamsuk.drafts.api import ConflictOut, MissingOut
from ruamsuk.drafts.forms import waiting_to_read
from ruamsuk.drafts.queries.completeness import Completeness
from ruamsuk.files.choices import FileState
from ruamsuk.funds.api import FundName, FundRef, OfFundsWanted, narrowed
from ruamsuk.issues.models import Measure
from ruamsuk.organizations.api import OrganizationRef
from ruamsuk.plans.access import development_row_for, planned_project_for
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.own_steps.api import OwnMark
from ruamsuk.projects.own_steps.queries import waiting_step
from ruamsuk.projects.proposals.access import (
    applicants_for,
    may_do,
    proposal_for,
    proposal_to_read_for,
    unclean_for,
)
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.api.shapes import DesignOut
from ruamsuk.projects.proposals.choices import PENDING, Outcome, ProposalState
from ruamsuk.projects.proposals.forms.proposals import StartForm
from ruamsuk.projects.proposals.models import Applicant, Decision, Proposal, Submission
from ruamsuk.projects.proposals.queries.begun import begun_from
from ruamsuk.projects.proposals.queries.completeness import completeness, hints_left
from ruamsuk.projects.proposals.queries.decisions import decision_of
from ruamsuk.projects.proposals.queries.shown import ORDER, Shown
from ruamsuk.projects.proposals.queries.snapshots import said_in

router = Router(tags=["Proposals"])


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


class StartIn(Given):
    title: Text
    fiscal_year: FiscalYear
    fund: FundName = Field("", description="May stay empty until it is known")


class YearOfProposal(Given):
    fiscal_year: FiscalYear


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
def read_proposal(request: PageRequest, response: HttpResponse, uid: UUID):
    """As it stands. While it is being corrected, readers from outside are told which submission to read (409)."""
    found = proposal_to_read_for(request.user, uid)
    judgeable(response, found.updated_at)
    return found


def seen(request: PageRequest, response: HttpResponse, uid: UUID) -> Proposal:
    """The proposal as it stands after a write."""
    located(response, f"/proposals/{uid}")
    found = proposal_for(request.user, uid)
    judgeable(response, found.updated_at)
    return found


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
