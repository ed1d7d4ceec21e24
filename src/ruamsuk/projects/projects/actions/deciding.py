"""The way of a proposal: submitted → under review → returned / approved / rejected, or withdrawn."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.notices.kinds import register
from ruamsuk.projects.own_steps.actions.taking import take_own_step
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions.projects import project_from_proposal
from ruamsuk.projects.projects.problems import AlreadyDecided, AmountMissing, DecisionInFuture
from ruamsuk.projects.proposals.actions.sending import lock, move, tell
from ruamsuk.projects.proposals.choices import PENDING, Outcome, ProposalState
from ruamsuk.projects.proposals.models import Decision, Proposal
from ruamsuk.projects.proposals.problems import NotSubmitted
from ruamsuk.projects.proposals.queries.people import writers_of

APPROVED = register("projects.proposal-approved", _("“{title}” was approved."), icon="circle-check")
REJECTED = register("projects.proposal-rejected", _("“{title}” was not approved."), icon="circle-x")


@action(_("recorded the committee's decision"), on="proposal")
def decide_proposal(
    *,
    proposal: Proposal,
    outcome: str,
    decided_on: date,
    resolution_no: str,
    amount_satang: int = 0,
    conditions: str = "",
    seen: str = "",
    by: User,
    at: datetime = NOW,
) -> Decision | OwnStep:
    """Records a decision once; approval makes the project once and only once, in the same transaction.

    Where the fund's kind wants a second person and `by` wrote or sent the proposal, it is held back as a step that
    waits for confirmation (own_steps.actions.confirming).
    """
    proposal = lock(proposal, seen)
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
    proposal: Proposal, values: dict[str, object], entered_by: User, by: User, at: datetime
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
) -> dict[str, object]:
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
