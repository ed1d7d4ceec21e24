"""Committees of funds in the API. That one serves is public; who sits on it is for those who may read names."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import PatchDict, Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.committees import actions, queries
from ruamsuk.committees.access import committee_for, member_for, position_for
from ruamsuk.committees.forms import AccountForm, EndMemberForm, MemberForm, SeriesForm
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.committees.verbs import EDIT_COMMITTEE
from ruamsuk.core.api import SIGNED_IN, Given, Word, cleaned, located, plain
from ruamsuk.funds.access import fund_for
from ruamsuk.funds.api import FundName
from ruamsuk.issues.actions import add_row, change_row, restore, retire
from ruamsuk.issues.api.codes import CatalogueRowIn, CatalogueRowNew, CatalogueRowOut, changed_row, new_row
from ruamsuk.issues.verbs import EDIT_CATALOGUE

router = Router(tags=["Committees"])


class MemberOut(Schema):
    uid: UUID
    title: str
    name: str
    organization: str
    starts_on: date


class FormerMemberOut(MemberOut):
    position: str = Field(alias="position.code")
    ends_on: date
    end_reason: str


class SeatOut(MemberOut):
    committee: UUID = Field(alias="committee.uid")
    position: str = Field(alias="position.code")
    ends_on: date | None = Field(description="null: serving")
    end_reason: str


class SeatsOut(Schema):
    position: str = Field(alias="position.code")
    name_th: str = Field(alias="position.name_th")
    name_en: str = Field(alias="position.name_en")
    max_people: int | None = Field(alias="position.max_people")
    filled: int
    members: list[MemberOut] = Field(description="Empty for readers who may not see names")


class CommitteeItem(Schema):
    uid: UUID
    name: str
    series_no: int
    term_starts_on: date
    term_ends_on: date | None
    ended_on: date | None = Field(description="null: it serves today")


class CommitteeOut(CommitteeItem):
    seats: list[SeatsOut]
    former: list[FormerMemberOut] = Field(description="Who left; empty for readers who may not see names")

    @staticmethod
    def resolve_seats(row: Committee, context) -> list[queries.Seats]:
        return queries.seats_of(row, context["request"].user)

    @staticmethod
    def resolve_former(row: Committee, context) -> list[Member]:
        return list(queries.former_members(row, context["request"].user))


class SeriesIn(Given):
    term_starts_on: date
    term_ends_on: date | None = None


class MemberIn(Given):
    position: Word = Field(description="Code of the position")
    title: Word = ""
    name: Word
    organization: Word = ""
    starts_on: date


class AccountIn(Given):
    account: UUID | None = Field(description="A person who holds a role in the fund; null: no account")


class EndIn(Given):
    ends_on: date
    reason: Word


@router.get("/funds/{uid}/committee", response=CommitteeOut)
def read_committee_of_fund(request: PageRequest, uid: FundName):
    """The series that serves today."""
    found = queries.committee_of(fund_for(request.user, uid, READ))
    if found is None:
        raise Http404
    return found


@router.get("/funds/{uid}/committees", response=list[CommitteeItem])
def list_committees(request: PageRequest, uid: FundName):
    """Every series, the newest first."""
    return list(Committee.objects.filter(fund=fund_for(request.user, uid, READ)))


@router.get("/committees/{uuid:uid}", response=CommitteeOut)
def read_committee(request: PageRequest, uid: UUID):
    return committee_for(request.user, uid, READ)


@router.post("/funds/{uid}/committee", response={201: CommitteeOut}, auth=SIGNED_IN)
def start_committee(request: PageRequest, response: HttpResponse, uid: FundName, body: SeriesIn):
    """Starts a series; everybody on the series before moves to history."""
    fund = fund_for(request.user, uid, EDIT_COMMITTEE)
    made = actions.start_committee(fund=fund, **cleaned(SeriesForm(plain(body.dict()))), by=request.user)
    located(response, f"/committees/{made.uid}")
    return made


@router.post("/committees/{uuid:uid}/members", response={201: CommitteeOut}, auth=SIGNED_IN)
def add_member(request: PageRequest, response: HttpResponse, uid: UUID, body: MemberIn):
    committee = committee_for(request.user, uid, EDIT_COMMITTEE)
    values = cleaned(MemberForm(plain(body.dict())), position="code")
    made = actions.add_member(committee=committee, **values, by=request.user)
    located(response, f"/members/{made.uid}")
    return committee


@router.get("/members/{uuid:uid}", response=SeatOut, auth=SIGNED_IN)
def read_member(request: PageRequest, uid: UUID):
    """One seat, of today or before; for those who may read names."""
    return member_for(request.user, uid, READ)


@router.post("/members/{uuid:uid}/end", response=CommitteeOut, auth=SIGNED_IN)
def end_member(request: PageRequest, response: HttpResponse, uid: UUID, body: EndIn):
    """Ends a membership; the name moves to history."""
    member = member_for(request.user, uid, EDIT_COMMITTEE)
    actions.end_member(member=member, **cleaned(EndMemberForm(plain(body.dict()))), by=request.user)
    located(response, f"/committees/{member.committee.uid}")
    return member.committee


def _position(request: PageRequest, code: str, can: Verb) -> Position:
    found = Position.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return position_for(request.user, found.pk, can)


@router.post("/members/{uuid:uid}/account", response=CommitteeOut, auth=SIGNED_IN)
def set_member_account(request: PageRequest, response: HttpResponse, uid: UUID, body: AccountIn):
    """The account of a member; chair and secretary may then confirm steps in the fund's name."""
    member = member_for(request.user, uid, EDIT_COMMITTEE)
    form = AccountForm({"account": body.account or ""}, member=member)
    actions.set_account(member=member, by=request.user, **cleaned(form))
    located(response, f"/committees/{member.committee.uid}")
    return committee_for(request.user, member.committee.uid, READ)


@router.get("/positions", response=list[CatalogueRowOut])
def list_positions(request: HttpRequest):
    """The seats of a committee as the announcement names them."""
    return list(Position.objects.all())


@router.post("/positions", response={201: CatalogueRowOut}, auth=SIGNED_IN)
def add_position(request: PageRequest, response: HttpResponse, body: CatalogueRowNew):
    """A further seat group, last in the order."""
    require(request.user, EDIT_CATALOGUE)
    row = Position()
    made = add_row(row=row, by=request.user, **new_row(row, body))
    located(response, f"/positions/{body.code}")
    return made


@router.get("/positions/{slug:code}", response=CatalogueRowOut)
def read_position(request: PageRequest, code: str):
    return _position(request, code, READ)


@router.patch("/positions/{slug:code}", response=CatalogueRowOut, auth=SIGNED_IN)
def change_position(request: PageRequest, response: HttpResponse, code: str, body: PatchDict[CatalogueRowIn]):
    found = _position(request, code, EDIT_CATALOGUE)
    located(response, f"/positions/{code}")
    return change_row(row=found, by=request.user, **changed_row(found, body))


@router.post("/positions/{slug:code}/retire", response=CatalogueRowOut, auth=SIGNED_IN)
def retire_position(request: PageRequest, response: HttpResponse, code: str):
    """It is no longer offered; who sits there stays."""
    located(response, f"/positions/{code}")
    return retire(row=_position(request, code, EDIT_CATALOGUE), by=request.user)


@router.post("/positions/{slug:code}/restore", response=CatalogueRowOut, auth=SIGNED_IN)
def restore_position(request: PageRequest, response: HttpResponse, code: str):
    located(response, f"/positions/{code}")
    return restore(row=_position(request, code, EDIT_CATALOGUE), by=request.user)
