"""Correcting a decision that was recorded wrongly: what stood before is kept, and the project follows.

Why an approval recorded by mistake ends its project instead of deleting it: docs/adr/0024.
"""

from datetime import date, datetime

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.core.money import baht_text
from ruamsuk.core.problems import WrongState
from ruamsuk.notices.kinds import register
from ruamsuk.projects.own_steps.actions.taking import take_own_step
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions.deciding import as_entered, checked_decision
from ruamsuk.projects.projects.actions.projects import project_from_proposal
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.problems import (
    ApprovalInUse,
    FundersBindAmount,
    InstalmentsBindAmount,
    NothingCorrected,
    VariedBelowNothing,
)
from ruamsuk.projects.proposals.actions.sending import lock, move, tell
from ruamsuk.projects.proposals.choices import Outcome, ProposalState
from ruamsuk.projects.proposals.models import Decision, EarlierDecision, Proposal
from ruamsuk.projects.proposals.queries.people import writers_of
from ruamsuk.projects.tallies.actions import recount_for

CORRECTED = register(
    "projects.decision-corrected", _("The decision on “{title}” was corrected."), icon="pencil"
)


@action(_("corrected the committee's decision"), on="proposal")
def correct_decision(
    *,
    proposal: Proposal,
    outcome: str,
    decided_on: date,
    resolution_no: str,
    reason: str,
    amount_satang: int = 0,
    conditions: str = "",
    seen: str = "",
    by: User,
    at: datetime = NOW,
) -> Decision | OwnStep:
    """Writes down what the committee really decided. The entry that was wrong is kept with the `reason`.

    The project follows: its amount and day of approval; an approval found out later makes it; one that never was
    ends it, unless work or money already hangs on it. On the own work it may wait for a second person, as a decision.
    """
    proposal = lock(proposal, seen)
    values = checked_decision(outcome, decided_on, resolution_no, amount_satang, conditions)
    _check(proposal, values, reason)
    entered = as_entered(values, reason=reason.strip())
    own = take_own_step(OwnAct.CORRECTION, proposal, entered, by, at)
    if own and own.is_waiting:
        return own
    return record_correction(proposal, values, reason, by, by, at)


def _check(proposal: Proposal, values: dict[str, object], reason: str) -> Decision:
    decision = Decision.objects.filter(proposal=proposal).first()
    if decision is None:
        raise WrongState(state=proposal.get_state_display())
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if values == {name: getattr(decision, name) for name in values}:
        raise NothingCorrected
    return decision


def record_correction(
    proposal: Proposal, values: dict[str, object], reason: str, entered_by: User, by: User, at: datetime
) -> Decision:
    """What a correction does once it takes effect: at once, or when it is confirmed (`by`)."""
    decision = _check(proposal, values, reason)
    EarlierDecision.objects.create(
        decision=decision,
        entered_by=decision.entered_by,
        entered_at=decision.entered_at,
        reason=reason.strip(),
        corrected_by=entered_by,
        corrected_at=at,
        **{name: getattr(decision, name) for name in values},
    )
    for name, value in values.items():
        setattr(decision, name, value)
    decision.entered_by, decision.entered_at = entered_by, at
    decision.save()
    is_approved = decision.outcome == Outcome.APPROVED
    state = ProposalState.APPROVED if is_approved else ProposalState.REJECTED
    move(proposal, state, decision.conditions, at)
    project = Project.objects.select_for_update(of=("self",)).filter(proposal=proposal).first()
    if is_approved and project is None:
        project_from_proposal(proposal=proposal, decision=decision, by=by, at=at)
    elif is_approved and project is not None:
        _follow(project, decision)
    elif project is not None and project.status != ProjectStatus.ANNULLED:
        _annul(project, reason.strip())
    tell(writers_of(proposal), CORRECTED, proposal, by, at)
    return decision


def _follow(project: Project, decision: Decision) -> None:
    """Amount and day of the corrected approval; a project that was ended by mistake runs again."""
    difference = decision.amount_satang - project.approved_satang
    if project.budget_satang + difference <= 0:
        raise VariedBelowNothing(field="amount_satang", varied=baht_text(project.budget_satang))
    follow_amount(project, project.budget_satang + difference)
    shall_be = Greatest(F("budget_satang") + difference, 0)
    project.variations.open().update(budget_satang=shall_be)  # each changes what it was written for, no more
    project.approved_satang = decision.amount_satang
    project.approved_on = decision.decided_on
    if project.status == ProjectStatus.ANNULLED:
        project.status, project.status_reason, project.status_on = ProjectStatus.RUNNING, "", None
    project.save()
    recount_for(project)


def follow_amount(project: Project, amount: int) -> None:
    """The difference goes to the fund's own part and to a single instalment; several have to be entered anew."""
    difference = amount - project.budget_satang
    if not difference:
        return
    fundings = list(project.fundings.all())
    own = next((row for row in fundings if len(fundings) == 1 or row.fund_id == project.fund_id), None)
    if fundings and (own is None or own.amount_satang + difference < 0):
        raise FundersBindAmount(field="amount_satang", difference=baht_text(abs(difference)))
    instalments = list(project.instalments.all())
    if len(instalments) > 1:
        raise InstalmentsBindAmount(
            field="amount_satang", count=len(instalments), budget=baht_text(project.budget_satang)
        )
    if own:
        own.amount_satang += difference
        own.save()
    for row in instalments:
        row.amount_satang = amount
        row.save()
    project.budget_satang = amount


def _annul(project: Project, reason: str) -> None:
    """Ends a project that was never approved. What hangs on it already would be left without one."""
    varied = project.variations.count() - project.variations.refused().count()  # those changed nothing
    things = [
        (n := project.reports.count(), ngettext("{n} activity report", "{n} activity reports", n)),
        (n := project.instalments.count(), ngettext("{n} instalment", "{n} instalments", n)),
        (n := project.documents.count(), ngettext("{n} document", "{n} documents", n)),
        (varied, ngettext("{n} variation", "{n} variations", varied)),
        (n := project.children.count(), ngettext("{n} project below it", "{n} projects below it", n)),
    ]
    if found := [words.format(n=n) for n, words in things if n]:
        raise ApprovalInUse(field="outcome", things=", ".join(found))
    project.status, project.status_reason, project.status_on = ProjectStatus.ANNULLED, reason, today()
    project.save()
    recount_for(project)
