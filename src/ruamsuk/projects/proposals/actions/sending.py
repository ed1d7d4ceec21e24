"""The way of a proposal: submitted → under review → returned, or withdrawn. Its decision: projects.actions.deciding."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.judging import check_seen
from ruamsuk.core.problems import WrongState
from ruamsuk.drafts.actions.texts import keep_layout
from ruamsuk.notices.actions import send
from ruamsuk.notices.kinds import NoticeKind, register
from ruamsuk.projects.own_steps.actions.taking import end_waiting_step
from ruamsuk.projects.people import officers_of
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.proposals.actions.sent import forget_as_sent, keep_as_sent
from ruamsuk.projects.proposals.choices import PENDING, REWRITTEN, WITHDRAWABLE, ProposalState
from ruamsuk.projects.proposals.models import Proposal, SentProposal, Submission
from ruamsuk.projects.proposals.problems import NotSubmitted, NotWritableNow, ProposalIncomplete
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.proposals.queries.people import writers_of
from ruamsuk.projects.proposals.queries.snapshots import digest, snapshot
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.tallies.actions import counted_in, recount_for

SUBMITTED = register(
    "projects.proposal-submitted", _("“{title}” was submitted to your fund."), icon="send", asks=True
)


UNDER_REVIEW = register("projects.proposal-under-review", _("“{title}” is under review."), icon="eye")


RETURNED = register(
    "projects.proposal-returned", _("“{title}” was returned for correction."), icon="arrow-back-up"
)


WITHDRAWN = register("projects.proposal-withdrawn", _("“{title}” was withdrawn."), icon="circle-x")


COMMENTED = register("projects.proposal-comment", _("New comment on “{title}”."), icon="message", each=True)


@action(_("submitted the proposal"), on="proposal")
def submit_proposal(*, proposal: Proposal, by: User, at: datetime = NOW) -> Submission:
    """Freezes what is sent and gives it to the fund. Refused with the list of what is missing."""
    proposal = lock(proposal)
    if not proposal.is_writable:
        raise NotWritableNow(state=proposal.get_state_display())
    done = completeness(proposal)
    if done.stops:
        raise ProposalIncomplete(**done.refusal)
    content = snapshot(proposal)
    submission = Submission.objects.create(
        proposal=proposal,
        no=proposal.submissions.count() + 1,
        snapshot=content,
        sha256=digest(content),
        layout=keep_layout(PROPOSAL),
        submitted_by=by,
        submitted_at=at,
    )
    proposal.first_submitted_at = proposal.first_submitted_at or at
    proposal.percent, proposal.remarked = done.percent, done.remarked
    before = SentProposal.objects.filter(proposal=proposal).first()  # until now it was counted as it was sent
    move(proposal, ProposalState.SUBMITTED, "", at)
    recount_for(proposal, *([counted_in(before)] if before else []))
    tell(officers_of(proposal.fund), SUBMITTED, proposal, by, at)
    return submission


@action(_("took the proposal up for review"), on="proposal")
def take_up_proposal(*, proposal: Proposal, by: User, at: datetime = NOW) -> Proposal:
    proposal = lock(proposal)
    if proposal.state != ProposalState.SUBMITTED:
        raise WrongState(state=proposal.get_state_display())
    move(proposal, ProposalState.UNDER_REVIEW, "", at)
    tell(writers_of(proposal), UNDER_REVIEW, proposal, by, at)
    return proposal


@action(_("returned the proposal for correction"), on="proposal")
def return_proposal(
    *, proposal: Proposal, note: str, seen: str = "", by: User, at: datetime = NOW
) -> Proposal:
    proposal = lock(proposal, seen)
    if proposal.state not in PENDING:
        raise NotSubmitted(state=proposal.get_state_display())
    if not note.strip():
        raise ReasonMissing(field="note")
    move(proposal, ProposalState.RETURNED, note.strip(), at)
    end_waiting_step(proposal, by, at)
    tell(writers_of(proposal), RETURNED, proposal, by, at)
    return proposal


@action(_("withdrew the proposal"), on="proposal")
def withdraw_proposal(*, proposal: Proposal, reason: str, by: User, at: datetime = NOW) -> Proposal:
    """By its authors, while it is not decided; it stays readable. A draft never submitted is thrown away instead."""
    proposal = lock(proposal)
    if proposal.state not in WITHDRAWABLE:
        raise WrongState(state=proposal.get_state_display())
    if not reason.strip():
        raise ReasonMissing(field="reason")
    move(proposal, ProposalState.WITHDRAWN, reason.strip(), at)
    end_waiting_step(proposal, by, at)
    sent = SentProposal.objects.select_related("fund").get(proposal=proposal)
    if sent.fund:  # who had it, whatever fund the draft names since it was returned
        tell(officers_of(sent.fund), WITHDRAWN, proposal, by, at, title=sent.title)
    return proposal


@action(_("told the authors of a comment"), on="proposal", aside=True, inside=True)
def tell_of_comment(*, proposal: Proposal, by: User, at: datetime = NOW) -> Proposal:
    tell(writers_of(proposal), COMMENTED, proposal, by, at)
    return proposal


def lock(proposal: Proposal, seen: str = "") -> Proposal:
    # First the lock, then the rows: what is joined in the statement that waits is as old as its beginning.
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    rows = Proposal.objects.select_related("design", "fund__kind", "fund__scope", "organization", "home_area")
    found = rows.get(pk=proposal.pk)
    check_seen(seen, found.updated_at)
    return found


def move(proposal: Proposal, state: ProposalState, note: str, at: datetime) -> None:
    proposal.state, proposal.state_note, proposal.changed_at = state, note, at
    changed = ["state", "state_note", "changed_at", "first_submitted_at", "percent", "remarked"]
    proposal.save(update_fields=changed)
    if state in REWRITTEN:
        keep_as_sent(proposal, at)
    else:
        forget_as_sent(proposal)


def tell(
    people: list[User], kind: NoticeKind, proposal: Proposal, by: User, at: datetime, title: str = ""
) -> None:
    send(
        kind,
        to=people,
        url_name="projects:proposal",
        url_kwargs={"uid": proposal.uid},
        params={"title": (title or proposal.title)[:120]},
        by=by,
        at=at,
    )
