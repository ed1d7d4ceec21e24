"""Steps on the own work: the list for those who look on, and the confirmation by a second person."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.api import PersonRef
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN, Given, Listing, Text, changed, cleaned, located, page_of
from ruamsuk.funds.api import FundRef, OfFundsWanted, narrowed
from ruamsuk.issues.api.issues import issue_of
from ruamsuk.projects.own_steps.access import own_step_for
from ruamsuk.projects.own_steps.actions.confirming import confirm_step, decline_step
from ruamsuk.projects.own_steps.choices import OwnAct, OwnState
from ruamsuk.projects.own_steps.forms import DeclineForm
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.queries import confirmers_of_step, with_record
from ruamsuk.projects.own_steps.works import WORKS

router = Router(tags=["By the same person"])


class OwnStepItem(Schema):
    """A decision, a step on a report or money by someone who also wrote, sent or entered what it is about."""

    uid: UUID
    act: OwnAct
    state: OwnState
    title: str = Field(description="Of the proposal, as it was sent last, of the report or the project")
    proposal: UUID | None
    report: UUID | None
    project: UUID | None = Field(description="null while a project from paper waits: it is not made yet")
    fund: FundRef | None
    fiscal_year: int
    entered_by: PersonRef
    entered_at: datetime
    closed_by: PersonRef | None = Field(description="Who confirmed, declined or took it back")
    closed_at: datetime | None
    reason: str

    @staticmethod
    def resolve_proposal(row: OwnStep) -> UUID | None:
        return row.proposal.uid if row.proposal else None

    @staticmethod
    def resolve_report(row: OwnStep) -> UUID | None:
        return row.report.uid if row.report else None

    @staticmethod
    def resolve_project(row: OwnStep) -> UUID | None:
        return row.project.uid if row.project else None


class OwnStepOut(OwnStepItem):
    entered: dict[str, Any] = Field(description="While it waits, and after: what was entered")
    confirmers: list[PersonRef] = Field(description="Who may confirm it while it waits")

    @staticmethod
    def resolve_confirmers(row: OwnStep) -> list[Any]:
        return confirmers_of_step(row) if row.is_waiting else []


class OwnStepsWanted(OfFundsWanted):
    state: OwnState | None = Field(None, description="Without it: all that took effect")


class DeclineIn(Given):
    reason: Text = Field(description="Why it should not take effect")


@router.get("/own-steps", response=Listing[OwnStepItem], auth=SIGNED_IN)
def list_own_steps(request: PageRequest, wanted: Query[OwnStepsWanted]):
    """For those who answer for an area or a fund, the newest first."""
    rows: Any = OwnStep.objects.visible_to(request.user)
    rows = rows.filter(state=wanted.state) if wanted.state else rows.effective()
    rows = narrowed(rows, wanted.model_copy(update={"issue": ""}), "")
    if issue := issue_of(wanted.issue):
        under = reduce(or_, (work.under(issue) for work in WORKS.values()))
        rows = rows.filter(under)
    rows = changed(rows, wanted, "entered_at", "closed_at")
    return page_of(request, with_record(rows), ("-pk",), wanted)


@router.get("/own-steps/{uuid:uid}", response=OwnStepOut, auth=SIGNED_IN)
def read_own_step(request: PageRequest, uid: UUID):
    return own_step_for(request.user, uid)


@router.post("/own-steps/{uuid:uid}/confirm", response=OwnStepOut, auth=SIGNED_IN)
def confirm_own_step(request: PageRequest, response: HttpResponse, uid: UUID):
    """By a second person, who neither wrote nor sent nor entered it: it takes effect now."""
    confirm_step(step=own_step_for(request.user, uid), by=request.user)
    located(response, f"/own-steps/{uid}")
    return own_step_for(request.user, uid)


@router.post("/own-steps/{uuid:uid}/decline", response=OwnStepOut, auth=SIGNED_IN)
def decline_own_step(request: PageRequest, response: HttpResponse, uid: UUID, body: DeclineIn):
    """By a second person, or taken back by who entered it: nothing takes effect."""
    own_step = own_step_for(request.user, uid)
    decline_step(step=own_step, by=request.user, **cleaned(DeclineForm(body.dict())))
    located(response, f"/own-steps/{uid}")
    return own_step_for(request.user, uid)


class OwnMark(Schema):
    """That a step was taken by someone who also wrote or sent the record; its whole at /own-steps/{uid}."""

    uid: UUID
    act: OwnAct
    state: OwnState
