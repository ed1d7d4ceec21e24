"""A fund takes over its imported projects of a year, in the API."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN, FiscalYear, Given
from ruamsuk.funds.access import fund_for
from ruamsuk.funds.api import FundName
from ruamsuk.funds.models import Fund
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.projects.access import take_over_for
from ruamsuk.projects.projects.actions.taking_over import take_back, take_over
from ruamsuk.projects.projects.api.projects import ProjectItem
from ruamsuk.projects.projects.models import TakeOver
from ruamsuk.projects.projects.queries.taking_over import open_projects, standing

router = Router(tags=["Projects"])


class TakeOverOut(Schema):
    uid: UUID
    fiscal_year: int
    at: datetime
    projects: int

    @staticmethod
    def resolve_projects(row: TakeOver) -> int:
        return row.projects.count()


class OpenProjectsOut(Schema):
    ready: list[ProjectItem] = Field(description="Would be counted")
    alike: list[ProjectItem] = Field(description="Left out: one of this title is counted in the year")
    counted: int = Field(description="Projects that the fund's year counts now")
    counted_after: int
    satang: int = Field(description="Their budgets now")
    satang_after: int
    undated: int = Field(description="Imported projects of the fund that have no fiscal year")
    standing: list[TakeOverOut] = Field(description="What was taken over and counts")


class TakeOverIn(Given):
    fiscal_year: FiscalYear


def _seen(fund: Fund, year: int) -> dict[str, object]:
    found = open_projects(fund, year)
    names = ("ready", "alike", "counted", "counted_after", "satang", "satang_after", "undated")
    return {name: getattr(found, name) for name in names} | {"standing": standing(fund, year)}


@router.get("/funds/{uid}/take-over", response=OpenProjectsOut, auth=SIGNED_IN)
def read_take_over(request: PageRequest, uid: FundName, wanted: Query[TakeOverIn]):
    """What would be counted of the fund's imported projects of a fiscal year, and its figures before and after."""
    return _seen(fund_for(request.user, uid, DECIDE), wanted.fiscal_year)


@router.post("/funds/{uid}/take-over", response=OpenProjectsOut, auth=SIGNED_IN)
def take_over_projects(request: PageRequest, response: HttpResponse, uid: FundName, body: TakeOverIn):
    """They are part of the figures from now on, and keep the origin `import`."""
    fund = fund_for(request.user, uid, DECIDE)
    take_over(fund=fund, fiscal_year=body.fiscal_year, by=request.user)
    response["Location"] = f"/api/v1/funds/{fund.uid}/take-over?fiscal_year={body.fiscal_year}"
    return _seen(fund, body.fiscal_year)


@router.post("/take-overs/{uuid:uid}/back", response=OpenProjectsOut, auth=SIGNED_IN)
def take_projects_back(request: PageRequest, response: HttpResponse, uid: UUID):
    """The projects stay, and are not counted any more."""
    found = take_over_for(request.user, uid, DECIDE)
    take_back(fund=found.fund, take=found, by=request.user)
    response["Location"] = f"/api/v1/funds/{found.fund.uid}/take-over?fiscal_year={found.fiscal_year}"
    return _seen(found.fund, found.fiscal_year)
