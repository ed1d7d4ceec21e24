"""Adding and changing funds, their bank accounts and networks; loading the kinds of funds."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import new_scope, new_scopes, rename_scope, serve_home
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area, places_read
from ruamsuk.audit.actions import NOW, action, note_done
from ruamsuk.core.calendar import arabic, today
from ruamsuk.core.models import store
from ruamsuk.core.text import thai_sort_key
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.models import (
    BankAccount,
    Fund,
    FundKind,
    FundYear,
    Network,
    NetworkFund,
    Standing,
    VariationLimits,
)
from ruamsuk.funds.problems import (
    BankAccountKnown,
    CoordinatesIncomplete,
    FundCodeOfWrongForm,
    FundCodeTaken,
    FundIsClosed,
    FundIsInNetwork,
    NeedsLocalAuthority,
    NetworkNameTaken,
    PatternUnfit,
    PatternUnreadable,
    WrongHomeArea,
)
from ruamsuk.funds.queries import normal_code
from ruamsuk.issues.actions import Loaded, merge_rows, read_rows
from ruamsuk.issues.problems import CodeTaken
from ruamsuk.organizations.actions import only_subdistricts
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization

DATA = Path(__file__).parent / "data"


@action(_("added a fund"))
def add_fund(
    *, kind: FundKind, code: str, name: str, organization: Organization, home_area: Area, by: object,
    at: datetime = NOW, **details: object,
) -> Fund:  # fmt: skip
    """`details`: the other fields of the fund's form. It serves its home sub-district at first."""
    fund = Fund(kind=kind, code=code, name=name, organization=organization, home_area=home_area, **details)
    _check(fund)
    fund.scope = new_scope(ScopeKind.FUND, home_area, name, within=organization.scope)
    _save(fund)
    if home_area.kind == AreaKind.SUBDISTRICT:
        fund.scope.serves.add(home_area)
    note_standing([fund])
    return fund


@action(_("added many funds"))
def add_funds(*, given: Sequence[Mapping[str, object]], by: object, at: datetime = NOW) -> list[Fund]:
    """Each as `add_fund` takes it, in the order given; each has its own line in the trail."""
    funds = [Fund(**one) for one in given]
    for fund in funds:
        _check_form(fund)
        fund.sort_key = thai_sort_key(fund.name)
    there = Fund.objects.filter(code__in=[fund.code for fund in funds])
    names = dict(there.values_list("code", "name"))
    for fund in funds:
        if fund.code in names:
            raise FundCodeTaken(fund_code=fund.code, name=names[fund.code], field="code")
        names[fund.code] = fund.name
    scopes = new_scopes(
        ScopeKind.FUND, [(fund.home_area_id, fund.name, fund.organization.scope_id) for fund in funds]
    )
    for fund, scope in zip(funds, scopes, strict=True):
        fund.scope = scope
    with places_read(fund.home_area_id for fund in funds):
        store(funds)
    serve_home(fund.scope for fund in funds if fund.home_area.kind == AreaKind.SUBDISTRICT)
    note_standing(funds)
    note_done([(add_fund, fund, at) for fund in funds], by)
    return funds


@action(_("changed a fund"), on="fund")
def change_fund(*, fund: Fund, by: object, at: datetime = NOW, **details: object) -> Fund:
    if fund.closed_on:
        raise FundIsClosed
    for field, value in details.items():
        setattr(fund, field, value)
    _check(fund)
    rename_scope(fund.scope, fund.name)
    _save(fund)
    note_standing([fund])
    return fund


@action(_("set the sub-districts that a fund serves"), on="fund")
def set_served_areas(*, fund: Fund, areas: Iterable[Area], by: object, at: datetime = NOW) -> Fund:
    if fund.closed_on:
        raise FundIsClosed
    fund.scope.serves.set(only_subdistricts(areas))
    return fund


@action(_("closed a fund"), on="fund")
def close_fund(*, fund: Fund, reason: str, by: object, at: datetime = NOW, on: date | None = None) -> Fund:
    """Its plans, projects and figures stay; nothing new may be added."""
    if fund.closed_on:
        raise FundIsClosed
    fund.closed_on, fund.closed_reason = on or today(), reason
    fund.save(update_fields=["closed_on", "closed_reason"])
    note_standing([fund])
    return fund


@action(_("opened a closed fund again"), on="fund")
def reopen_fund(*, fund: Fund, by: object, at: datetime = NOW) -> Fund:
    """For a fund that was closed by mistake, or that works again. The reason of the closing is kept."""
    fund.closed_on = None
    fund.save(update_fields=["closed_on"])
    note_standing([fund])
    return fund


@action(_("moved a fund to another local authority"), on="fund")
def move_fund(*, fund: Fund, organization: Organization, by: object, at: datetime = NOW) -> Fund:
    """After a merger of local authorities, or when the wrong one was recorded."""
    if fund.closed_on:
        raise FundIsClosed
    fund.organization = organization
    _check(fund)
    fund.save(update_fields=["organization"])
    fund.scope.within = organization.scope
    fund.scope.save(update_fields=["within"])
    return fund


def fund_year(fund: Fund, fiscal_year: int) -> FundYear:
    """The year's row of a fund, made when it is not there, locked until the transaction of the action ends."""
    FundYear.objects.get_or_create(fund=fund, fiscal_year=fiscal_year)
    return FundYear.objects.select_for_update().get(fund=fund, fiscal_year=fiscal_year)


def fund_years(wanted: Iterable[tuple[int, int]]) -> None:
    """The same of many, (key of the fund, fiscal year) each, locked in one order for everybody."""
    wanted, years = set(wanted), defaultdict(set)
    for fund, year in wanted:
        years[year].add(fund)
    of_year = [Q(fund__in=funds, fiscal_year=year) for year, funds in years.items()]
    rows = FundYear.objects.filter(reduce(or_, of_year, Q(pk__in=[])))
    missing = wanted - set(rows.values_list("fund", "fiscal_year"))
    new = [FundYear(fund_id=fund, fiscal_year=year) for fund, year in sorted(missing)]
    FundYear.objects.bulk_create(new, ignore_conflicts=True)
    list(rows.select_for_update().order_by("fund_id", "fiscal_year").values_list("pk"))


def open_years(funds: Iterable[Fund], years: Iterable[int]) -> None:
    """The rows of many funds and years, where they are not there yet: see `fund_year`."""
    years = list(years)
    rows = [FundYear(fund=fund, fiscal_year=year) for fund in funds for year in years]
    FundYear.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _check(fund: Fund) -> None:
    _check_form(fund)
    if owner := Fund.objects.filter(code=fund.code).exclude(pk=fund.pk).first():
        raise FundCodeTaken(fund_code=fund.code, name=owner.name, field="code")


def _check_form(fund: Fund) -> None:
    typed, fund.code = fund.code, normal_code(fund.code)
    if not re.fullmatch(fund.kind.code_pattern, fund.code):
        raise FundCodeOfWrongForm(
            typed=typed, kind=fund.kind.name, example=fund.kind.code_example, field="code"
        )
    level = fund.kind.home_kind
    if level and fund.home_area.kind != level:
        raise WrongHomeArea(kind=fund.kind.name, level=AreaKind(level).label, field="home_area")
    is_local = fund.organization.kind == OrganizationKind.LOCAL_AUTHORITY
    if fund.kind.needs_local_authority and not is_local:
        raise NeedsLocalAuthority(kind=fund.kind.name, field="organization")
    _check_coordinates(fund.latitude, fund.longitude)


def _check_coordinates(latitude: float | None, longitude: float | None) -> None:
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None or not (5 <= latitude <= 21 and 97 <= longitude <= 106):
        raise CoordinatesIncomplete(field="latitude")


def _save(fund: Fund) -> None:
    fund.place_no = fund.home_area.place_no
    fund.sort_key = thai_sort_key(fund.name)
    fund.save()


# Bank accounts ---------------------------------------------------------------------------------------------------


@action(_("added a bank account"))
def add_bank_account(
    *, fund: Fund, number: str, bank: str, by: object, at: datetime = NOW, **details: object
) -> BankAccount:
    """`number` in any way of writing; kept as digits. `details`: branch, account_name, purpose."""
    if fund.closed_on:
        raise FundIsClosed
    digits = _digits(number)
    if BankAccount.objects.filter(bank=bank, number=digits).exists():
        raise BankAccountKnown(field="number")
    return BankAccount.objects.create(fund=fund, number=digits, bank=bank, **details)


@action(_("changed a bank account"), on="account")
def change_bank_account(
    *, account: BankAccount, number: str, bank: str, by: object, at: datetime = NOW, **details: object
) -> BankAccount:
    digits = _digits(number)
    if BankAccount.objects.filter(bank=bank, number=digits).exclude(pk=account.pk).exists():
        raise BankAccountKnown(field="number")
    for field, value in {**details, "number": digits, "bank": bank}.items():
        setattr(account, field, value)
    account.save()
    return account


@action(_("closed a bank account"), on="account")
def close_bank_account(
    *, account: BankAccount, by: object, at: datetime = NOW, on: date | None = None
) -> BankAccount:
    account.closed_on = on or today()
    account.save(update_fields=["closed_on"])
    return account


@action(_("opened a closed bank account again"), on="account")
def reopen_bank_account(*, account: BankAccount, by: object, at: datetime = NOW) -> BankAccount:
    """For an account that was marked as closed by mistake."""
    account.closed_on = None
    account.save(update_fields=["closed_on"])
    return account


def _digits(number: str) -> str:
    return re.sub(r"\D", "", arabic(number))


# Networks --------------------------------------------------------------------------------------------------------


@action(_("added a network"))
def add_network(
    *, name: str, name_en: str = "", description: str = "", by: object, at: datetime = NOW
) -> Network:
    if Network.objects.filter(name=name).exists():
        raise NetworkNameTaken(field="name")
    return Network.objects.create(name=name, name_en=name_en, description=description)


@action(_("changed a network"), on="network")
def change_network(
    *, network: Network, name: str, name_en: str, description: str, by: object, at: datetime = NOW
) -> Network:
    if Network.objects.filter(name=name).exclude(pk=network.pk).exists():
        raise NetworkNameTaken(field="name")
    network.name, network.name_en, network.description = name, name_en, description
    network.save()
    return network


@action(_("took a fund into a network"), on="network")
def join_network(
    *,
    network: Network,
    fund: Fund,
    by: object,
    at: datetime = NOW,
    capacity: str = Capacity.ORDINARY,
    joined_on: date | None = None,
) -> NetworkFund:
    if fund.closed_on:
        raise FundIsClosed
    if NetworkFund.objects.filter(network=network, fund=fund, left_on__isnull=True).exists():
        raise FundIsInNetwork(name=fund.name, field="code")
    fund.save(update_fields=["updated_at"])  # its answer names its networks
    membership = NetworkFund.objects.create(
        network=network, fund=fund, capacity=capacity, joined_on=joined_on or today()
    )
    note_standing([fund], network)
    return membership


@action(_("took many funds into a network"), on="network")
def join_network_together(
    *,
    network: Network,
    members: Sequence[tuple[Fund, str]],
    joined_on: date,
    by: object,
    at: datetime = NOW,
) -> list[NetworkFund]:
    """Funds with the part that each plays, all from the same day; each has its own line in the trail."""
    funds = [fund for fund, _capacity in members]
    for fund in funds:
        if fund.closed_on:
            raise FundIsClosed
    there = NetworkFund.objects.filter(network=network, fund__in=funds, left_on__isnull=True)
    if known := there.select_related("fund").first():
        raise FundIsInNetwork(name=known.fund.name, field="code")
    Fund.objects.filter(pk__in=[fund.pk for fund in funds]).update(updated_at=timezone.now())
    rows = [
        NetworkFund(network=network, fund=fund, capacity=capacity, joined_on=joined_on)
        for fund, capacity in members
    ]
    store(rows)
    note_standing(funds, network)
    note_done([(join_network, network, at) for _row in rows], by)
    return rows


@action(_("ended a fund's time in a network"), on="membership")
def leave_network(
    *, membership: NetworkFund, by: object, at: datetime = NOW, left_on: date | None = None
) -> NetworkFund:
    membership.left_on = left_on or max(today(), membership.joined_on)
    membership.save(update_fields=["left_on"])
    note_standing([membership.fund], membership.network)
    return membership


# What is asked of past days ---------------------------------------------------------------------------------------


def note_standing(funds: Sequence[Fund], network: Network | None = None) -> None:
    """Keeps for the day how these funds stand now, by themselves or in a network, where that is something new."""
    now = _standing(funds, network)
    rows = Standing.objects.filter(fund__in=now, network=network).order_by("day")
    before = {row.fund_id: (row.is_in, row.capacity) for row in rows}
    new = {fund: stands for fund, stands in now.items() if before.get(fund) != stands}
    rows.filter(fund__in=new, day=today()).delete()
    Standing.objects.bulk_create(
        Standing(fund_id=fund, network=network, day=today(), is_in=is_in, capacity=capacity)
        for fund, (is_in, capacity) in new.items()
    )


def _standing(funds: Sequence[Fund], network: Network | None) -> dict[int, tuple[bool, str]]:
    """Fund → whether it is open (in the network), and the part that it plays."""
    if network is None:
        return {fund.pk: (fund.closed_on is None, fund.capacity) for fund in funds}
    rows = NetworkFund.objects.filter(network=network, fund__in=funds, left_on__isnull=True)
    parts = dict(rows.values_list("fund", "capacity"))
    return {fund.pk: (fund.pk in parts, parts.get(fund.pk, Capacity.ORDINARY)) for fund in funds}


RULES = (
    "home_kind",
    "needs_committee",
    "needs_local_authority",
    *(f"variation_{one.name}" for one in dataclasses.fields(VariationLimits)),
)


@action(_("added a kind of fund"))
def add_kind(*, code: str, by: object, at: datetime = NOW, **fields: Any) -> FundKind:
    """`fields`: those of `change_kind`."""
    if FundKind.objects.filter(code=code).exists():
        raise CodeTaken(code=code, field="code")
    last = FundKind.objects.order_by("-sort_no").first()
    return _set_kind(FundKind(code=code, sort_no=last.sort_no + 1 if last else 1), fields)


@action(_("changed a kind of fund"), on="kind")
def change_kind(*, kind: FundKind, by: object, at: datetime = NOW, **fields: Any) -> FundKind:
    """`fields`: names, code_pattern, code_example, same_person, and the RULES."""
    return _set_kind(kind, fields)


def _set_kind(kind: FundKind, fields: dict[str, Any]) -> FundKind:
    """The example must follow the pattern, so that the message of a refused code never misleads."""
    rules = {name: fields.pop(name) for name in RULES if name in fields}
    for name, value in fields.items():
        setattr(kind, name, value)
    _try_pattern(kind.code_pattern, kind.code_example)
    kind.rules = {**kind.rules, **rules}
    kind.edited_by_person = True
    kind.save()
    return kind


def _try_pattern(pattern: str, example: str) -> None:
    """On the example as a typed code is compared: in capitals, without blanks and hyphens."""
    try:
        fits = re.fullmatch(pattern, normal_code(example))
    except re.error:
        raise PatternUnreadable(pattern=pattern, field="code_pattern") from None
    if not fits:
        raise PatternUnfit(example=normal_code(example), field="code_pattern")


# Catalogue -------------------------------------------------------------------------------------------------------


@action(_("loaded the kinds of funds"))
def load_catalogue(*, by: object, at: datetime = NOW) -> Loaded:
    rows = read_rows(DATA / "fund_kinds.toml", "fund_kind")
    return merge_rows(FundKind, [{**row, "sort_no": number} for number, row in enumerate(rows, 1)])
