"""Rows of plans in the API: the same four calls for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Manager
from django.forms.models import model_to_dict
from django.http import HttpResponse
from ninja import PatchDict, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.api import (
    SIGNED_IN,
    Given,
    Satang,
    Text,
    Version,
    Word,
    cleaned,
    located,
    merged,
    plain,
    unknown,
)
from ruamsuk.evidence.api import OfferedIn
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.issues.models import Indicator
from ruamsuk.organizations.api import OrganizationRef
from ruamsuk.plans import actions, queries
from ruamsuk.plans.access import plan_for, row_for
from ruamsuk.plans.forms import (
    FreeSituationForm,
    MeasureForm,
    ObjectiveForm,
    PlannedProjectForm,
    SectionForm,
    situation_form,
)
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, PlanRow, Situation
from ruamsuk.plans.verbs import WRITE_PLAN

router = Router(tags=["Plans"])


Figure = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]


class RowOut(Schema):
    uid: UUID
    no: int
    version: int = Field(description="Send it back as `seen` when changing the row")


class SituationOut(RowOut):
    indicator: str | None = Field(description="Code of a standard indicator")
    text: str
    value: Decimal | None
    unit: str
    evidence_kind: str
    agency: str
    measured_on: date | None
    covered: int | None
    total: int | None

    @staticmethod
    def resolve_indicator(row: Situation) -> str | None:
        return row.indicator.code if row.indicator else None


class ObjectiveOut(RowOut):
    text: str
    situation: UUID | None
    indicator: str | None = Field(description="Code of a standard indicator")
    indicator_text: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None

    @staticmethod
    def resolve_situation(row: PlanObjective) -> UUID | None:
        return row.situation.uid if row.situation else None

    @staticmethod
    def resolve_indicator(row: PlanObjective) -> str | None:
        return row.indicator.code if row.indicator else None


class MeasureOut(RowOut):
    approach: str
    method: str


class PlannedProjectOut(RowOut):
    title: str
    support_type: int | None
    organization: OrganizationRef | None
    responsible: str
    budget_satang: int | None
    note: str
    situations: list[UUID] = Field(description="Problems that were chosen")
    objectives: list[UUID] = Field(
        description="Objectives that were chosen. Nothing of both: it stands for all of the plan"
    )

    @staticmethod
    def resolve_situations(row: PlannedProject) -> list[UUID]:
        return [one.uid for one in row.situations.all()]

    @staticmethod
    def resolve_objectives(row: PlannedProject) -> list[UUID]:
        return [one.uid for one in row.objectives.all()]

    @staticmethod
    def resolve_support_type(row: PlannedProject) -> int | None:
        return row.support_type.code if row.support_type else None


class RowIn(Given):
    seen: Version | None = None


class SituationIn(RowIn):
    """A standard indicator needs no text and no unit; a problem in one's own words needs both."""

    indicator: Word = Field("", description="Code of a standard indicator of the plan's issue")
    text: Word = ""
    value: Figure | None = None
    unit: Word = ""
    evidence_kind: EvidenceKind | Literal[""] = ""
    agency: Word = ""
    measured_on: date | None = None
    covered: int | None = Field(None, ge=0, le=100_000_000)
    total: int | None = Field(None, ge=0, le=100_000_000)


class ObjectiveIn(RowIn):
    text: Word = ""
    situation: UUID | None = Field(None, description="Its indicator and figure are taken over")
    indicator_text: Word = ""
    unit: Word = ""
    baseline: Figure | None = None
    target: Figure | None = None


class MeasureIn(RowIn):
    approach: Word
    method: Text = ""


class PlannedProjectIn(RowIn):
    title: Word
    support_type: int | None = Field(None, ge=1, le=5)
    organization: UUID | None = None
    responsible: Word = ""
    budget_satang: Satang | None = None
    note: Text = ""
    situations: list[UUID] = Field(
        default_factory=list, max_length=200, description="Problems of the plan that it answers"
    )
    objectives: list[UUID] = Field(
        default_factory=list, max_length=200, description="Objectives of the plan that it serves"
    )


@dataclass(frozen=True)
class RowCalls:
    path: str
    model: type[PlanRow]
    form: Callable[..., SectionForm]
    add: Callable[..., PlanRow]
    change: Callable[..., PlanRow]
    remove: Callable[..., Plan]


SITUATION = RowCalls(
    "situations",
    Situation,
    situation_form,
    actions.add_situation,
    actions.change_situation,
    actions.remove_situation,
)


OBJECTIVE = RowCalls(
    "objectives",
    PlanObjective,
    ObjectiveForm,
    actions.add_objective,
    actions.change_objective,
    actions.remove_objective,
)


MEASURE = RowCalls(
    "measures", PlanMeasure, MeasureForm, actions.add_measure, actions.change_measure, actions.remove_measure
)


PLANNED = RowCalls(
    "planned-projects",
    PlannedProject,
    PlannedProjectForm,
    actions.add_planned_project,
    actions.change_planned_project,
    actions.remove_planned_project,
)


NAMED_BY = {"situation": "uid", "support_type": "code", "organization": "uid"}


def _add(request: PageRequest, response: HttpResponse, uid: UUID, kind: RowCalls, body: RowIn) -> PlanRow:
    plan = plan_for(request.user, uid, WRITE_PLAN)
    form = kind.form(plain(body.dict()), plan=plan)
    return _row(request, response, kind, kind.add(plan=plan, by=request.user, **_values(form)))


def _row(request: PageRequest, response: HttpResponse, kind: RowCalls, row: PlanRow) -> PlanRow:
    """The line as it stands after a write."""
    located(response, f"/{kind.path}/{row.uid}")
    return row_for(request.user, kind.model, row.uid, READ)


def _change(
    request: PageRequest,
    response: HttpResponse,
    uid: UUID,
    kind: RowCalls,
    name: str,
    body: dict[str, object],
) -> PlanRow:
    row: Any = row_for(request.user, kind.model, uid, WRITE_PLAN)
    seen = body.pop("seen", None)
    stands = {
        field: [str(one.uid) for one in value.all()] if isinstance(value, Manager) else value
        for field in model_to_dict(row)
        for value in [getattr(row, field)]
    }
    form = kind.form(merged(stands, body), plan=row.plan, row=row)
    return _row(
        request, response, kind, kind.change(**{name: row}, seen=seen, by=request.user, **_values(form))
    )


def _values(form: SectionForm) -> dict[str, Any]:
    cleaned(form, **NAMED_BY)
    return form.values()


def _remove(request: PageRequest, response: HttpResponse, uid: UUID, kind: RowCalls, name: str) -> None:
    row: Any = row_for(request.user, kind.model, uid, WRITE_PLAN)
    located(response, f"/plans/{row.plan.uid}")
    kind.remove(**{name: row}, by=request.user)


@router.post("/plans/{uuid:uid}/situations", response={201: SituationOut}, auth=SIGNED_IN)
def add_situation(request: PageRequest, response: HttpResponse, uid: UUID, body: SituationIn):
    """A figure of the problem with its evidence."""
    if not body.indicator:
        return _add(request, response, uid, SITUATION, body)
    plan = plan_for(request.user, uid, WRITE_PLAN)
    indicator: Indicator | None = queries.indicators_to_add(plan).filter(code=body.indicator).first()
    if indicator is None:
        raise unknown("indicator", body.indicator)
    form = FreeSituationForm(plain(body.dict()) | {"text": indicator.name_th}, plan=plan)
    values = _values(form) | {"indicator": indicator, "text": "", "unit": ""}
    return _row(request, response, SITUATION, actions.add_situation(plan=plan, by=request.user, **values))


@router.get("/situations/{uuid:uid}", response=SituationOut)
def read_situation(request: PageRequest, uid: UUID):
    return row_for(request.user, SITUATION.model, uid, READ)


@router.patch("/situations/{uuid:uid}", response=SituationOut, auth=SIGNED_IN)
def change_situation(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[SituationIn]):
    return _change(request, response, uid, SITUATION, "situation", body)


@router.post("/situations/{uuid:uid}/use-figure", response=SituationOut, auth=SIGNED_IN)
def use_official_figure_in_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: OfferedIn):
    """An official figure of the place, or of an area above it, becomes the size of the problem, with its evidence."""
    situation = row_for(request.user, Situation, uid, WRITE_PLAN)
    located(response, f"/situations/{uid}")
    return actions.use_official_figure(situation=situation, key=body.figure, by=request.user)


@router.post("/situations/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_situation(request: PageRequest, response: HttpResponse, uid: UUID):
    _remove(request, response, uid, SITUATION, "situation")


@router.post("/plans/{uuid:uid}/objectives", response={201: ObjectiveOut}, auth=SIGNED_IN)
def add_objective(request: PageRequest, response: HttpResponse, uid: UUID, body: ObjectiveIn):
    """What shall be different in a year, and by what it is seen."""
    return _add(request, response, uid, OBJECTIVE, body)


@router.get("/objectives/{uuid:uid}", response=ObjectiveOut)
def read_objective(request: PageRequest, uid: UUID):
    return row_for(request.user, OBJECTIVE.model, uid, READ)


@router.patch("/objectives/{uuid:uid}", response=ObjectiveOut, auth=SIGNED_IN)
def change_objective(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[ObjectiveIn]):
    return _change(request, response, uid, OBJECTIVE, "objective", body)


@router.post("/objectives/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_objective(request: PageRequest, response: HttpResponse, uid: UUID):
    _remove(request, response, uid, OBJECTIVE, "objective")


@router.post("/plans/{uuid:uid}/measures", response={201: MeasureOut}, auth=SIGNED_IN)
def add_measure(request: PageRequest, response: HttpResponse, uid: UUID, body: MeasureIn):
    """The way the fund wants to go."""
    return _add(request, response, uid, MEASURE, body)


@router.get("/measures/{uuid:uid}", response=MeasureOut)
def read_measure(request: PageRequest, uid: UUID):
    return row_for(request.user, MEASURE.model, uid, READ)


@router.patch("/measures/{uuid:uid}", response=MeasureOut, auth=SIGNED_IN)
def change_measure(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[MeasureIn]):
    return _change(request, response, uid, MEASURE, "measure", body)


@router.post("/measures/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_measure(request: PageRequest, response: HttpResponse, uid: UUID):
    _remove(request, response, uid, MEASURE, "measure")


@router.post("/plans/{uuid:uid}/planned-projects", response={201: PlannedProjectOut}, auth=SIGNED_IN)
def add_planned_project(request: PageRequest, response: HttpResponse, uid: UUID, body: PlannedProjectIn):
    """A project that should be done; it becomes a proposal by `propose`."""
    return _add(request, response, uid, PLANNED, body)


@router.get("/planned-projects/{uuid:uid}", response=PlannedProjectOut)
def read_planned_project(request: PageRequest, uid: UUID):
    return row_for(request.user, PLANNED.model, uid, READ)


@router.patch("/planned-projects/{uuid:uid}", response=PlannedProjectOut, auth=SIGNED_IN)
def change_planned_project(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[PlannedProjectIn]
):
    return _change(request, response, uid, PLANNED, "planned_project", body)


@router.post("/planned-projects/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_planned_project(request: PageRequest, response: HttpResponse, uid: UUID):
    _remove(request, response, uid, PLANNED, "planned_project")
