"""Who may open, add and change funds, bank accounts and networks."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from ruamsuk.accounts.access import Reader, gate, reach, reach_people, require
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb, roles_with
from ruamsuk.areas.models import Area
from ruamsuk.core.problems import NotAllowed
from ruamsuk.funds.models import BankAccount, Fund, FundKind, Network
from ruamsuk.funds.problems import FundOutsideYourArea
from ruamsuk.funds.queries import named
from ruamsuk.funds.verbs import SEE_BANK
from ruamsuk.issues.verbs import EDIT_CATALOGUE
from ruamsuk.organizations.verbs import EDIT_FUND


def fund_for(user: Reader, uid: UUID | str, can: Verb) -> Fund:
    """`uid`: or its code."""
    rows = Fund.objects.select_related("kind", "organization", "home_area__parent__parent", "scope")
    return gate(rows, user, can, **named(uid))


def bank_account_for(user: Reader, uid: UUID, can: Verb) -> BankAccount:
    return gate(BankAccount.objects.select_related("fund"), user, can, see=SEE_BANK, uid=uid)


def network_for(user: Reader, uid: UUID, can: Verb) -> Network:
    return gate(Network.objects.all(), user, can, uid=uid)


def may_on_fund(user: Reader, fund: Fund, can: Verb) -> bool:
    """The gate's rule for a fund in hand: whether to offer a button or a tab."""
    found = reach(user, can)
    return found.covers(place_no=fund.place_no, home=fund.home_area_id, scope_ids=(fund.scope_id,))


def may_see_officers(user: Reader, fund: Fund) -> bool:
    """Their names are read as drafts are, but do not follow a change of areas by themselves."""
    found = reach_people(user, READ_DRAFT)
    return found.covers(place_no=fund.place_no, home=fund.home_area_id, scope_ids=(fund.scope_id,))


def fund_with_officers_for(user: Reader, uid: UUID | str) -> Fund:
    fund = fund_for(user, uid, READ_DRAFT)
    if not may_see_officers(user, fund):
        raise NotAllowed(who=", ".join(roles_with(READ_DRAFT)))
    return fund


def may_change_networks(user: Reader) -> bool:
    return reach(user, EDIT_FUND).covers(place_no=0)


def kind_for(user: Reader, code: str, can: Verb) -> FundKind:
    """Everybody reads the kinds of funds; who keeps the catalogues changes them."""
    found = get_object_or_404(FundKind, code=code)
    if can != READ:
        require(user, EDIT_CATALOGUE)
    return found


def check_place(user: Reader, area: Area) -> None:
    """New funds lie inside the own area; an officer's own fund gives no right to add others."""
    if not reach(user, EDIT_FUND).covers(place_no=area.place_no):
        raise FundOutsideYourArea(field="home_area")


def require_networks(user: Reader) -> None:
    """For adding a network: only who edits funds in the whole country."""
    if not may_change_networks(user):
        raise NotAllowed(who=f"{Role.CENTRAL.label}, {Role.ADMINISTRATOR.label}")
