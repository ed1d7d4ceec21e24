"""A proposal is written in the API: its texts, rows, ID copies, and the texts of before."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router
from ninja.files import UploadedFile
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.api import SIGNED_IN, Given, Listed, Listing, Word, cleaned, located, page_of, unknown
from ruamsuk.drafts.api import BringBackIn, ChosenText, EarlierTextOut, FieldsIn, SavedOut, saved
from ruamsuk.drafts.forms import earlier_text, earlier_to_read, waiting_to_read
from ruamsuk.drafts.queries.texts import earlier_texts
from ruamsuk.evidence.api import OfferedIn
from ruamsuk.files.answers import respond
from ruamsuk.issues.models import Indicator
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.proposals.access import applicant_for, may_do, proposal_for, proposal_to_read_for
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.api.proposals import ProposalOut, seen
from ruamsuk.projects.proposals.api.shapes import FILE, NewRow, RowKind, RowMade, RowOut, row_to_read
from ruamsuk.projects.proposals.forms.draft import read_offer
from ruamsuk.projects.proposals.forms.proposals import IdCopyForm
from ruamsuk.projects.proposals.specs import PROPOSAL

router = Router(tags=["Proposals"])
NOBODY = UUID(int=0)


class EarlierWanted(Listed):
    applicants: bool = Field(False, description="Those about persons, for who may see them")


class StandardIn(Given):
    indicator: Word = Field(description="Code of a standard indicator", examples=["tobacco-1"])


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
