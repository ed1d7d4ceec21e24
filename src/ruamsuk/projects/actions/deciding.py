"""The way of a proposal: submitted → under review → returned / approved / rejected, or withdrawn."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.problems import WrongState
from ruamsuk.drafts.actions.texts import keep_layout
from ruamsuk.notices.actions import send
from ruamsuk.notices.kinds import Kind, register
from ruamsuk.projects.actions.own_steps import end_waiting_step, take_own_step
from ruamsuk.projects.actions.projects import project_from_proposal
from ruamsuk.projects.actions.sent import forget_as_sent, keep_as_sent
from ruamsuk.projects.actions.tallies import counted_in, recount_for
from ruamsuk.projects.choices import PENDING, REWRITTEN, Outcome, OwnAct, ProposalState
from ruamsuk.projects.models import Decision, OwnStep, Proposal, SentProposal, Submission
from ruamsuk.projects.problems import (
    AlreadyDecided,
    AmountMissing,
    DecisionInFuture,
    NotSubmitted,
    NotWritableNow,
    ProposalIncomplete,
    ReasonMissing,
)
from ruamsuk.projects.queries.completeness import completeness
from ruamsuk.projects.queries.people import officers_of, writers_of
from ruamsuk.projects.queries.snapshots import digest, snapshot
from ruamsuk.projects.specs import PROPOSAL

SUBMITTED = register("projects.proposal-submitted", _("“{title}” was submitted to your fund."), icon="send")
UNDER_REVIEW = register("projects.proposal-under-review", _("“{title}” is under review."), icon="eye")
RETURNED = register(
    "projects.proposal-returned", _("“{title}” was returned for correction."), icon="arrow-back-up"
)
WITHDRAWN = register("projects.proposal-withdrawn", _("“{title}” was withdrawn."), icon="circle-x")
APPROVED = register("projects.proposal-approved", _("“{title}” was approved."), icon="circle-check")
REJECTED = register("projects.proposal-rejected", _("“{title}” was not approved."), icon="circle-x")
COMMENTED = register("projects.proposal-comment", _("New comment on “{title}”."), icon="message")


@action(_("submitted the proposal"), on="proposal")
def submit_proposal(*, proposal: Proposal, by: User, at: datetime = NOW) -> Submission:
    """Freezes what is sent and gives it to the fund. Refused with the list of what is missing."""
    proposal = lock(proposal)
    if not proposal.is_writable:
        raise NotWritableNow(state=proposal.get_state_display())
    done = completeness(proposal)
    if done.required:
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
def return_proposal(*, proposal: Proposal, note: str, by: User, at: datetime = NOW) -> Proposal:
    proposal = lock(proposal)
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
    if proposal.state not in (*PENDING, ProposalState.RETURNED):
        raise WrongState(state=proposal.get_state_display())
    if not reason.strip():
        raise ReasonMissing(field="reason")
    move(proposal, ProposalState.WITHDRAWN, reason.strip(), at)
    end_waiting_step(proposal, by, at)
    sent = SentProposal.objects.select_related("fund").get(proposal=proposal)
    if sent.fund:  # who had it, whatever fund the draft names since it was returned
        tell(officers_of(sent.fund), WITHDRAWN, proposal, by, at, title=sent.title)
    return proposal


@action(_("recorded the committee's decision"), on="proposal")
def decide_proposal(
    *,
    proposal: Proposal,
    outcome: str,
    decided_on: date,
    resolution_no: str,
    amount_satang: int = 0,
    conditions: str = "",
    by: User,
    at: datetime = NOW,
) -> Decision | OwnStep:
    """Records a decision once; approval makes the project once and only once, in the same transaction.

    Where the fund's kind wants a second person and `by` wrote or sent the proposal, it is held back as a step that
    waits for confirmation (`actions.confirming`).
    """
    proposal = lock(proposal)
    check_undecided(proposal)
    values = checked_decision(outcome, decided_on, resolution_no, amount_satang, conditions)
    own = take_own_step(OwnAct.DECISION, proposal, as_entered(values), by, at)
    if own and own.is_waiting:
        return own
    return record_decision(proposal, values, by, by, at)


def check_undecided(proposal: Proposal) -> None:
    before = Decision.objects.filter(proposal=proposal).first()
    if before:
        raise AlreadyDecided(
            outcome=before.get_outcome_display(),
            day=day_text(before.decided_on),
            resolution=before.resolution_no,
        )
    if proposal.state not in PENDING:
        raise NotSubmitted(state=proposal.get_state_display())


def as_entered(values: dict[str, Any], **more: str) -> dict[str, Any]:
    """A checked decision as JSON keeps it."""
    return {**values, **more, "decided_on": values["decided_on"].isoformat()}


def record_decision(
    proposal: Proposal, values: dict[str, Any], entered_by: User, by: User, at: datetime
) -> Decision:
    """What a decision does once it takes effect: at once, or when it is confirmed (`by`)."""
    decision = Decision.objects.create(
        proposal=proposal,
        submission=proposal.submissions.latest("no"),
        entered_by=entered_by,
        entered_at=at,
        **values,
    )
    approved = decision.outcome == Outcome.APPROVED
    move(proposal, ProposalState.APPROVED if approved else ProposalState.REJECTED, decision.conditions, at)
    if approved:
        project_from_proposal(proposal=proposal, decision=decision, by=by, at=at)
    tell(writers_of(proposal), APPROVED if approved else REJECTED, proposal, by, at)
    return decision


def checked_decision(
    outcome: str, decided_on: date, resolution_no: str, amount_satang: int, conditions: str
) -> dict[str, Any]:
    """What is written down of a decision, or what is wrong with it."""
    if decided_on > today():
        raise DecisionInFuture(field="decided_on", day=day_text(decided_on))
    if outcome == Outcome.APPROVED and amount_satang <= 0:
        raise AmountMissing(field="amount_satang")
    if outcome == Outcome.REJECTED and not conditions.strip():
        raise ReasonMissing(field="conditions")
    return {
        "outcome": outcome,
        "decided_on": decided_on,
        "resolution_no": resolution_no.strip(),
        "amount_satang": amount_satang if outcome == Outcome.APPROVED else 0,
        "conditions": conditions.strip(),
    }


@action(_("told the authors of a comment"), on="proposal")
def tell_of_comment(*, proposal: Proposal, by: User, at: datetime = NOW) -> Proposal:
    tell(writers_of(proposal), COMMENTED, proposal, by, at)
    return proposal


def lock(proposal: Proposal) -> Proposal:
    # First the lock, then the rows: what is joined in the statement that waits is as old as its beginning.
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    rows = Proposal.objects.select_related("design", "fund__kind", "fund__scope", "organization", "home_area")
    return rows.get(pk=proposal.pk)


def move(proposal: Proposal, state: ProposalState, note: str, at: datetime) -> None:
    proposal.state, proposal.state_note, proposal.changed_at = state, note, at
    proposal.save(update_fields=["state", "state_note", "changed_at", "first_submitted_at"])
    if state in REWRITTEN:
        keep_as_sent(proposal, at)
    else:
        forget_as_sent(proposal)


def tell(people: list[User], kind: Kind, proposal: Proposal, by: User, at: datetime, title: str = "") -> None:
    send(
        kind,
        to=people,
        url_name="projects:proposal",
        url_kwargs={"uid": proposal.uid},
        params={"title": (title or proposal.title)[:120]},
        by=by,
        at=at,
    )
