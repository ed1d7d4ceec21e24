"""Funds, their bank accounts and networks in the API."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import PatchDict, Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import Grant
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.api import AreaRef, place_of
from ruamsuk.areas.models import Area
from ruamsuk.core.api import (
    SIGNED_IN,
    SORT,
    AreaCode,
    ChangesListed,
    FiscalYear,
    Given,
    Listed,
    Listing,
    Named,
    Text,
    Word,
    changed,
    cleaned,
    located,
    merged,
    page_of,
    sorted_page,
    unknown,
)
from ruamsuk.funds import actions, queries
from ruamsuk.funds.access import (
    bank_account_for,
    check_place,
    fund_for,
    fund_with_officers_for,
    kind_for,
    network_for,
    require_networks,
)
from ruamsuk.funds.choices import Capacity, SamePerson
from ruamsuk.funds.forms import (
    BankAccountForm,
    CloseForm,
    FundForm,
    KindForm,
    MembershipForm,
    NetworkForm,
    NewKindForm,
    values_of_account,
    values_of_fund,
    values_of_kind,
    values_of_network,
)
from ruamsuk.funds.models import BankAccount, Fund, FundKind, Network, NetworkFund, VariationLimits
from ruamsuk.funds.verbs import SEE_BANK
from ruamsuk.issues.actions import restore, retire
from ruamsuk.issues.api.issues import issue_of
from ruamsuk.issues.verbs import EDIT_CATALOGUE
from ruamsuk.organizations.access import organization_for
from ruamsuk.organizations.api import OrganizationRef, ServedIn, places_of
from ruamsuk.organizations.verbs import EDIT_FUND

router = Router(tags=["Funds"])

# Wherever a fund is named, in addresses, filters and bodies.
FundName = Annotated[
    str, Field(max_length=300, pattern=r"^[^\x00/]*$", description="A fund's uid or code", examples=["L5166"])
]


class FundRef(Schema):
    """A fund as other nouns name it."""

    uid: UUID
    code: str = Field(examples=["L5166"])
    name_th: str = Field(alias="name")


class FundItem(FundRef):
    kind: str = Field(alias="kind.code", description="Code of the kind")
    capacity: Capacity
    home_area: AreaRef
    founded_fy: int | None
    population: int | None
    closed_on: date | None
    updated_at: datetime


class FundOut(FundItem):
    organization: OrganizationRef
    serves: list[AreaRef] = Field(description="Sub-districts served")
    villages_count: int | None
    latitude: float | None
    longitude: float | None
    address: str
    phone: str
    email: str
    closed_reason: str
    networks: list["NetworkRef"]

    @staticmethod
    def resolve_serves(fund: Fund) -> list[Area]:
        return list(fund.scope.serves.order_by("sort_key"))

    @staticmethod
    def resolve_networks(fund: Fund) -> list[Network]:
        return list(queries.networks_of(fund))


class NetworkRef(Schema):
    uid: UUID
    name_th: str = Field(alias="name")
    name_en: str


class NetworkOut(NetworkRef):
    description: str


class MembershipOut(Schema):
    fund: FundItem
    capacity: Capacity = Field(description="The part that the fund plays in this network")
    joined_on: date


class FundKindOut(Schema):
    code: str
    name_th: str
    name_en: str
    code_pattern: str
    code_example: str
    home_kind: str = Field(description="Level of the area in which a fund is counted; empty: any")
    needs_local_authority: bool
    needs_committee: bool
    same_person: SamePerson = Field(
        description="What happens when one person writes or sends and also decides or accepts"
    )
    variation_share_percent: int = Field(
        alias="variation_limits.share_percent",
        description="Percent of a running project's budget that the fund may move without its committee",
    )
    variation_days: int = Field(alias="variation_limits.days", description="The same for a day, in days")
    variation_amount: bool = Field(
        alias="variation_limits.amount", description="The committee decides on any other amount"
    )
    variation_targets: bool = Field(alias="variation_limits.targets")
    variation_place: bool = Field(alias="variation_limits.place")
    retired: bool = Field(description="No longer offered; funds of this kind stay")

    @staticmethod
    def resolve_retired(row: FundKind) -> bool:
        return row.retired_on is not None


class FundKindIn(Given):
    name_th: Word
    name_en: Word
    code_pattern: Word = Field(
        "", description="A regular expression that a whole code must follow; empty: made from the example"
    )
    code_example: Word = Field(description="It must follow the pattern")
    home_kind: Word = Field("", description="Level of the area in which a fund is counted; empty: any")
    needs_local_authority: bool = False
    needs_committee: bool = False
    same_person: SamePerson = Field(
        description="off, shown (marked and listed) or needed (a second confirms)"
    )
    variation_share_percent: int = Field(VariationLimits.share_percent, ge=0, le=100)
    variation_days: int = Field(VariationLimits.days, ge=0, le=366)
    variation_amount: bool = VariationLimits.amount
    variation_targets: bool = VariationLimits.targets
    variation_place: bool = VariationLimits.place


class FundKindNew(FundKindIn):
    code: Word = Field(examples=["district-health"])


class OwnerIn(Given):
    organization: UUID = Field(description="The local authority that keeps the fund from now on")


class OfficerOut(Schema):
    """Who keeps a fund. For those inside its scope only."""

    name: str = Field(alias="user.name")
    role: Role = Field(alias="post.role")
    starts_on: date
    ends_on: date | None


class BankAccountOut(Schema):
    """For those who may see bank accounts of the fund only."""

    uid: UUID
    bank: str
    branch: str
    account_name: str
    number: str
    purpose: str
    closed_on: date | None


class FundFields(Given):
    called = {"name_th": "name"}

    kind: Word = Field(description="Code of the kind", examples=["subdistrict-health"])
    code: Word = Field(examples=["L5166"])
    name_th: Word
    capacity: Capacity = Capacity.ORDINARY
    home_area: AreaCode
    founded_fy: FiscalYear | None = None
    population: int | None = Field(None, ge=0, le=3_000_000)
    villages_count: int | None = Field(None, ge=0, le=999)
    latitude: float | None = Field(None, ge=5, le=21)
    longitude: float | None = Field(None, ge=97, le=106)
    address: Word = ""
    phone: Word = ""
    email: Word = ""


class FundIn(FundFields):
    organization: UUID = Field(description="The local authority")


class BankAccountIn(Given):
    bank: Word
    branch: Word = ""
    account_name: Word
    number: Word = Field(examples=["123-4-56789-0"])
    purpose: Word = ""


class NetworkIn(Given):
    called = {"name_th": "name"}

    name_th: Word
    name_en: Word = ""
    description: Text = ""


class MembershipIn(Given):
    called = {"fund": "code"}

    fund: FundName
    capacity: Capacity = Capacity.ORDINARY


class ReasonIn(Given):
    reason: Text


class FundsWanted(ChangesListed):
    area: AreaCode = ""
    kind: Word = Field("", description="Code of a kind of funds")
    capacity: Capacity | None = None
    network: UUID | None = None
    q: Word = Field("", description="Part of the name, or the beginning of the code")
    closed: bool = Field(False, description="Closed funds instead of open ones")
    sort: Named = Field("name", description=SORT)


class OfFundsWanted(ChangesListed):
    """How lists of what funds do can be narrowed."""

    area: AreaCode = ""
    fiscal_year: FiscalYear | None = None
    fund: FundName = ""
    network: UUID | None = Field(None, description="Only what belongs to funds of this network")
    issue: Word = Field("", description="Code of an issue")


def fund_of(typed: str) -> Fund | None:
    """The fund that a filter or body names by its uid or code; None: none was named."""
    return named_fund(typed, "fund") if typed else None


def named_fund(typed: str, field: str) -> Fund:
    """Refused when there is none."""
    found = queries.fund_named(typed)
    if found is None:
        raise unknown(field, typed)
    return found


def network_of(uid: UUID | None) -> Network | None:
    if uid is None:
        return None
    found = Network.objects.filter(uid=uid).first()
    if found is None:
        raise unknown("network", str(uid))
    return found


def narrowed(rows: Any, wanted: OfFundsWanted, issue: str) -> Any:
    """Rows with `fund`, `place_no` and `fiscal_year`, by the filters; `issue` is the path to their issue."""
    if area := place_of(wanted.area):
        rows = rows.filter(area.places.q(), place_no__isnull=False)  # a draft may have no place yet
    if wanted.fiscal_year:
        rows = rows.filter(fiscal_year=wanted.fiscal_year)
    if fund := fund_of(wanted.fund):
        rows = rows.filter(fund=fund)
    if network := network_of(wanted.network):
        rows = rows.filter(fund__in=Fund.objects.in_network(network))
    if found := issue_of(wanted.issue):
        rows = rows.filter(**{issue: found})
    return rows


@router.get("/funds", response=Listing[FundItem])
def list_funds(request: PageRequest, wanted: Query[FundsWanted]):
    """Funds of an area, in Thai order."""
    rows = Fund.objects.visible_to(request.user, READ)
    rows = rows.closed() if wanted.closed else rows.open()
    if area := place_of(wanted.area):
        rows = rows.in_area(area)
    if network := network_of(wanted.network):
        rows = rows.in_network(network)
    if wanted.kind:
        rows = rows.filter(kind__code=wanted.kind)
    if wanted.capacity:
        rows = rows.filter(capacity=wanted.capacity)
    rows = queries.search(changed(rows, wanted), wanted.q).select_related("kind", "home_area")
    return sorted_page(request, rows, wanted)


@router.get("/funds/{uid}", response=FundOut)
def read_fund(request: PageRequest, uid: FundName):
    return fund_for(request.user, uid, READ)


@router.post("/funds", response={201: FundOut}, auth=SIGNED_IN)
def add_fund(request: PageRequest, response: HttpResponse, body: FundIn):
    require(request.user, EDIT_FUND)
    owner = organization_for(request.user, body.organization, READ)
    values = cleaned(FundForm(body.dict(exclude={"organization"})), FundIn.called, kind="code")
    check_place(request.user, values["home_area"])
    made = actions.add_fund(organization=owner, **values, by=request.user)
    located(response, f"/funds/{made.uid}")
    return made


@router.patch("/funds/{uid}", response=FundOut, auth=SIGNED_IN)
def change_fund(request: PageRequest, response: HttpResponse, uid: FundName, body: PatchDict[FundFields]):
    fund = fund_for(request.user, uid, EDIT_FUND)
    form = FundForm(merged(values_of_fund(fund), body), initial={"kind": fund.kind})
    values = cleaned(form, FundFields.called, kind="code")
    if values["home_area"] != fund.home_area:
        check_place(request.user, values["home_area"])
    actions.change_fund(fund=fund, **values, by=request.user)
    located(response, f"/funds/{uid}")
    return fund_for(request.user, uid, READ)


@router.post("/funds/{uid}/areas", response=FundOut, auth=SIGNED_IN)
def set_fund_areas(request: PageRequest, response: HttpResponse, uid: FundName, body: ServedIn):
    """Sets all sub-districts that it serves."""
    fund = fund_for(request.user, uid, EDIT_FUND)
    located(response, f"/funds/{uid}")
    return actions.set_served_areas(fund=fund, areas=places_of(body.areas), by=request.user)


@router.post("/funds/{uid}/close", response=FundOut, auth=SIGNED_IN)
def close_fund(request: PageRequest, response: HttpResponse, uid: FundName, body: ReasonIn):
    """Its plans, projects and figures stay; nothing new may be added."""
    fund = fund_for(request.user, uid, EDIT_FUND)
    located(response, f"/funds/{uid}")
    return actions.close_fund(fund=fund, **cleaned(CloseForm(body.dict())), by=request.user)


@router.post("/funds/{uid}/reopen", response=FundOut, auth=SIGNED_IN)
def reopen_fund(request: PageRequest, response: HttpResponse, uid: FundName):
    """For a fund that was closed by mistake, or that works again."""
    fund = fund_for(request.user, uid, EDIT_FUND)
    located(response, f"/funds/{uid}")
    return actions.reopen_fund(fund=fund, by=request.user)


@router.post("/funds/{uid}/move", response=FundOut, auth=SIGNED_IN)
def move_fund(request: PageRequest, response: HttpResponse, uid: FundName, body: OwnerIn):
    """To another local authority, as after a merger."""
    fund = fund_for(request.user, uid, EDIT_FUND)
    owner = organization_for(request.user, body.organization, READ)
    located(response, f"/funds/{uid}")
    return actions.move_fund(fund=fund, organization=owner, by=request.user)


@router.get("/funds/{uid}/officers", response=list[OfficerOut], auth=SIGNED_IN)
def list_officers(request: PageRequest, uid: FundName):
    """Who keeps the fund today."""
    fund = fund_with_officers_for(request.user, uid)
    rows = Grant.objects.running().filter(post__scope=fund.scope).select_related("user", "post")
    return list(rows.order_by("post__role", "user__sort_key"))


@router.get("/funds/{uid}/bank-accounts", response=list[BankAccountOut], auth=SIGNED_IN)
def list_bank_accounts(request: PageRequest, uid: FundName):
    fund = fund_for(request.user, uid, SEE_BANK)
    return list(BankAccount.objects.visible_to(request.user, SEE_BANK).filter(fund=fund))


@router.get("/bank-accounts/{uuid:uid}", response=BankAccountOut, auth=SIGNED_IN)
def read_bank_account(request: PageRequest, uid: UUID):
    return bank_account_for(request.user, uid, SEE_BANK)


@router.post("/funds/{uid}/bank-accounts", response={201: BankAccountOut}, auth=SIGNED_IN)
def add_bank_account(request: PageRequest, response: HttpResponse, uid: FundName, body: BankAccountIn):
    fund_for(request.user, uid, SEE_BANK)
    fund = fund_for(request.user, uid, EDIT_FUND)
    made = actions.add_bank_account(fund=fund, **cleaned(BankAccountForm(body.dict())), by=request.user)
    located(response, f"/bank-accounts/{made.uid}")
    return made


@router.patch("/bank-accounts/{uuid:uid}", response=BankAccountOut, auth=SIGNED_IN)
def change_bank_account(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[BankAccountIn]
):
    found = _account_to_change(request, uid)
    values = cleaned(BankAccountForm(merged(values_of_account(found), body)))
    located(response, f"/bank-accounts/{uid}")
    return actions.change_bank_account(account=found, **values, by=request.user)


@router.post("/bank-accounts/{uuid:uid}/close", response=BankAccountOut, auth=SIGNED_IN)
def close_bank_account(request: PageRequest, response: HttpResponse, uid: UUID):
    located(response, f"/bank-accounts/{uid}")
    return actions.close_bank_account(account=_account_to_change(request, uid), by=request.user)


@router.post("/bank-accounts/{uuid:uid}/reopen", response=BankAccountOut, auth=SIGNED_IN)
def reopen_bank_account(request: PageRequest, response: HttpResponse, uid: UUID):
    located(response, f"/bank-accounts/{uid}")
    return actions.reopen_bank_account(account=_account_to_change(request, uid), by=request.user)


def _account_to_change(request: PageRequest, uid: UUID) -> BankAccount:
    """Seeing an account and changing the fund are both needed, as on the page."""
    bank_account_for(request.user, uid, SEE_BANK)
    return bank_account_for(request.user, uid, EDIT_FUND)


@router.get("/fund-kinds", response=list[FundKindOut])
def list_fund_kinds(request: HttpRequest):
    """Kinds of funds and how their codes look."""
    return list(FundKind.objects.all())


@router.get("/fund-kinds/{slug:code}", response=FundKindOut)
def read_fund_kind(request: PageRequest, code: str):
    return kind_for(request.user, code, READ)


@router.post("/fund-kinds", response={201: FundKindOut}, auth=SIGNED_IN)
def add_fund_kind(request: PageRequest, response: HttpResponse, body: FundKindNew):
    """A further kind, with the form of its codes and its rules."""
    require(request.user, EDIT_CATALOGUE)
    made = actions.add_kind(**cleaned(NewKindForm(body.dict())), by=request.user)
    located(response, f"/fund-kinds/{made.code}")
    return made


@router.patch("/fund-kinds/{slug:code}", response=FundKindOut, auth=SIGNED_IN)
def change_fund_kind(request: PageRequest, response: HttpResponse, code: str, body: PatchDict[FundKindIn]):
    """Its names, the form of its codes, and its rules."""
    kind = kind_for(request.user, code, EDIT_CATALOGUE)
    values = cleaned(KindForm(merged(values_of_kind(kind), body)))
    located(response, f"/fund-kinds/{code}")
    return actions.change_kind(kind=kind, **values, by=request.user)


@router.post("/fund-kinds/{slug:code}/retire", response=FundKindOut, auth=SIGNED_IN)
def retire_fund_kind(request: PageRequest, response: HttpResponse, code: str):
    """It is no longer offered; funds of this kind stay."""
    located(response, f"/fund-kinds/{code}")
    return retire(row=kind_for(request.user, code, EDIT_CATALOGUE), by=request.user)


@router.post("/fund-kinds/{slug:code}/restore", response=FundKindOut, auth=SIGNED_IN)
def restore_fund_kind(request: PageRequest, response: HttpResponse, code: str):
    """Takes a retired kind back into use."""
    located(response, f"/fund-kinds/{code}")
    return restore(row=kind_for(request.user, code, EDIT_CATALOGUE), by=request.user)


@router.get("/networks", response=list[NetworkOut])
def list_networks(request: PageRequest):
    return list(Network.objects.visible_to(request.user, READ))


@router.get("/networks/{uuid:uid}", response=NetworkOut)
def read_network(request: PageRequest, uid: UUID):
    return network_for(request.user, uid, READ)


@router.get("/networks/{uuid:uid}/funds", response=Listing[MembershipOut])
def list_network_funds(request: PageRequest, uid: UUID, wanted: Query[Listed]):
    """The funds that are in the network today."""
    network = network_for(request.user, uid, READ)
    rows = NetworkFund.objects.filter(network=network, left_on__isnull=True)
    rows = rows.select_related("fund__kind", "fund__home_area")
    return page_of(request, rows, ("fund__sort_key",), wanted)


@router.post("/networks", response={201: NetworkOut}, auth=SIGNED_IN)
def add_network(request: PageRequest, response: HttpResponse, body: NetworkIn):
    require_networks(request.user)
    made = actions.add_network(**cleaned(NetworkForm(body.dict()), NetworkIn.called), by=request.user)
    located(response, f"/networks/{made.uid}")
    return made


@router.patch("/networks/{uuid:uid}", response=NetworkOut, auth=SIGNED_IN)
def change_network(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[NetworkIn]):
    network = network_for(request.user, uid, EDIT_FUND)
    values = cleaned(NetworkForm(merged(values_of_network(network), body)), NetworkIn.called)
    located(response, f"/networks/{uid}")
    return actions.change_network(network=network, **values, by=request.user)


@router.post("/networks/{uuid:uid}/join", response=NetworkOut, auth=SIGNED_IN)
def join_network(request: PageRequest, response: HttpResponse, uid: UUID, body: MembershipIn):
    """Takes a fund into the network."""
    network = network_for(request.user, uid, EDIT_FUND)
    values = cleaned(MembershipForm(body.dict()), MembershipIn.called)
    actions.join_network(network=network, fund=values["code"], capacity=values["capacity"], by=request.user)
    located(response, f"/networks/{uid}/funds")
    return network


@router.post("/networks/{uuid:uid}/funds/{fund}/leave", response=NetworkOut, auth=SIGNED_IN)
def leave_network(request: PageRequest, response: HttpResponse, uid: UUID, fund: FundName):
    network = network_for(request.user, uid, EDIT_FUND)
    rows = NetworkFund.objects.filter(network=network, left_on__isnull=True)
    leaving = Fund.objects.filter(**queries.named(fund))
    actions.leave_network(membership=get_object_or_404(rows, fund__in=leaving), by=request.user)
    located(response, f"/networks/{uid}/funds")
    return network
