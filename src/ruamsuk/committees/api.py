"""Committees of funds in the API. That one serves is public; who sits on it is for those who may read names."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from ruamsuk.accounts.choices import Can
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.committees import actions, queries
from ruamsuk.committees.access import committee_for, member_for
from ruamsuk.committees.forms import EndMemberForm, MemberForm, SeriesForm
from ruamsuk.committees.models import Committee
from ruamsuk.core.api import SIGNED_IN, Given, Word, at, cleaned, plain
from ruamsuk.funds.access import fund_for

router = Router(tags=["Committees"])


class MemberOut(Schema):
    uid: UUID
    title: str
    name: str
    organization: str
    starts_on: date


class SeatsOut(Schema):
    position: str = Field(alias="position.code")
    name_th: str = Field(alias="position.name_th")
    name_en: str = Field(alias="position.name_en")
    max_people: int | None = Field(alias="position.max_people")
    filled: int
    members: list[MemberOut] = Field(description="Empty for readers who may not see names")


class CommitteeOut(Schema):
    uid: UUID
    name: str
    series_no: int
    term_starts_on: date
    term_ends_on: date | None
    ended_on: date | None
    seats: list[SeatsOut]

    @staticmethod
    def resolve_seats(row: Committee, context) -> list[queries.Seats]:
        return queries.seats_of(row, context["request"].user)


class SeriesIn(Given):
    term_starts_on: date
    term_ends_on: date | None = None


class MemberIn(Given):
    position: Word = Field(description="Code of the position")
    title: Word = ""
    name: Word
    organization: Word = ""
    starts_on: date


class EndIn(Given):
    ends_on: date
    reason: Word


@router.get("/funds/{uuid:uid}/committee", response=CommitteeOut)
def read_committee_of_fund(request: PageRequest, uid: UUID):
    """The series that serves today."""
    found = queries.committee_of(fund_for(request.user, uid, Can.READ))
    if found is None:
        raise Http404
    return found


@router.get("/committees/{uuid:uid}", response=CommitteeOut)
def read_committee(request: PageRequest, uid: UUID):
    return committee_for(request.user, uid, Can.READ)


@router.post("/funds/{uuid:uid}/committee", response={201: CommitteeOut}, auth=SIGNED_IN)
def start_committee(request: PageRequest, response: HttpResponse, uid: UUID, body: SeriesIn):
    """Starts a series; everybody on the series before moves to history."""
    fund = fund_for(request.user, uid, Can.EDIT_COMMITTEE)
    made = actions.start_committee(fund=fund, **cleaned(SeriesForm(plain(body.dict()))), by=request.user)
    at(response, f"/committees/{made.uid}")
    return made


@router.post("/committees/{uuid:uid}/members", response={201: CommitteeOut}, auth=SIGNED_IN)
def add_member(request: PageRequest, response: HttpResponse, uid: UUID, body: MemberIn):
    found = committee_for(request.user, uid, Can.EDIT_COMMITTEE)
    values = cleaned(MemberForm(plain(body.dict())), position="code")
    actions.add_member(committee=found, **values, by=request.user)
    at(response, f"/committees/{uid}")
    return found


@router.post("/members/{uuid:uid}/end", response=CommitteeOut, auth=SIGNED_IN)
def end_member(request: PageRequest, response: HttpResponse, uid: UUID, body: EndIn):
    """Ends a membership; the name moves to history."""
    found = member_for(request.user, uid, Can.EDIT_COMMITTEE)
    actions.end_member(member=found, **cleaned(EndMemberForm(plain(body.dict()))), by=request.user)
    at(response, f"/committees/{found.committee.uid}")
    return found.committee
