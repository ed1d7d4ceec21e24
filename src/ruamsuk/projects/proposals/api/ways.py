"""What happens to a proposal in the API: who writes it, sent, taken up, returned, withdrawn, talked about."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.api import PersonRef
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.comments.queries import comments_of
from ruamsuk.core.api import SIGNED_IN, Given, IfMatch, RowsListed, Word, cleaned, located, rows_of
from ruamsuk.core.limits import spend
from ruamsuk.funds.api import ReasonIn
from ruamsuk.plans.verbs import DECIDE, WRITE_PROPOSAL
from ruamsuk.projects.proposals.access import author_invitation_for, proposal_for, submission_for
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.api.proposals import ProposalOut, SubmissionOut, seen
from ruamsuk.projects.proposals.api.shapes import (
    CommentIn,
    CommentOut,
    NoteIn,
    comment_of,
    settle_comment,
    write_comment,
)
from ruamsuk.projects.proposals.choices import INVITATIONS_PER_MINUTE, NAMES_AUTHORS
from ruamsuk.projects.proposals.forms.proposals import AuthorForm, NoteForm, ReasonForm
from ruamsuk.projects.proposals.models import AuthorInvitation
from ruamsuk.projects.verbs import COMMENT, RETURN_PROPOSAL, SUBMIT_PROPOSAL

router = Router(tags=["Proposals"])


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
def return_proposal(request: PageRequest, response: HttpResponse, uid: UUID, body: NoteIn, if_match: IfMatch):
    """Back to its authors for correction."""
    proposal = proposal_for(request.user, uid, RETURN_PROPOSAL)
    values = cleaned(NoteForm({**body.dict(), "seen": if_match}))
    sending.return_proposal(proposal=proposal, by=request.user, **values)
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
