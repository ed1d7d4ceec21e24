"""Organisations in the API. They are offices, not people: everybody reads them."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import PatchDict, Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.api import AreaRef, place_of
from ruamsuk.areas.models import Area
from ruamsuk.core.api import (
    SIGNED_IN,
    SORT,
    AreaCode,
    ChangesListed,
    Given,
    Listing,
    Named,
    Word,
    changed,
    cleaned,
    located,
    merged,
    sorted_page,
)
from ruamsuk.organizations import actions, queries
from ruamsuk.organizations.access import check_place, organization_for
from ruamsuk.organizations.choices import LaSize, OrganizationKind
from ruamsuk.organizations.forms import OrganizationForm, values_of
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.verbs import EDIT_FUND

router = Router(tags=["Organisations"])


class OrganizationRef(Schema):
    """An organisation as other nouns name it."""

    uid: UUID
    name_th: str = Field(alias="name")
    name_en: str


class OrganizationItem(OrganizationRef):
    kind: OrganizationKind
    la_size: LaSize | None = Field(description="Size of a local authority, in the order of the fund form")
    home_area: AreaRef
    phone: str
    email: str
    moi_code: str
    hospcode: str
    closed_on: date | None
    updated_at: datetime


class OrganizationOut(OrganizationItem):
    serves: list[AreaRef] = Field(description="Sub-districts served")

    @staticmethod
    def resolve_serves(row: Organization) -> list[Area]:
        return list(row.scope.serves.order_by("sort_key"))


class OrganizationIn(Given):
    called = {"name_th": "name"}

    name_th: Word
    name_en: Word = ""
    kind: OrganizationKind
    la_size: LaSize | None = None
    home_area: AreaCode
    phone: Word = ""
    email: Word = ""
    moi_code: Word = ""
    hospcode: Word = ""


class OrganizationsWanted(ChangesListed):
    area: AreaCode = ""
    kind: OrganizationKind | None = None
    q: Word = Field("", description="Part of the name")
    closed: bool = Field(False, description="Closed organisations instead of open ones")
    sort: Named = Field("name", description=SORT)


class ServedIn(Given):
    areas: list[AreaCode] = Field(max_length=200, description="Codes of all sub-districts served")


def places_of(codes: list[str]) -> list[Area]:
    """The open areas that a body names."""
    return [place for code in codes if (place := place_of(code, "areas"))]


@router.get("/organizations", response=Listing[OrganizationItem])
def list_organizations(request: PageRequest, wanted: Query[OrganizationsWanted]):
    """Organisations whose seat lies in the area, or that serve a place in it."""
    rows = Organization.objects.visible_to(request.user, READ).select_related("home_area")
    rows = rows.closed() if wanted.closed else rows.open()
    if area := place_of(wanted.area):
        rows = rows.in_area(area)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return sorted_page(request, queries.search(changed(rows, wanted), wanted.q), wanted)


@router.get("/organizations/{uuid:uid}", response=OrganizationOut)
def read_organization(request: PageRequest, uid: UUID):
    return organization_for(request.user, uid, READ)


@router.post("/organizations", response={201: OrganizationOut}, auth=SIGNED_IN)
def add_organization(request: PageRequest, response: HttpResponse, body: OrganizationIn):
    require(request.user, EDIT_FUND)
    values = cleaned(OrganizationForm(body.dict()), OrganizationIn.called)
    check_place(request.user, values["home_area"])
    made = actions.add_organization(**values, by=request.user)
    located(response, f"/organizations/{made.uid}")
    return made


@router.patch("/organizations/{uuid:uid}", response=OrganizationOut, auth=SIGNED_IN)
def change_organization(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[OrganizationIn]
):
    organization = organization_for(request.user, uid, EDIT_FUND)
    values = cleaned(OrganizationForm(merged(values_of(organization), body)), OrganizationIn.called)
    if values["home_area"] != organization.home_area:
        check_place(request.user, values["home_area"])
    actions.change_organization(organization=organization, **values, by=request.user)
    located(response, f"/organizations/{uid}")
    return organization_for(request.user, uid, READ)


@router.post("/organizations/{uuid:uid}/areas", response=OrganizationOut, auth=SIGNED_IN)
def set_organization_areas(request: PageRequest, response: HttpResponse, uid: UUID, body: ServedIn):
    """Sets all sub-districts that it serves."""
    organization = organization_for(request.user, uid, EDIT_FUND)
    actions.set_served_areas(organization=organization, areas=places_of(body.areas), by=request.user)
    located(response, f"/organizations/{uid}")
    return organization


@router.post("/organizations/{uuid:uid}/close", response=OrganizationOut, auth=SIGNED_IN)
def close_organization(request: PageRequest, response: HttpResponse, uid: UUID):
    """It is no longer offered; what names it keeps it."""
    organization = organization_for(request.user, uid, EDIT_FUND)
    located(response, f"/organizations/{uid}")
    return actions.close_organization(organization=organization, by=request.user)


@router.post("/organizations/{uuid:uid}/reopen", response=OrganizationOut, auth=SIGNED_IN)
def reopen_organization(request: PageRequest, response: HttpResponse, uid: UUID):
    """For one that was closed by mistake."""
    organization = organization_for(request.user, uid, EDIT_FUND)
    located(response, f"/organizations/{uid}")
    return actions.reopen_organization(organization=organization, by=request.user)
