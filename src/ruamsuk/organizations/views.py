from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.access import may, may_invite_to, may_see_people_at, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.queries import short_path
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.exports.answers import listed
from ruamsuk.organizations import actions, queries
from ruamsuk.organizations.access import check_place, may_edit, organization_for
from ruamsuk.organizations.columns import ORGANIZATIONS
from ruamsuk.organizations.forms import OrganizationFilter, OrganizationForm, ServedAreasForm, values_of
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.verbs import EDIT_FUND

UP = "home_area__parent__parent"  # what a short path needs


@require_GET
def index(request: PageRequest) -> HttpResponse:
    area = request.focus.area
    form = OrganizationFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = Organization.objects.visible_to(request.user, READ).in_area(area).select_related(UP)
    rows = rows.closed() if wanted.get("closed") else rows.open()
    rows = queries.search(rows, wanted.get("q", ""))
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    page = Page(request, rows, order=("sort_key",))
    context = {"page": page, "area": area, "filters": form, "may_add": may(request.user, EDIT_FUND)}
    return listed(request, "organizations/index.html", context, ORGANIZATIONS)


@require_GET
def organization(request: HttpRequest, uid: UUID) -> HttpResponse:
    organization = organization_for(request.user, uid, READ)
    context = {
        "organization": organization,
        "address": short_path(organization.home_area),
        "served": [
            short_path(area)
            for area in organization.serves.select_related("parent__parent").order_by("sort_key")
        ],
        "may_edit": may_edit(request.user, organization),
        "may_see_people": may_see_people_at(request.user, organization.scope_id),
        "may_invite": organization.closed_on is None and may_invite_to(request.user, organization.scope),
    }
    return render(request, "organizations/organization.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT_FUND)
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_place(request.user, form.cleaned_data["home_area"])
            made = actions.add_organization(**form.cleaned_data, by=request.user)
            return redirect("organizations:organization", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    organization = organization_for(request.user, uid, EDIT_FUND)
    form = OrganizationForm(request.POST or None, initial=values_of(organization))
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["home_area"] != organization.home_area:
                check_place(request.user, form.cleaned_data["home_area"])
            actions.change_organization(organization=organization, **form.cleaned_data, by=request.user)
            return redirect("organizations:organization", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, organization)


@login_required
@require_http_methods(["GET", "POST"])
def areas(request: HttpRequest, uid: UUID) -> HttpResponse:
    organization = organization_for(request.user, uid, EDIT_FUND)
    form = ServedAreasForm(
        request.POST or None, home=organization.home_area, served=list(organization.serves.all())
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_served_areas(organization=organization, areas=form.chosen(), by=request.user)
            return redirect("organizations:organization", uid)
        except Problem as problem:
            show_problem(form, problem)
    status = 422 if form.is_bound else 200
    return render(
        request, "organizations/areas.html", {"organization": organization, "form": form}, status=status
    )


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    organization = organization_for(request.user, uid, EDIT_FUND)
    if request.method == "POST":
        actions.close_organization(organization=organization, by=request.user)
        return redirect("organizations:organization", uid)
    return render(request, "organizations/close.html", {"organization": organization})


@login_required
@require_POST
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    organization = organization_for(request.user, uid, EDIT_FUND)
    actions.reopen_organization(organization=organization, by=request.user)
    return redirect("organizations:organization", uid)


def _form(request: HttpRequest, form: OrganizationForm, organization: Organization | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(
        request, "organizations/form.html", {"organization": organization, "form": form}, status=status
    )
