"""Yearly plans and their rows in the API."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Manager
from django.forms.models import model_to_dict
from django.http import HttpResponse
from ninja import PatchDict, Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.api import PersonRef
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.core.api import (
    ORDERS,
    SIGNED_IN,
    SORT,
    FiscalYear,
    Given,
    Listed,
    Listing,
    Satang,
    SatangOfFund,
    Text,
    Version,
    Word,
    changed,
    cleaned,
    located,
    merged,
    missing,
    page_of,
    plain,
    sorted_page,
    unknown,
)
from ruamsuk.core.searching import containing
from ruamsuk.evidence.api import OfferedIn
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.funds.api import FundName, FundRef, OfFundsWanted, narrowed
from ruamsuk.issues.api import IssueRef, issue_of
from ruamsuk.issues.models import Indicator
from ruamsuk.organizations.api import OrganizationRef
from ruamsuk.plans import actions, queries
from ruamsuk.plans.access import (
    development_row_for,
    edition_for,
    plan_for,
    planning_fund_for,
    row_for,
)
from ruamsuk.plans.choices import CheckState, PlanState
from ruamsuk.plans.forms import (
    AgreeForm,
    BudgetForm,
    CheckForm,
    DetailForm,
    FreeSituationForm,
    MeasureForm,
    ObjectiveForm,
    PlannedProjectForm,
    ReopenForm,
    ReturnForm,
    SectionForm,
    situation_form,
)
from ruamsuk.plans.models import (
    DevelopmentRow,
    Plan,
    PlanEdition,
    PlanMeasure,
    PlannedProject,
    PlanObjective,
    PlanRow,
    Situation,
)
from ruamsuk.plans.queries.development import MOST_ROWS, fitting
from ruamsuk.plans.verbs import CHECK_PLAN, DECIDE, WRITE_PLAN

router = Router(tags=["Plans"])

Figure = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
Points = Annotated[int, Field(ge=1, le=4)]


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


class PlannedItem(PlannedProjectOut):
    """A planned project in a list over funds."""

    plan: "PlanItem"


class ScoreOut(Schema):
    """Four criteria of 1 to 4."""

    size: int
    severity: int
    awareness: int
    ease: int
    total: int
    version: int


class PlanItem(Schema):
    uid: UUID
    fund: FundRef
    fiscal_year: int
    issue: IssueRef
    state: PlanState
    budget_satang: int | None
    agreed_on: date | None
    check_state: CheckState = Field(description="Of the plan as it was agreed last")
    updated_at: datetime


def _with_answers(rows: Any) -> Any:
    return rows.prefetch_related("situations", "objectives")


class PlanOut(PlanItem):
    detail: str
    agreed_note: str
    reopened_reason: str
    version: int
    score: ScoreOut | None
    missing: list[str] = Field(description="What it still needs before it can be agreed")
    situations: list[SituationOut]
    objectives: list[ObjectiveOut]
    measures: list[MeasureOut]
    planned_projects: list[PlannedProjectOut]

    @staticmethod
    def resolve_score(plan: Plan) -> object:
        return getattr(plan, "score", None)

    @staticmethod
    def resolve_missing(plan: Plan) -> list[str]:
        return queries.missing_for_agreement(plan) if plan.is_draft else []

    @staticmethod
    def resolve_situations(plan: Plan) -> list[Situation]:
        return list(plan.situations.select_related("indicator"))

    @staticmethod
    def resolve_objectives(plan: Plan) -> list[PlanObjective]:
        return list(plan.objectives.select_related("indicator", "situation"))

    @staticmethod
    def resolve_measures(plan: Plan) -> list[PlanMeasure]:
        return list(plan.measures.all())

    @staticmethod
    def resolve_planned_projects(plan: Plan) -> list[PlannedProject]:
        return list(_with_answers(plan.planned_projects.select_related("support_type", "organization")))


PLAN_ORDERS = {**ORDERS, "year": ("-fiscal_year", "place_no")}


class PlansWanted(OfFundsWanted):
    state: PlanState | None = None
    check_state: CheckState | None = Field(None, description="Of agreed plans")
    sort: Literal["year", "updated", "-updated"] = Field("year", description=SORT)


class PlanCheckOut(Schema):
    """A check of an agreed plan, for those inside."""

    uid: UUID
    outcome: CheckState
    note: str
    edition: UUID = Field(alias="edition.uid", description="What exactly was checked")
    checked_by: PersonRef | None
    checked_at: datetime


class PlanEditionOut(Schema):
    """What an agreed plan said when it was checked or graded; frozen."""

    uid: UUID
    no: int
    plan: UUID = Field(alias="plan.uid")
    agreed_on: date
    frozen_at: datetime
    sha256: str
    has_changed: bool = Field(description="Does the plan say something else today?")
    snapshot: dict[str, Any]

    @staticmethod
    def resolve_has_changed(row: PlanEdition) -> bool:
        return queries.has_changed(row.plan, row)


class CheckPlanIn(Given):
    note: Text = ""


class ReturnPlanIn(Given):
    note: Text = Field(description="What has to be mended, and why")


class PlanIn(Given):
    fund: FundName
    fiscal_year: FiscalYear
    issue: Word = Field(description="Code of an issue", examples=["tobacco"])


class PlanFields(Given):
    detail: Text = ""
    budget_satang: SatangOfFund | None = None
    seen: Version | None = None


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


class RankIn(Given):
    size: Points
    severity: Points
    awareness: Points
    ease: Points
    seen: Version | None = Field(None, description="`version` of the score; 0 when there was none")


class AgreeIn(Given):
    agreed_on: date
    note: Word = ""


class ReopenIn(Given):
    reason: Word


class YearIn(Given):
    fiscal_year: FiscalYear
    from_year: FiscalYear


class FromYearIn(Given):
    from_year: FiscalYear


@router.get("/plans", response=Listing[PlanItem])
def list_plans(request: PageRequest, wanted: Query[PlansWanted]):
    """Agreed plans, and drafts inside one's scope; newest fiscal year first, or as `sort` says."""
    rows = Plan.objects.visible_to(request.user, READ).select_related("fund", "issue")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.check_state:
        rows = rows.filter(state=PlanState.AGREED, check_state=wanted.check_state)
    rows = narrowed(rows, wanted, "issue")
    return sorted_page(request, changed(rows, wanted), wanted, orders=PLAN_ORDERS)


@router.get("/planned-projects", response=Listing[PlannedItem])
def list_planned_projects(request: PageRequest, wanted: Query[OfFundsWanted]):
    """Projects that agreed plans ask for: what counts call “planned”."""
    plans = narrowed(Plan.objects.agreed(), wanted, "issue")
    rows = PlannedProject.objects.visible_to(request.user, READ).filter(plan__in=plans)
    rows = changed(rows, wanted, "plan__updated_at")
    rows = _with_answers(rows.select_related("plan__fund", "plan__issue", "support_type", "organization"))
    return page_of(request, rows, ("plan__place_no", "plan_id", "no"), wanted)


@router.get("/plans/{uuid:uid}", response=PlanOut)
def read_plan(request: PageRequest, uid: UUID):
    return plan_for(request.user, uid, READ)


@router.post("/plans", response={201: PlanOut}, auth=SIGNED_IN)
def start_plan(request: PageRequest, response: HttpResponse, body: PlanIn):
    """Takes an issue into the plan of a fund's year."""
    fund = planning_fund_for(request.user, body.fund, WRITE_PLAN)
    if (issue := issue_of(body.issue)) is None:
        raise missing("issue")
    made = actions.start_plan(fund=fund, fiscal_year=body.fiscal_year, issue=issue, by=request.user)
    return _seen(request, response, made)


def _seen(request: PageRequest, response: HttpResponse, plan: Plan) -> Plan:
    """The plan as it stands after a write."""
    located(response, f"/plans/{plan.uid}")
    return plan_for(request.user, plan.uid, READ)


@router.patch("/plans/{uuid:uid}", response=PlanOut, auth=SIGNED_IN)
def change_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[PlanFields]):
    """Its budget or further words; `seen` refuses to overwrite what another has just saved."""
    plan = plan_for(request.user, uid, WRITE_PLAN)
    seen = body.pop("seen", None)
    values: dict[str, Any] = {}
    if "detail" in body:
        values |= cleaned(DetailForm(body))
    if "budget_satang" in body:
        values |= cleaned(BudgetForm(body))
    values.pop("seen", None)
    actions.change_plan(plan=plan, seen=seen, by=request.user, **values)
    return _seen(request, response, plan)


@router.post("/plans/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_plan(request: PageRequest, response: HttpResponse, uid: UUID):
    """Only a draft that was never agreed, and none of whose rows became a proposal."""
    plan = plan_for(request.user, uid, WRITE_PLAN)
    actions.remove_plan(fund=plan.fund, plan=plan, by=request.user)
    located(response, "/plans")


@router.post("/plans/{uuid:uid}/rank", response=PlanOut, auth=SIGNED_IN)
def rank_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: RankIn):
    """The four criteria by which issues are put in order."""
    plan = plan_for(request.user, uid, WRITE_PLAN)
    actions.rank_issue(plan=plan, by=request.user, **body.dict())
    return _seen(request, response, plan)


@router.post("/plans/{uuid:uid}/copy", response=PlanOut, auth=SIGNED_IN)
def copy_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: FromYearIn):
    """Adds what the same issue had in an earlier year; figures stay empty."""
    plan = plan_for(request.user, uid, WRITE_PLAN)
    actions.copy_plan_from_year(plan=plan, from_year=body.from_year, by=request.user)
    return _seen(request, response, plan)


@router.post("/plans/{uuid:uid}/agree", response=PlanOut, auth=SIGNED_IN)
def agree_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: AgreeIn):
    """The fund's committee agreed it: from then on it is public and closed."""
    plan = plan_for(request.user, uid, DECIDE)
    values = cleaned(AgreeForm(plain(body.dict()), year=plan.fiscal_year))
    actions.agree_plan(plan=plan, by=request.user, **values)
    return _seen(request, response, plan)


@router.post("/plans/{uuid:uid}/reopen", response=PlanOut, auth=SIGNED_IN)
def reopen_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: ReopenIn):
    plan = plan_for(request.user, uid, DECIDE)
    actions.reopen_plan(plan=plan, by=request.user, **cleaned(ReopenForm(body.dict())))
    return _seen(request, response, plan)


@router.get("/plans/{uuid:uid}/checks", response=list[PlanCheckOut], auth=SIGNED_IN)
def list_plan_checks(request: PageRequest, uid: UUID):
    """What was said at each check, the newest first; for those inside."""
    plan = plan_for(request.user, uid, READ_DRAFT)
    return list(plan.checks.select_related("edition", "checked_by"))


@router.get("/plan-editions/{uuid:uid}", response=PlanEditionOut)
def read_plan_edition(request: PageRequest, uid: UUID):
    return edition_for(request.user, uid)


@router.post("/plans/{uuid:uid}/check", response=PlanOut, auth=SIGNED_IN)
def check_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: CheckPlanIn):
    """An agreed plan is in order. Refused for who wrote it or holds a post at the fund."""
    plan = plan_for(request.user, uid, CHECK_PLAN)
    actions.check_plan(plan=plan, by=request.user, **cleaned(CheckForm(body.dict())))
    return _seen(request, response, plan)


@router.post("/plans/{uuid:uid}/return", response=PlanOut, auth=SIGNED_IN)
def return_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: ReturnPlanIn):
    """With reasons; it stays agreed until its fund opens it again."""
    plan = plan_for(request.user, uid, CHECK_PLAN)
    actions.return_plan(plan=plan, by=request.user, **cleaned(ReturnForm(body.dict())))
    return _seen(request, response, plan)


@router.post("/funds/{uid}/copy-plans", response=list[PlanItem], auth=SIGNED_IN)
def copy_plans(request: PageRequest, response: HttpResponse, uid: FundName, body: YearIn):
    """Starts every issue that an earlier year had and this year has not."""
    fund = planning_fund_for(request.user, uid, WRITE_PLAN)
    located(response, "/plans")
    return actions.copy_year(fund=fund, by=request.user, **body.dict())


class AgreeYearIn(AgreeIn):
    fiscal_year: FiscalYear


@router.post("/funds/{uid}/agree-plans", response=list[PlanItem], auth=SIGNED_IN)
def agree_plans(request: PageRequest, response: HttpResponse, uid: FundName, body: AgreeYearIn):
    """Agrees every draft of the year that has a problem and an objective."""
    fund = planning_fund_for(request.user, uid, DECIDE)
    values = cleaned(AgreeForm(plain(body.dict(exclude={"fiscal_year"})), year=body.fiscal_year))
    located(response, "/plans")
    return actions.agree_year(fund=fund, fiscal_year=body.fiscal_year, by=request.user, **values)


# Rows: the same four calls for each kind ---------------------------------------------------------------------------


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


class DevelopmentRowOut(Schema):
    """A project in the development plan of a local authority, as it was brought in: a source to start from."""

    uid: UUID
    fund: FundRef
    organization: OrganizationRef = Field(description="The local authority whose plan it is")
    plan_name: str
    title: str
    objective: str
    target: str
    indicator: str
    result: str
    unit: str
    money: str = Field(description="Of its years, in words")

    @staticmethod
    def resolve_organization(row: DevelopmentRow) -> object:
        return row.fund.organization


class DevelopmentRowIn(Given):
    title: Word
    objective: Text = ""
    target: Text = ""
    indicator: Word = ""
    result: Text = ""
    unit: Word = ""
    money: Word = ""


class DevelopmentPlanIn(Given):
    plan_name: Word = Field(description="As on its cover, with its years")
    rows: list[DevelopmentRowIn] = Field(min_length=1, max_length=MOST_ROWS)


class DevelopmentRowsWanted(Listed):
    fund: FundName = ""
    q: Word = Field("", description="Part of the name or objective")


@router.get("/development-rows", response=Listing[DevelopmentRowOut])
def list_development_rows(request: PageRequest, wanted: Query[DevelopmentRowsWanted]):
    """Projects in the development plans of local authorities. They are no rows of a fund's plan."""
    rows = DevelopmentRow.objects.visible_to(request.user, READ).standing().filter(containing(wanted.q))
    if wanted.fund:
        rows = rows.filter(fund=planning_fund_for(request.user, wanted.fund, READ))
    return page_of(request, rows.select_related("fund__organization"), ("-pk",), wanted)


@router.get("/development-rows/{uuid:uid}", response=DevelopmentRowOut)
def read_development_row(request: PageRequest, uid: UUID):
    return development_row_for(request.user, uid, READ)


@router.post("/funds/{uid}/development-rows", response={201: list[DevelopmentRowOut]}, auth=SIGNED_IN)
def bring_development_rows(
    request: PageRequest, response: HttpResponse, uid: FundName, body: DevelopmentPlanIn
):
    """Brings in rows of a plan; a project that stands in it already takes the newer words."""
    fund = planning_fund_for(request.user, uid, WRITE_PLAN)
    located(response, f"/development-rows?fund={fund.uid}")
    rows = [fitting(row.dict()) for row in body.rows]
    return actions.bring_development_rows(
        fund=fund, plan_name=body.plan_name[:200], rows=rows, by=request.user
    )


@router.post("/development-rows/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_development_row(request: PageRequest, response: HttpResponse, uid: UUID):
    """It is no longer offered; proposals that were begun from it keep it."""
    actions.remove_development_row(row=development_row_for(request.user, uid, WRITE_PLAN), by=request.user)
