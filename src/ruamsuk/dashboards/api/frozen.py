"""Frozen figures in the API."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.area_sets.access import area_set_for
from ruamsuk.areas.api import AreaRef, place_of
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    FiscalYear,
    Given,
    Listed,
    Listing,
    Text,
    Word,
    cleaned,
    located,
    missing,
    page_of,
)
from ruamsuk.core.calendar import today
from ruamsuk.counting.question import Question
from ruamsuk.dashboards import actions
from ruamsuk.dashboards.access import frozen_set_for, post_that_freezes
from ruamsuk.dashboards.api.counts import named, then_asked
from ruamsuk.dashboards.forms import FreezeForm, WithdrawForm
from ruamsuk.dashboards.models import FrozenSet
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.dashboards.queries.frozen import anew, said, words
from ruamsuk.dashboards.verbs import FREEZE_FIGURES
from ruamsuk.funds.api import fund_of, network_of
from ruamsuk.funds.choices import Then, Way
from ruamsuk.issues.models import IssueList
from ruamsuk.issues.queries import lists

router = Router(tags=["Counts"])


class FrozenItem(Schema):
    """The question of a frozen set, and under which name it was frozen."""

    uid: UUID
    name: str
    reason: str
    area: AreaRef = Field(alias="home_area")
    here: bool = Field(description="Only what lies at the area's own level")
    fund: UUID | None
    network: UUID | None
    area_set: UUID | None
    fiscal_year: int
    issue_list: str | None
    on: date = Field(alias="day")
    way: Way
    frozen_at: datetime
    frozen_for: str = Field(description="The post for which it was frozen")
    withdrawn_at: datetime | None
    withdrawn_because: str

    @staticmethod
    def resolve_fund(row: FrozenSet) -> UUID | None:
        return row.fund.uid if row.fund else None

    @staticmethod
    def resolve_network(row: FrozenSet) -> UUID | None:
        return row.network.uid if row.network else None

    @staticmethod
    def resolve_issue_list(row: FrozenSet) -> str | None:
        return row.issue_list.code if row.issue_list else None

    @staticmethod
    def resolve_area_set(row: FrozenSet) -> UUID | None:
        return row.area_set.uid if row.area_set else None

    @staticmethod
    def resolve_frozen_for(row: FrozenSet) -> str:
        return said(row.post)


class FrozenFigure(Schema):
    """One figure; money in satang. null: not known of that day, or no longer counted."""

    figure: str
    name: str
    frozen: int | None
    again: int | None = Field(description="The same question asked anew, of the same day")
    today: int | None


class FrozenLine(Schema):
    """A line as it was frozen: a place or a fund, or an entry of the list of issues."""

    code: str
    name: str
    figures: dict[str, int | None]


class FrozenOut(FrozenItem):
    """What was frozen, and beside it the same question asked anew."""

    is_same: bool = Field(
        description="Whether the question still gives every number of the set. Lines without a code (the projects of a "
        "fund, what lies in no area) are compared by their names: one with another name is not the same"
    )
    reasons: list[str] = Field(description="Why it may be that it does not")
    figures: list[FrozenFigure]
    places: list[FrozenLine]
    issues: list[FrozenLine]


class FrozenWanted(Listed):
    area: AreaCode = ""
    fiscal_year: FiscalYear | None = None


class FreezeIn(Given):
    name: Word
    reason: Text
    area: AreaCode = ""
    fund: Word = Field("", description="uid or code: of this fund instead of an area")
    fiscal_year: FiscalYear
    network: UUID | None = None
    area_set: UUID | None = Field(None, description="uid of a set of areas: only what lies in them")
    issue_list: Word = Field("", description="The first list when left out")
    on: Word = Field("", description="As of the end of this day; today when left out")
    way: Way | None = None


class WithdrawIn(Given):
    reason: Text


@router.get("/frozen-sets", response=Listing[FrozenItem])
def list_frozen_sets(request: PageRequest, wanted: Query[FrozenWanted]):
    """What was frozen of an area and of what lies in it, the newest first."""
    rows = FrozenSet.objects.visible_to(request.user, READ).defer("values")
    if area := place_of(wanted.area):
        rows = rows.filter(area.places.q())
    if wanted.fiscal_year:
        rows = rows.filter(fiscal_year=wanted.fiscal_year)
    rows = rows.select_related("home_area", "fund", "network", "area_set", "issue_list")
    return page_of(request, rows, ("-frozen_at", "-pk"), wanted)


@router.get("/frozen-sets/{uuid:uid}", response=FrozenOut)
def read_frozen_set(request: PageRequest, uid: UUID) -> object:
    return _frozen(frozen_set_for(request.user, uid, READ))


def _frozen(record: FrozenSet) -> FrozenSet:
    """The record with its numbers and those asked anew, under the names of FrozenOut."""
    found, values = anew(record), record.values
    codes = [one["code"] for one in values["figures"]]
    more = {
        "is_same": found.is_same,
        "reasons": found.reasons,
        "figures": [
            {
                "figure": one.code,
                "name": one.label,
                **{way: getattr(one, way) for way in ("frozen", "again", "today")},
            }
            for one in found.figures
        ],
    }
    for kind in ("places", "issues"):
        more[kind] = [
            {
                "code": row["code"],
                "name": said(row["label"]),
                "figures": dict(zip(codes, row["numbers"], strict=True)),
            }
            for row in values[kind]
        ]
    for name, value in more.items():
        setattr(record, name, value)
    return record


@router.post("/frozen-sets", response={201: FrozenOut}, auth=SIGNED_IN)
def freeze_figures(request: PageRequest, response: HttpResponse, body: FreezeIn) -> object:
    """Freezes the answer to a question as of a day, under a name and an address that can be cited."""
    fund = fund_of(body.fund)
    area = fund.home_area if fund else place_of(body.area)
    if area is None:
        raise missing("area")
    post = post_that_freezes(request.user, area)
    issue_list = (
        named("issue_list", IssueList.objects.filter(code=body.issue_list)) if body.issue_list else None
    )
    question = Question(
        area=area,
        fiscal_year=body.fiscal_year,
        issue_list=issue_list or lists().first(),
        network=network_of(body.network),
        area_set=area_set_for(request.user, body.area_set, READ) if body.area_set and not fund else None,
        fund=fund,
        then=then_asked(body.on, body.way) or Then(today()),
    )
    typed = cleaned(FreezeForm({"name": body.name, "reason": body.reason}))
    made = actions.freeze_figures(found=counts(question), post=words(lambda: post), by=request.user, **typed)
    located(response, f"/frozen-sets/{made.uid}")
    return _frozen(frozen_set_for(request.user, made.uid, READ))


@router.post("/frozen-sets/{uuid:uid}/withdraw", response=FrozenOut, auth=SIGNED_IN)
def withdraw_frozen_set(request: PageRequest, response: HttpResponse, uid: UUID, body: WithdrawIn) -> object:
    """It stays as it is and readable, and says that it should no longer be cited, and why."""
    record = frozen_set_for(request.user, uid, FREEZE_FIGURES)
    actions.withdraw_frozen(frozen=record, by=request.user, **cleaned(WithdrawForm(body.dict())))
    located(response, f"/frozen-sets/{uid}")
    return _frozen(frozen_set_for(request.user, uid, READ))
