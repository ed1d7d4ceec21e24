"""Many proposals at once, each described by plain values as it stands: for an import, the demo, a measurement.

Nobody is told, and no rule asks whether the step was allowed: it was taken elsewhere, or at an earlier time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import places_read
from ruamsuk.audit.actions import NOW, action
from ruamsuk.comments.actions import new_threads
from ruamsuk.core.models import store
from ruamsuk.drafts.actions.texts import keep_layout
from ruamsuk.drafts.queries.held import held
from ruamsuk.projects.designs.actions import GivenChange, GivenDesign, change_designs, store_designs
from ruamsuk.projects.proposals.actions.sent import keep_all_as_sent
from ruamsuk.projects.proposals.choices import REWRITTEN, Outcome, ProposalState
from ruamsuk.projects.proposals.models import Applicant, Author, Decision, Proposal, Submission
from ruamsuk.projects.proposals.problems import ProposalIncomplete
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.proposals.queries.snapshots import digest, snapshot
from ruamsuk.projects.proposals.queries.whole import Known
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.tallies.actions import recount_all_of

READ_ALONG = ("fund__kind", "organization", "home_area", "design__issue_links", "design__issues")
TOGETHER = 200  # proposals whose lines are held in memory at a time
OUTCOMES = {ProposalState.APPROVED: Outcome.APPROVED, ProposalState.REJECTED: Outcome.REJECTED}


@dataclass(frozen=True)
class GivenProposal:
    """`values`: plain fields of a proposal. What was sent has its moment; what was decided has its decision."""

    design: GivenDesign
    values: Mapping[str, object]
    state: ProposalState = ProposalState.DRAFT
    sent_at: datetime | None = None
    frozen: Mapping[str, object] | None = None  # what was sent, where it was frozen elsewhere
    decision: Mapping[str, Any] | None = None  # plain fields of the decision, but for its outcome
    applicants: Sequence[str] = ()
    authors: Sequence[int] = ()  # keys of users

    def __post_init__(self) -> None:
        if (self.state == ProposalState.DRAFT) == bool(self.sent_at):
            raise ValueError("a draft was never sent, everything else was")
        if (self.state in OUTCOMES) != bool(self.decision):
            raise ValueError("approved and rejected is what was decided on, nothing else")


@action(_("entered many proposals"))
def enter_proposals(*, given: Sequence[GivenProposal], by: User | None, at: datetime = NOW) -> list[Proposal]:
    """In the order given. What was sent is frozen as every submission is, and must be complete."""
    designs = store_designs(one.design for one in given)
    proposals = [
        Proposal(
            **{"created_at": at, "changed_at": at, **one.values},
            design=made.design,
            thread=thread,
            state=one.state,
            first_submitted_at=one.sent_at,
        )
        for one, made, thread in zip(given, designs, new_threads(len(given)), strict=True)
    ]
    entered = list(zip(given, proposals, strict=True))
    with places_read(proposal.home_area_id for proposal in proposals):
        store(proposals)
    store(
        [Author(proposal=proposal, user_id=user) for one, proposal in entered for user in one.authors],
        [
            Applicant(proposal=proposal, no=no, name=name)
            for one, proposal in entered
            for no, name in enumerate(one.applicants, 1)
        ],
    )
    _weigh([proposal for one, proposal in entered if not one.sent_at])
    sent = _freeze([(one, proposal) for one, proposal in entered if one.sent_at])
    store(
        [
            Decision(
                proposal=proposal, submission=sent[proposal.pk], outcome=OUTCOMES[one.state], **one.decision
            )
            for one, proposal in entered
            if one.decision
        ]
    )
    keep_all_as_sent(proposal for proposal in proposals if proposal.state in REWRITTEN)
    recount_all_of(
        (proposal.fund_id, proposal.fiscal_year, proposal.home_area_id)
        for one, proposal in entered
        if one.sent_at
    )
    return proposals


def _weigh(drafts: list[Proposal]) -> None:
    """How complete they are, as when somebody had written them here."""
    for first in range(0, len(drafts), TOGETHER):
        some = drafts[first : first + TOGETHER]
        prefetch_related_objects(
            some, "fund__kind", "organization", "home_area", "design__issue_links", "design__issues"
        )
        with held(PROPOSAL, some):
            for proposal in some:
                proposal.percent = completeness(proposal).percent
    Proposal.objects.bulk_update(drafts, ["percent"], batch_size=500)


def _freeze(sent: list[tuple[GivenProposal, Proposal]]) -> dict[int, Submission]:
    """The submission of each, by the key of its proposal."""
    ours = [proposal for one, proposal in sent if one.frozen is None]
    layout = keep_layout(PROPOSAL) if ours else None
    contents = _contents(ours)
    made = []
    for one, proposal in sent:
        content = contents[proposal.pk] if one.frozen is None else one.frozen
        made.append(
            Submission(
                proposal=proposal,
                no=1,
                snapshot=content,
                sha256=digest(content),
                layout=layout if one.frozen is None else None,
                submitted_at=one.sent_at or proposal.created_at,
            )
        )
    store(made)
    Proposal.objects.bulk_update(ours, ["percent", "remarked"], batch_size=500)
    return {submission.proposal_id: submission for submission in made}


def _contents(proposals: list[Proposal]) -> dict[int, dict[str, Any]]:
    found, known = {}, Known()
    for first in range(0, len(proposals), TOGETHER):
        some = proposals[first : first + TOGETHER]
        prefetch_related_objects(
            some, "fund__kind", "organization", "home_area", "design__issue_links", "design__issues"
        )
        with held(PROPOSAL, some):
            for proposal in some:
                whole = completeness(proposal, known)
                if whole.stops:
                    raise ProposalIncomplete(**whole.refusal)
                proposal.percent, proposal.remarked = whole.percent, whole.remarked
                found[proposal.pk] = snapshot(proposal)
    return found


@action(_("changed many proposals as they were entered"))
def change_proposals(
    *, changes: Sequence[tuple[Proposal, GivenChange]], by: User | None, at: datetime = NOW
) -> list[Proposal]:
    """Other plain fields of proposals and of their designs: what the source of an import says now."""
    for proposal, given in changes:
        for name, value in given.values.items():
            setattr(proposal, name, value)
        proposal.changed_at, proposal.version = at, proposal.version + 1
        proposal.save()
    change_designs((proposal.design, given.design) for proposal, given in changes)
    _weigh([proposal for proposal, _given in changes if not proposal.first_submitted_at])
    recount_all_of(
        (proposal.fund_id, proposal.fiscal_year, proposal.home_area_id)
        for proposal, _given in changes
        if proposal.first_submitted_at
    )
    return [proposal for proposal, _given in changes]
