from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.access import may, reach, reach_people, require
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.committees import actions, queries
from ruamsuk.committees.access import committee_for, member_for, position_for
from ruamsuk.committees.forms import AccountForm, EndMemberForm, MemberForm, SeriesForm
from ruamsuk.committees.models import Position
from ruamsuk.committees.verbs import EDIT_COMMITTEE, SEE_APPLICANTS
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.funds.access import fund_for, may_on_fund
from ruamsuk.funds.models import Fund
from ruamsuk.issues.verbs import EDIT_CATALOGUE
from ruamsuk.issues.views import add_catalogue_row, edit_catalogue_row, retire_catalogue_row


@never_cache
@require_GET
def fund(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The committee tab of a fund: who serves today, and earlier series."""
    fund = fund_for(request.user, uid, READ)
    now = queries.committee_of(fund)
    context = {
        "fund": fund,
        "committee": now,
        "seats": queries.seats_of(now, request.user) if now else [],
        "sees_names": _sees_names(request, fund),
        "earlier": queries.earlier_series(fund),
        "may_edit": may_on_fund(request.user, fund, EDIT_COMMITTEE) and not fund.closed_on,
    }
    return render(request, "committees/fund.html", context)


@never_cache
@require_GET
def committee(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One series, made for printing: its members by position, then those who left."""
    committee = committee_for(request.user, uid, READ)
    context = {
        "committee": committee,
        "fund": committee.fund,
        "seats": queries.seats_of(committee, request.user),
        "former": queries.former_members(committee, request.user),
        "sees_names": _sees_names(request, committee.fund),
    }
    return render(request, "committees/committee.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, EDIT_COMMITTEE)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.start_committee(fund=fund, **form.cleaned_data, by=request.user)
            return redirect("committees:fund", uid)
        except Problem as problem:
            show_problem(form, problem)
    context = (
        {"note": _("Everybody on the series of today moves to history.")}
        if queries.committee_of(fund)
        else {}
    )
    return _form(request, form, _("Start a series of the committee"), fund, context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, uid: UUID) -> HttpResponse:
    committee = committee_for(request.user, uid, EDIT_COMMITTEE)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_member(committee=committee, **form.cleaned_data, by=request.user)
            return redirect("committees:fund", committee.fund.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add a member"), committee.fund)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def member_account(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The account of a chair or secretary, who then can confirm steps in the fund's name."""
    member = member_for(request.user, uid, EDIT_COMMITTEE)
    initial = {"account": member.user.uid if member.user else None}
    form = AccountForm(request.POST if request.method == "POST" else None, member=member, initial=initial)
    if form.is_valid():
        try:
            actions.set_account(member=member, **form.cleaned_data, by=request.user)
            return redirect("committees:fund", member.committee.fund.uid)
        except Problem as problem:
            show_problem(form, problem)
    heading = _("Account of %(name)s") % {"name": member}
    return _form(request, form, heading, member.committee.fund)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, uid: UUID) -> HttpResponse:
    member = member_for(request.user, uid, EDIT_COMMITTEE)
    form = EndMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_member(member=member, **form.cleaned_data, by=request.user)
            return redirect("committees:fund", member.committee.fund.uid)
        except Problem as problem:
            show_problem(form, problem)
    heading = _("%(name)s leaves the committee") % {"name": member}
    return _form(request, form, heading, member.committee.fund)


# Positions -------------------------------------------------------------------------------------------------------


@require_GET
def positions(request: HttpRequest) -> HttpResponse:
    context = {"positions": Position.objects.all(), "may_edit": may(request.user, EDIT_CATALOGUE)}
    return render(request, "committees/positions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_position(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT_CATALOGUE)
    back = reverse("committees:positions")
    return add_catalogue_row(request, Position(), _("Add a position"), back)


@login_required
@require_http_methods(["GET", "POST"])
def edit_position(request: HttpRequest, pk: int) -> HttpResponse:
    position = position_for(request.user, pk, EDIT_CATALOGUE)
    retire = reverse("committees:retire-position", args=[pk])
    return edit_catalogue_row(request, position, reverse("committees:positions"), retire)


@login_required
@require_POST
def retire_position(request: HttpRequest, pk: int) -> HttpResponse:
    position = position_for(request.user, pk, EDIT_CATALOGUE)
    return retire_catalogue_row(request, position, reverse("committees:positions"))


def _sees_names(request: HttpRequest, of: Fund) -> bool:
    """The rule of `Member.visible_to` for a fund in hand."""
    user = request.user
    keeps = reach_people(user, EDIT_COMMITTEE)
    keeps_here = keeps.covers(place_no=of.place_no, home=of.home_area_id, scope_ids=(of.scope_id,))
    if keeps_here or may_on_fund(user, of, SEE_APPLICANTS):
        return True
    return of.scope_id in reach(user, READ_DRAFT).scope_ids


def _form(
    request: HttpRequest, form: Any, heading: str, of: Fund, extra: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "fund": of, "back": reverse("committees:fund", args=[of.uid]),
        **(extra or {}),
    }  # fmt: skip
    return render(request, "committees/form.html", context, status=422 if form.is_bound else 200)
