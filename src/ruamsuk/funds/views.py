from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_cookie

from ruamsuk.accounts.access import may, reach, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.accounts.views import place_context
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import short_path
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.exports.answers import listed
from ruamsuk.funds import actions, queries
from ruamsuk.funds.access import (
    bank_account_for,
    check_place,
    fund_for,
    fund_with_officers_for,
    kind_for,
    may_change_networks,
    may_on_fund,
    network_for,
    require_networks,
)
from ruamsuk.funds.columns import FUNDS
from ruamsuk.funds.filters import ListFilter
from ruamsuk.funds.forms import (
    BankAccountForm,
    CloseForm,
    FundFilter,
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
from ruamsuk.funds.models import BankAccount, Fund, FundKind, FundYear, NetworkFund
from ruamsuk.funds.verbs import SEE_BANK
from ruamsuk.issues.verbs import EDIT_CATALOGUE
from ruamsuk.issues.views import retire_catalogue_row
from ruamsuk.organizations.access import organization_for
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.forms import ServedAreasForm
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.queries import search as search_organizations
from ruamsuk.organizations.verbs import EDIT_FUND


@require_GET
def index(request: PageRequest) -> HttpResponse:
    area: Area = request.focus.area
    form = FundFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    filters = ListFilter.read(request.GET, request.user)
    rows = Fund.objects.visible_to(request.user, READ)
    rows = rows.closed() if wanted.get("closed") else rows.open()
    rows = rows.filter(filters.places(area).q())
    rows = queries.search(rows, wanted.get("q", ""))
    own_part = "" if wanted.get("network") else "capacity"
    if wanted.get("network"):
        rows = rows.in_network(wanted["network"], wanted.get("capacity", ""))
    rows = rows.filter(**{name: wanted[name] for name in ("kind", own_part) if wanted.get(name)})
    rows = rows.select_related("kind", "home_area__parent__parent")
    page = Page(request, rows, order=("sort_key",))
    context = {
        "page": page,
        "area": area,
        "form": form,
        "filters": filters,
        "total": rows.count() if filters.chips else None,
        "searched": bool(filters.chips) or any(wanted.values()),
        "filtered": any(wanted.get(name) for name in ("kind", "capacity", "network", "closed")),
        "may_add": bool(reach(request.user, EDIT_FUND).places),
    }
    return listed(request, "funds/index.html", context, FUNDS)


@require_GET
@cache_control(private=True, max_age=60)
@vary_on_cookie
def pick(request: PageRequest) -> JsonResponse:
    """What the chooser of funds offers: `?q=คอห`. Public, as funds are."""
    visible = Fund.objects.visible_to(request.user, READ)
    found = queries.looked_up(request.GET.get("q", "")[:200], among=visible)
    results = [
        {
            "id": str(one.uid),
            "label": f"{one.code} {one.name}",
            "above": short_path(one.home_area),
            "path": f"{one.code} {one.name}",
        }
        for one in found
    ]
    return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})


@require_GET
def fund(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, READ)
    may_edit = may_on_fund(request.user, fund, EDIT_FUND)
    context = {
        "fund": fund,
        "shown_year": FundYear(fund=fund, fiscal_year=request.focus.year),
        "address": short_path(fund.home_area),
        "served": queries.places_served(fund),
        "networks": queries.networks_of(fund),
        "may_edit": may_edit,
        "missing": queries.missing_details(fund) if may_edit else [],
    }
    return render(request, "funds/fund.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: PageRequest) -> HttpResponse:
    """First the local authority, then the fund's own form with what is known already filled in."""
    require(request.user, EDIT_FUND)
    if not (chosen := request.GET.get("organization")):
        return _choose_organization(request, _("Add a fund"))
    owner = organization_for(request.user, _uuid(chosen), READ)
    start = {"home_area": owner.home_area, "name": owner.name, "phone": owner.phone, "email": owner.email}
    form = FundForm(request.POST or None, initial=start | queries.known_of_place(owner.home_area))
    if request.method == "POST" and form.is_valid():
        try:
            check_place(request.user, form.cleaned_data["home_area"])
            made = actions.add_fund(organization=owner, **form.cleaned_data, by=request.user)
            return redirect("funds:fund", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add a fund"), reverse("funds:index"), str(owner))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _choose_organization(request: PageRequest, heading: str) -> HttpResponse:
    area: Area = request.focus.area
    rows = Organization.objects.open().in_area(area).filter(kind=OrganizationKind.LOCAL_AUTHORITY)
    rows = search_organizations(rows, request.GET.get("q", "")).select_related("home_area__parent__parent")
    page = Page(request, rows, order=("sort_key",))
    context = {"page": page, "area": area, "q": request.GET.get("q", ""), "heading": heading}
    return render(request, "funds/choose_organization.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, EDIT_FUND)
    form = FundForm(request.POST or None, initial=values_of_fund(fund))
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["home_area"] != fund.home_area:
                check_place(request.user, form.cleaned_data["home_area"])
            actions.change_fund(fund=fund, **form.cleaned_data, by=request.user)
            return redirect("funds:fund", uid)
        except Problem as problem:
            show_problem(form, problem)
            fund = fund_for(request.user, uid, EDIT_FUND)  # as stored, without what was refused
    return _form(request, form, _("Edit the fund"), _address(fund), fund.name)


@login_required
@require_http_methods(["GET", "POST"])
def areas(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, EDIT_FUND)
    form = ServedAreasForm(request.POST or None, home=fund.home_area, served=list(fund.scope.serves.all()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_served_areas(fund=fund, areas=form.chosen(), by=request.user)
            return redirect("funds:fund", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Sub-districts served"), _address(fund), fund.name)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, EDIT_FUND)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_fund(fund=fund, **form.cleaned_data, by=request.user)
            return redirect("funds:fund", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Close the fund"), _address(fund), fund.name)


@login_required
@require_POST
def reopen(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, EDIT_FUND)
    actions.reopen_fund(fund=fund, by=request.user)
    return redirect("funds:fund", uid)


@login_required
@require_http_methods(["GET", "POST"])
def authority(request: PageRequest, uid: UUID) -> HttpResponse:
    """Another local authority keeps the fund: chosen from the list, then confirmed."""
    fund = fund_for(request.user, uid, EDIT_FUND)
    if not (chosen := request.GET.get("organization")):
        return _choose_organization(request, _("Change the local authority"))
    owner = organization_for(request.user, _uuid(chosen), READ)
    if request.method == "POST":
        actions.move_fund(fund=fund, organization=owner, by=request.user)
        return redirect("funds:fund", uid)
    return render(request, "funds/authority.html", {"fund": fund, "owner": owner})


@login_required
@never_cache
@require_GET
def officers(request: PageRequest, uid: UUID) -> HttpResponse:
    """Who holds which post at the fund today, and whom the reader may invite to it."""
    fund = fund_with_officers_for(request.user, uid)
    context = {"fund": fund, **place_context(request, fund.scope)}
    return render(request, "funds/officers.html", context)


# Bank accounts ---------------------------------------------------------------------------------------------------


@login_required
@never_cache
@require_GET
def bank_accounts(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, SEE_BANK)
    rows = BankAccount.objects.visible_to(request.user, SEE_BANK).filter(fund=fund)
    context = {"fund": fund, "accounts": rows, "may_edit": may_on_fund(request.user, fund, EDIT_FUND)}
    return render(request, "funds/bank_accounts.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add_bank_account(request: PageRequest, uid: UUID) -> HttpResponse:
    fund_for(request.user, uid, SEE_BANK)
    fund = fund_for(request.user, uid, EDIT_FUND)
    form = BankAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_bank_account(fund=fund, **form.cleaned_data, by=request.user)
            return redirect("funds:bank-accounts", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(
        request, form, _("Add a bank account"), reverse("funds:bank-accounts", args=[uid]), fund.name
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def edit_bank_account(request: PageRequest, uid: UUID) -> HttpResponse:
    account = _account_to_change(request, uid)
    form = BankAccountForm(request.POST or None, initial=values_of_account(account))
    back = reverse("funds:bank-accounts", args=[account.fund.uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_bank_account(account=account, **form.cleaned_data, by=request.user)
            return redirect(back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Edit the bank account"), back, account.fund.name)


@login_required
@require_POST
def close_bank_account(request: PageRequest, uid: UUID) -> HttpResponse:
    """Marks the account as closed, or as open again when the button said so."""
    account = _account_to_change(request, uid)
    if request.POST.get("back") == "1":
        actions.reopen_bank_account(account=account, by=request.user)
    else:
        actions.close_bank_account(account=account, by=request.user)
    return redirect("funds:bank-accounts", account.fund.uid)


def _account_to_change(request: PageRequest, uid: UUID) -> BankAccount:
    """Who may see an account may still only read it; changing takes the right to edit the fund as well."""
    bank_account_for(request.user, uid, SEE_BANK)
    return bank_account_for(request.user, uid, EDIT_FUND)


# Kinds -----------------------------------------------------------------------------------------------------------


@require_GET
def kinds(request: PageRequest) -> HttpResponse:
    context = {"kinds": FundKind.objects.all(), "may_edit": may(request.user, EDIT_CATALOGUE)}
    return render(request, "funds/kinds.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_kind(request: PageRequest) -> HttpResponse:
    require(request.user, EDIT_CATALOGUE)
    form = NewKindForm(request.POST or None, initial=values_of_kind(FundKind()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_kind(**form.cleaned_data, by=request.user)
            return redirect("funds:kinds")
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add a kind of fund"), reverse("funds:kinds"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_kind(request: PageRequest, code: str) -> HttpResponse:
    kind = kind_for(request.user, code, EDIT_CATALOGUE)
    form = KindForm(request.POST or None, initial=values_of_kind(kind))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_kind(kind=kind, **form.cleaned_data, by=request.user)
            return redirect("funds:kinds")
        except Problem as problem:
            show_problem(form, problem)
    retire = reverse("funds:retire-kind", args=[code])
    return _form(
        request, form, _("Edit the kind of fund"), reverse("funds:kinds"), kind.name, row=kind, retire=retire
    )


@login_required
@require_POST
def retire_kind(request: PageRequest, code: str) -> HttpResponse:
    kind = kind_for(request.user, code, EDIT_CATALOGUE)
    return retire_catalogue_row(request, kind, reverse("funds:kinds"))


# Networks --------------------------------------------------------------------------------------------------------


@require_GET
def networks(request: PageRequest) -> HttpResponse:
    rows = queries.networks_with_counts()
    context = {"networks": rows, "may_edit": may_change_networks(request.user)}
    return render(request, "funds/networks.html", context)


@require_GET
def network(request: PageRequest, uid: UUID) -> HttpResponse:
    network = network_for(request.user, uid, READ)
    rows = NetworkFund.objects.filter(network=network, left_on__isnull=True)
    rows = rows.select_related("fund__home_area__parent__parent")
    context = {
        "network": network,
        "page": Page(request, rows, order=("fund__sort_key",)),
        "may_edit": may_change_networks(request.user),
    }
    return render(request, "funds/network.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_network(request: PageRequest) -> HttpResponse:
    require_networks(request.user)
    form = NetworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_network(**form.cleaned_data, by=request.user)
            return redirect("funds:network", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add a network"), reverse("funds:networks"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_network(request: PageRequest, uid: UUID) -> HttpResponse:
    network = network_for(request.user, uid, EDIT_FUND)
    form = NetworkForm(request.POST or None, initial=values_of_network(network))
    back = reverse("funds:network", args=[uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_network(network=network, **form.cleaned_data, by=request.user)
            return redirect(back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Edit the network"), back, str(network))


@login_required
@require_http_methods(["GET", "POST"])
def join_network(request: PageRequest, uid: UUID) -> HttpResponse:
    network = network_for(request.user, uid, EDIT_FUND)
    form = MembershipForm(request.POST or None)
    back = reverse("funds:network", args=[uid])
    if request.method == "POST" and form.is_valid():
        try:
            joining, capacity = form.cleaned_data["code"], form.cleaned_data["capacity"]
            actions.join_network(network=network, fund=joining, capacity=capacity, by=request.user)
            return redirect(back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Take a fund into the network"), back, str(network))


@login_required
@require_POST
def leave_network(request: PageRequest, uid: UUID, fund_uid: UUID) -> HttpResponse:
    network = network_for(request.user, uid, EDIT_FUND)
    rows = NetworkFund.objects.filter(network=network, left_on__isnull=True)
    actions.leave_network(membership=get_object_or_404(rows, fund__uid=fund_uid), by=request.user)
    return redirect("funds:network", uid)


def _form(
    request: PageRequest, form: Any, heading: str, back: str, sub: str = "", **more: object
) -> HttpResponse:
    context = {"form": form, "heading": heading, "sub": sub, "back": back, **more}
    return render(request, "funds/form.html", context, status=422 if form.is_bound else 200)


def _address(fund: Fund) -> str:
    return reverse("funds:fund", args=[fund.uid])
