"""What makes a proposal a project, and a project a proposal."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import (
    SIGNED_IN,
    Given,
    IfMatch,
    Satang,
    Text,
    Word,
    cleaned,
    plain,
)
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.forms.deciding import CorrectionForm, DecisionForm
from ruamsuk.projects.projects.queries.starting import place_names
from ruamsuk.projects.proposals.access import proposal_for
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.api.proposals import ProposalOut, YearOfProposal, seen
from ruamsuk.projects.proposals.choices import Outcome

router = Router(tags=["Proposals"])


class DecisionIn(Given):
    outcome: Outcome
    decided_on: date
    resolution_no: Word
    amount_satang: Satang | None = None
    conditions: Text = ""


class CorrectionIn(DecisionIn):
    reason: Text = Field(description="What was recorded wrongly, and how it was noticed")


@router.post("/projects/{uuid:uid}/propose", response={201: ProposalOut}, auth=SIGNED_IN)
def propose_like_project(request: PageRequest, response: HttpResponse, uid: UUID, body: YearOfProposal):
    """A proposal like last year's project or an approved neighbour's. What was measured there, where and when, comes as
    hints (`hints`), never as data.
    """
    source = project_for(request.user, uid)
    made = drafting.start_proposal(
        title=source.title,
        source=source.design,
        places=place_names(source),
        fiscal_year=body.fiscal_year,
        by=request.user,
    )
    return seen(request, response, made.uid)


@router.post("/proposals/{uuid:uid}/decide", response=ProposalOut, auth=SIGNED_IN)
def decide_proposal(
    request: PageRequest, response: HttpResponse, uid: UUID, body: DecisionIn, if_match: IfMatch
):
    """Records the committee's decision, once; an approval makes the project.

    Where the fund's kind wants a second person and the caller wrote or sent the proposal, nothing takes effect yet:
    the answer then names the step that waits (`waiting`).
    """
    proposal = proposal_for(request.user, uid, DECIDE)
    values = cleaned(DecisionForm({**plain(body.dict()), "seen": if_match}, year=proposal.fiscal_year))
    deciding.decide_proposal(proposal=proposal, by=request.user, **values)
    return seen(request, response, uid)


@router.post("/proposals/{uuid:uid}/decision/correct", response=ProposalOut, auth=SIGNED_IN)
def correct_recorded_decision(
    request: PageRequest, response: HttpResponse, uid: UUID, body: CorrectionIn, if_match: IfMatch
):
    """Records what the committee really decided; the wrong entry is kept with the reason, the project follows.

    Like a decision it may wait for a second person (`waiting`).
    """
    proposal = proposal_for(request.user, uid, DECIDE)
    values = cleaned(CorrectionForm({**plain(body.dict()), "seen": if_match}, year=proposal.fiscal_year))
    correct_decision(proposal=proposal, by=request.user, **values)
    return seen(request, response, uid)
