"""Variations of a project: read by everybody once in force; written, sent, returned and decided."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import PatchDict, Router, Schema, Status
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.api import AreaRef
from ruamsuk.checks.api import RemarkOut
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    Given,
    IfMatch,
    Satang,
    Text,
    Word,
    cleaned,
    judgeable,
    located,
    merged,
    plain,
)
from ruamsuk.projects.own_steps.access import own_step_for
from ruamsuk.projects.own_steps.api import OwnStepOut
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.projects.access import all_that_may, project_for
from ruamsuk.projects.projects.actions import project_design
from ruamsuk.projects.projects.api.projects import ChangeOut, ProjectRef, parent_of, row_values
from ruamsuk.projects.proposals.api.shapes import (
    DesignKind,
    DesignOut,
    DesignRowFields,
    NewDesignRow,
    RowOut,
    row_to_read,
)
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.variations.access import variation_for
from ruamsuk.projects.variations.actions import deciding, drafting
from ruamsuk.projects.variations.choices import Limit, VariationOutcome, VariationState
from ruamsuk.projects.variations.forms import ReturnForm, VariationDecisionForm, VariationForm
from ruamsuk.projects.variations.models import INSIDE, Variation
from ruamsuk.projects.variations.queries.changes import changes_of
from ruamsuk.projects.variations.queries.sense import new_remarks
from ruamsuk.projects.verbs import SET_MONEY, WRITE_VARIATION

router = Router(tags=["Variations"])


class VariationItem(Schema):
    uid: UUID
    no: int
    state: VariationState
    project: ProjectRef
    reason: str
    sent_at: datetime | None
    closed_at: datetime | None = Field(description="When it came into force or was not agreed to")
    decided_on: date | None = Field(description="Day of the committee's meeting")
    resolution_no: str
    words: str = Field(description="Conditions, or the reason why it was not agreed to")
    beyond: list[Limit] = Field(
        description="Why the committee decides, once it is sent; empty: the fund records it by itself"
    )
    changes: list[ChangeOut] = Field(description="What stood beside what shall be, in words")

    @staticmethod
    def resolve_changes(row: Variation) -> list[Any]:
        return changes_of(row)


class VariationOut(VariationItem):
    budget_satang: int
    home_area: AreaRef
    report_due_on: date | None
    starts_on: date | None = Field(alias="design.starts_on")
    ends_on: date | None = Field(alias="design.ends_on")
    setting: str = Field(alias="design.setting")
    rationale: str = Field(alias="design.rationale")
    approach: str = Field(alias="design.approach")
    expected_results: str = Field(alias="design.expected_results")
    remark: str = Field(alias="design.remark")
    returned_because: str
    design: DesignOut = Field(description="As it shall be; its rows have uids of their own")
    remarks: list[RemarkOut] | None = Field(
        description="What makes no sense as it shall be and did as it stands, the worst first; null for readers from "
        "outside, and once it was decided"
    )

    @staticmethod
    def resolve_remarks(row: Variation, context) -> list[Any] | None:
        if row.closed_at or not all_that_may(context["request"].user, row.project, INSIDE):
            return None
        return [one.remark for one in new_remarks(row)]


class VariationIn(Given):
    reason: Text = ""
    budget_satang: Satang
    home_area: AreaCode
    report_due_on: date | None = None
    setting: Word = ""
    rationale: Text = ""
    starts_on: date
    ends_on: date
    approach: Text = ""
    expected_results: Text = ""
    remark: Text = ""


class BackIn(Given):
    reason: Text = Field(description="What has to be mended")


class VariationDecisionIn(Given):
    outcome: VariationOutcome
    decided_on: date | None = Field(None, description="Asked for where the committee decides")
    resolution_no: Word = ""
    words: Text = ""


def _seen(request: PageRequest, response: HttpResponse, uid: UUID) -> Variation:
    located(response, f"/variations/{uid}")
    return read_variation(request, response, uid)


@router.get("/projects/{uuid:uid}/variations", response=list[VariationItem])
def list_variations(request: PageRequest, uid: UUID):
    """Of one project, in their order; those that are not in force for those inside."""
    project = project_for(request.user, uid)
    rows = Variation.objects.filter(project=project).visible_to(request.user, READ)
    return list(rows.select_related("project__design", "design", "home_area", "layout"))


@router.post("/projects/{uuid:uid}/variations", response={201: VariationOut}, auth=SIGNED_IN)
def begin_variation(request: PageRequest, response: HttpResponse, uid: UUID):
    """Begins as a copy of what stands. One at a time, of a running project."""
    project = project_for(request.user, uid, WRITE_VARIATION)
    made = drafting.start_variation(project=project, by=request.user)
    return Status(201, _seen(request, response, made.uid))


@router.get("/variations/{uuid:uid}", response=VariationOut)
def read_variation(request: PageRequest, response: HttpResponse, uid: UUID):
    found = variation_for(request.user, uid)
    judgeable(response, found.sent_at)
    return found


@router.patch("/variations/{uuid:uid}", response=VariationOut, auth=SIGNED_IN)
def change_variation(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[VariationIn]):
    """Why, money, place, days and texts; rows have calls of their own."""
    found = variation_for(request.user, uid, WRITE_VARIATION)
    stands = VariationForm(variation=found).initial
    form = VariationForm(merged(stands, body), variation=found)
    form.fields["reason"].required = False  # asked for when it is sent
    cleaned(form)
    drafting.write_variation(variation=found, by=request.user, **form.parts())
    return _seen(request, response, uid)


@router.post("/variations/{uuid:uid}/rows", response={201: VariationOut}, auth=SIGNED_IN)
def add_variation_row(request: PageRequest, response: HttpResponse, uid: UUID, body: NewDesignRow):
    found = variation_for(request.user, uid, WRITE_VARIATION)
    parent = parent_of(found, body)
    values = row_values(found.project.fiscal_year, body.kind, body.texts())
    made = drafting.add_variation_row(
        variation=found, kind=body.kind, parent=parent, values=values, by=request.user
    )
    seen = _seen(request, response, uid)
    located(response, f"/variations/{uid}/rows/{body.kind}/{made.uid}")
    return Status(201, seen)


@router.get("/variations/{uuid:uid}/rows/{kind}/{uuid:row}", response=RowOut)
def read_variation_row(request: PageRequest, uid: UUID, kind: DesignKind, row: UUID):
    """One line of the design as it shall be, as `PATCH` takes it."""
    part: Any = PROPOSAL.rows(kind)
    rows = part.model.objects.filter(**{part.owner: variation_for(request.user, uid).design})
    return row_to_read(part, get_object_or_404(rows, uid=row))


@router.patch("/variations/{uuid:uid}/rows/{kind}/{uuid:row}", response=VariationOut, auth=SIGNED_IN)
def change_variation_row(
    request: PageRequest,
    response: HttpResponse,
    uid: UUID,
    kind: DesignKind,
    row: UUID,
    body: DesignRowFields,
):
    """Some fields of a line; the others stay."""
    found = variation_for(request.user, uid, WRITE_VARIATION)
    line = project_design.row_of(found, kind, str(row))
    values = row_values(found.project.fiscal_year, kind, body.texts(), line)
    drafting.change_variation_row(variation=found, row=line, values=values, by=request.user)
    return _seen(request, response, uid)


@router.post("/variations/{uuid:uid}/rows/{kind}/{uuid:row}/remove", response=VariationOut, auth=SIGNED_IN)
def remove_variation_row(
    request: PageRequest, response: HttpResponse, uid: UUID, kind: DesignKind, row: UUID
):
    """Refused by name while a report hangs on what it stands for."""
    found = variation_for(request.user, uid, WRITE_VARIATION)
    line = project_design.row_of(found, kind, str(row))
    drafting.remove_variation_row(variation=found, row=line, by=request.user)
    return _seen(request, response, uid)


@router.post("/variations/{uuid:uid}/send", response=VariationOut, auth=SIGNED_IN)
def send_variation(request: PageRequest, response: HttpResponse, uid: UUID):
    """To who gives the money; `beyond` says then whether the committee decides."""
    drafting.send_variation(variation=variation_for(request.user, uid, WRITE_VARIATION), by=request.user)
    return _seen(request, response, uid)


@router.post("/variations/{uuid:uid}/delete", response={204: None}, auth=SIGNED_IN)
def delete_variation(request: PageRequest, uid: UUID):
    """While it is being written."""
    drafting.delete_variation(variation=variation_for(request.user, uid, WRITE_VARIATION), by=request.user)
    return Status(204, None)


@router.post("/variations/{uuid:uid}/return", response=VariationOut, auth=SIGNED_IN)
def return_variation(
    request: PageRequest, response: HttpResponse, uid: UUID, body: BackIn, if_match: IfMatch
):
    found = variation_for(request.user, uid, SET_MONEY)
    values = cleaned(ReturnForm({**body.dict(), "seen": if_match}))
    deciding.return_variation(variation=found, by=request.user, **values)
    return _seen(request, response, uid)


@router.post("/variations/{uuid:uid}/decide", response={200: VariationOut, 202: OwnStepOut}, auth=SIGNED_IN)
def decide_variation(
    request: PageRequest, response: HttpResponse, uid: UUID, body: VariationDecisionIn, if_match: IfMatch
):
    """Agreed to, it takes the place of what stood; what stood stays in `changes`.

    202: the fund's kind wants a second person, who confirms it at /own-steps/{uid}.
    """
    found = variation_for(request.user, uid, SET_MONEY)
    values = cleaned(VariationDecisionForm({**plain(body.dict()), "seen": if_match}, variation=found))
    done = deciding.decide_variation(variation=found, by=request.user, **values)
    if isinstance(done, OwnStep):
        located(response, f"/own-steps/{done.uid}")
        return Status(202, own_step_for(request.user, done.uid))
    return _seen(request, response, uid)
