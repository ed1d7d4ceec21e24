"""Development plans of local authorities in the API: their projects as sources to start from."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.api import SIGNED_IN, Given, Listed, Listing, Text, Word, located, page_of
from ruamsuk.core.searching import containing
from ruamsuk.funds.api import FundName, FundRef
from ruamsuk.organizations.api import OrganizationRef
from ruamsuk.plans import actions
from ruamsuk.plans.access import development_row_for, planning_fund_for
from ruamsuk.plans.models import DevelopmentRow
from ruamsuk.plans.queries.development import MOST_ROWS, fitting
from ruamsuk.plans.verbs import WRITE_PLAN

router = Router(tags=["Plans"])


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
