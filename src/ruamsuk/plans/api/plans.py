"""Plans of funds in the API: read, written, agreed, checked."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

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
    IfMatch,
    Listing,
    SatangOfFund,
    Text,
    Version,
    Word,
    changed,
    cleaned,
    judgeable,
    located,
    missing,
    page_of,
    plain,
    sorted_page,
)
from ruamsuk.funds.api import FundName, FundRef, OfFundsWanted, narrowed
from ruamsuk.issues.api.issues import IssueRef, issue_of
from ruamsuk.plans import actions, queries
from ruamsuk.plans.access import edition_for, plan_for, planning_fund_for
from ruamsuk.plans.api.rows import MeasureOut, ObjectiveOut, PlannedProjectOut, SituationOut
from ruamsuk.plans.choices import CheckState, PlanState
from ruamsuk.plans.forms import AgreeForm, BudgetForm, CheckForm, DetailForm, ReopenForm, ReturnForm
from ruamsuk.plans.models import Plan, PlanEdition, PlanMeasure, PlannedProject, PlanObjective, Situation
from ruamsuk.plans.verbs import CHECK_PLAN, DECIDE, WRITE_PLAN

router = Router(tags=["Plans"])


Points = Annotated[int, Field(ge=1, le=4)]


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
def read_plan(request: PageRequest, response: HttpResponse, uid: UUID):
    found = plan_for(request.user, uid, READ)
    judgeable(response, found.updated_at)
    return found


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
    return read_plan(request, response, plan.uid)


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
def check_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: CheckPlanIn, if_match: IfMatch):
    """An agreed plan is in order. Refused for who wrote it or holds a post at the fund."""
    plan = plan_for(request.user, uid, CHECK_PLAN)
    values = cleaned(CheckForm({**body.dict(), "seen": if_match}))
    actions.check_plan(plan=plan, by=request.user, **values)
    return _seen(request, response, plan)


@router.post("/plans/{uuid:uid}/return", response=PlanOut, auth=SIGNED_IN)
def return_plan(
    request: PageRequest, response: HttpResponse, uid: UUID, body: ReturnPlanIn, if_match: IfMatch
):
    """With reasons; it stays agreed until its fund opens it again."""
    plan = plan_for(request.user, uid, CHECK_PLAN)
    values = cleaned(ReturnForm({**body.dict(), "seen": if_match}))
    actions.return_plan(plan=plan, by=request.user, **values)
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
