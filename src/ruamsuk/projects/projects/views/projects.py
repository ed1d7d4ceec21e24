"""Projects: lists, one project as a hub, and its parts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.access import may, reach, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.core.searching import containing
from ruamsuk.exports.answers import listed
from ruamsuk.files.answers import respond
from ruamsuk.funds.access import fund_for
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.designs.filters import ListFilter, are_few, elsewhere
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.queries import OwnWork
from ruamsuk.projects.projects.access import (
    check_may_enter,
    document_for,
    may_run,
    project_for,
)
from ruamsuk.projects.projects.actions import projects as actions
from ruamsuk.projects.projects.actions.partners import PartnerTerms, set_partners
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.codes import read_code
from ruamsuk.projects.projects.columns import PROJECTS
from ruamsuk.projects.projects.forms.projects import (
    DocumentForm,
    FundingLines,
    FurtherAreasForm,
    InstalmentLines,
    PartnerLines,
    PersonLines,
    ProjectForm,
    fix,
)
from ruamsuk.projects.projects.models import Project, ProjectQuerySet
from ruamsuk.projects.projects.queries.agreed import is_agreed
from ruamsuk.projects.projects.queries.lists import within
from ruamsuk.projects.projects.queries.paper import own_paper
from ruamsuk.projects.projects.queries.taking_over import how_many_open
from ruamsuk.projects.proposals.access import only_fund
from ruamsuk.projects.verbs import RUN_PROJECT, SET_MONEY


@require_safe
def projects(request: PageRequest) -> HttpResponse:
    """Projects of the area and year in focus, by issue, status, words or code; filters stay in the address."""
    filters = ListFilter.read(request.GET, request.user)
    rows = within(filters, Project.objects.visible_to(request.user))
    words = request.GET.get("q", "").strip()
    typed = read_code(words) if words else None
    if typed:
        rows = rows.filter(code=typed.code)
    else:
        rows = rows.filter(filters.places(request.focus.area).q())
        if words:
            rows = rows.filter(containing(words))
    status, issue = request.GET.get("status", ""), request.GET.get("issue", "")
    if issue:
        rows = rows.filter(design__issue_links__issue__code=issue)
    only_undated = request.GET.get("undated") == "1"
    of_year = Q() if typed else Q(fiscal_year=None if only_undated else request.focus.year)
    of_all_statuses = rows.filter(of_year)
    if status in ProjectStatus.values:
        rows = rows.filter(status=status)
    of_all_years, rows = rows, rows.filter(of_year)
    page = Page(
        request,
        rows.select_related("fund", "organization", "home_area__parent__parent", "design"),
        order=("-pk",),
    )
    context = {
        "page": page,
        "filters": filters,
        "total": rows.count() if filters.chips else None,
        "words": words,
        "kept": {"status": status} if status else {},
        "counts": _count_by("status", of_all_statuses) if typed or are_few(request.focus.area) else None,
        "only_undated": only_undated,
        "undated": of_all_years.filter(fiscal_year=None).count(),
        "status": status,
        "issue": issue,
        "statuses": ProjectStatus.choices,
        "issues": Issue.objects.in_use(),
        "may_enter": may(request.user, RUN_PROJECT),
    }
    context |= elsewhere(_count_by("fiscal_year", of_all_years) if words and not page.rows else {})
    return listed(request, "projects/projects.html", context, PROJECTS)


def _count_by(name: str, found: ProjectQuerySet) -> dict[Any, int]:
    """Of each value of a column how many."""
    return dict(found.order_by().values_list(name).annotate(Count("pk", distinct=True)))


@require_safe
def fund_projects(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, READ)
    rows = Project.objects.visible_to(request.user).filter(fund=fund, fiscal_year=request.focus.year)
    page = Page(
        request, rows.select_related("organization", "home_area__parent__parent", "design"), order=("-pk",)
    )
    context = {
        "fund": fund,
        "page": page,
        "may_enter": _may_enter(request, fund),
        "uncounted": how_many_open(fund, request.focus.year) if _may_take_over(request, fund) else 0,
    }
    return listed(request, "projects/fund_projects.html", context, PROJECTS)


def _may_enter(request: PageRequest, fund) -> bool:
    return reach(request.user, RUN_PROJECT).covers(place_no=fund.place_no, scope_ids=(fund.scope_id,))


def _may_take_over(request: PageRequest, fund: Fund) -> bool:
    return Fund.objects.visible_to(request.user, DECIDE).filter(pk=fund.pk).exists()


@login_required
def project_new(request: PageRequest) -> HttpResponse:
    """Enter a project from paper, for a fund that one keeps or a programme that one manages."""
    require(request.user, RUN_PROJECT)
    fund = request.GET.get("fund") or only_fund(request.user)
    initial = {"fiscal_year": request.focus.year, "fund": fund}
    form = ProjectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        check_may_enter(request.user, fund=values["fund"], area=values["home_area"], parent=values["parent"])
        try:
            made = actions.enter_project(by=request.user, **values)
            if isinstance(made, OwnStep):
                return _waits(request, reverse("projects:own-step", args=[made.uid]))
            messages.success(
                request, _("The project was entered with the code {code}.").format(code=made.code or "–")
            )
            return redirect("projects:project", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    if form.is_bound:
        fund = form.cleaned_data.get("fund")  # the one that is typed now
    elif not isinstance(fund, Fund):
        fund = Fund.objects.filter(code=fund, closed_on=None).first()
    own = own_paper(fund, request.user) if fund else None
    return _form_page(request, form, _("Enter a project from paper"), _("Enter the project"), own=own)


def _waits(request: PageRequest, address: str) -> HttpResponse:
    messages.info(request, _("Entered. It takes effect once a second person confirms it; they were told."))
    return redirect(address)


@login_required
def project_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, RUN_PROJECT)
    design = project.design
    names = (
        "title fiscal_year fund home_area budget_satang approved_on report_due_on agreement_no kind".split()
    )
    initial = {name: getattr(project, name) for name in names}
    initial |= {n: getattr(design, n) for n in ("support_type", "starts_on", "ends_on", "rationale")}
    initial |= {
        "owner_name": project.owner,
        "issues": design.issues.all(),
        "parent": project.parent.code if project.parent else "",
    }
    form = ProjectForm(request.POST or None, initial=initial)
    fix(form, project)
    if not may_run(request.user, project, SET_MONEY):
        del form.fields["parent"]  # the project above pays this one
    if project.proposal:
        del form.fields["approved_on"]  # follows the decision
    if project.organization:
        del form.fields["owner_name"]  # the organisation's own name stands
    if is_agreed(project):
        for agreed in actions.AGREED:
            del form.fields[agreed]  # changed by a variation
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        of_design = ("support_type", "starts_on", "ends_on", "rationale")
        parts = {name: values.pop(name) for name in of_design if name in values}
        issues = values.pop("issues")
        try:
            if values.get("fund"):
                check_may_enter(request.user, fund=values["fund"], area=values["home_area"], parent=None)
            actions.change_project(project=project, design=parts, issues=issues, by=request.user, **values)
            messages.success(request, _("Saved."))
            return redirect("projects:project", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form_page(request, form, _("Change the project's details"), _("Save"), project)


def _form_page(
    request: PageRequest,
    form: Form,
    title: str,
    button: str,
    project: Project | None = None,
    own: OwnWork | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "project": project, "own": own}
    return render(request, "projects/project_form.html", context, status=422 if form.errors else 200)


def _lines_page(request: PageRequest, project: Project, formset, title: str, hint: str, save) -> HttpResponse:
    """A list of lines edited as a whole: funders, instalments, people."""
    problem = None
    if request.method == "POST" and formset.is_valid():
        try:
            if isinstance(save(formset.lines()), OwnStep):
                return _waits(request, reverse("projects:project", args=[project.uid]))
            told = _("Saved.")
            if n := formset.removed:
                told += " " + ngettext("{n} line was removed.", "{n} lines were removed.", n).format(n=n)
            messages.success(request, told)
            return redirect("projects:project", project.uid)
        except Problem as refused:
            problem = refused
    context = {"project": project, "formset": formset, "title": title, "hint": hint, "problem": problem}
    wrong = problem or (formset.is_bound and not formset.is_valid())
    return render(request, "projects/project_lines.html", context, status=422 if wrong else 200)


@login_required
def project_fundings(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, SET_MONEY)
    initial = [
        {"giver": f.fund.code if f.fund else str(f.giver), "amount_satang": f.amount_satang}
        for f in project.fundings.select_related("fund", "organization")
    ]
    formset = FundingLines(request.POST or None, initial=initial, prefix="funding")
    return _lines_page(
        request,
        project,
        formset,
        _("Funders and their amounts"),
        _("Together they make up the project's budget."),
        lambda rows: actions.set_fundings(
            project=project, fundings=[(r["giver"], r["amount_satang"]) for r in rows], by=request.user
        ),
    )


@login_required
def project_instalments(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, SET_MONEY)
    names = "starts_on ends_on report_from report_until amount_satang".split()
    initial = [{n: getattr(row, n) for n in names} for row in project.instalments.all()]
    formset = InstalmentLines(
        request.POST or None,
        initial=initial,
        prefix="instalment",
        form_kwargs={"year": project.fiscal_year},
    )
    return _lines_page(
        request,
        project,
        formset,
        _("Instalments"),
        _("One after the other; together they make up the project's budget."),
        lambda rows: actions.set_instalments(
            project=project,
            parts=[actions.InstalmentTerms(**{n: r[n] for n in names}) for r in rows],
            by=request.user,
        ),
    )


@login_required
def project_partners(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, RUN_PROJECT)
    initial = [
        {"name": row.title, "kind": row.kind, "amount_satang": row.amount_satang or None, "state": row.state}
        for row in project.partners.select_related("organization")
    ]
    formset = PartnerLines(request.POST or None, initial=initial, prefix="partner")
    names = "organization name kind amount_satang state".split()
    return _lines_page(
        request,
        project,
        formset,
        _("Partners and other money"),
        _("Who works along, and money beside the project's budget. Saving the list confirms each line."),
        lambda rows: set_partners(
            project=project,
            partners=[PartnerTerms(**{name: row[name] for name in names}) for row in rows],
            by=request.user,
        ),
    )


@login_required
@never_cache
def project_people(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, RUN_PROJECT)
    initial = list(project.people.values("name", "duty", "phone"))
    formset = PersonLines(request.POST or None, initial=initial, prefix="person")
    return _lines_page(
        request,
        project,
        formset,
        _("Project team"),
        _("Read by the fund, its committee, the owner and the mentor only."),
        lambda rows: actions.set_people(
            project=project,
            people=[{n: r[n] for n in ("name", "duty", "phone")} for r in rows],
            by=request.user,
        ),
    )


@login_required
def project_areas(request: PageRequest, uid: UUID) -> HttpResponse:
    """Further areas, for search and maps; the home area alone counts."""
    project = project_for(request.user, uid, RUN_PROJECT)
    form = FurtherAreasForm(request.POST if "area" in request.POST or "area_text" in request.POST else None)
    if request.method == "POST":
        if code := request.POST.get("remove"):
            rest = [area for area in project.further_areas.all() if area.code != code]
            actions.set_further_areas(project=project, areas=rest, by=request.user)
            return redirect("projects:project-areas", uid)
        if form.is_valid():
            areas = [*project.further_areas.all(), form.cleaned_data["area"]]
            actions.set_further_areas(project=project, areas=areas, by=request.user)
            return redirect("projects:project-areas", uid)
    context = {
        "project": project,
        "form": form,
        "areas": project.further_areas.select_related("parent__parent"),
    }
    return render(request, "projects/project_areas.html", context, status=422 if form.errors else 200)


@login_required
def project_document_add(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, RUN_PROJECT)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.add_document(project=project, by=request.user, **form.cleaned_data)
        return redirect("projects:project", uid)
    return _form_page(request, form, _("Add a document"), _("Add"), project)


@require_safe
@never_cache  # lists of names may be among the documents
def project_document(request: PageRequest, uid: UUID, document: UUID) -> HttpResponseBase:
    """The file itself: documents of a project are read by everyone signed in."""
    return respond(request, document_for(request.user, uid, document).file)


@login_required
@require_POST
def project_document_remove(request: PageRequest, uid: UUID, document: UUID) -> HttpResponse:
    row = document_for(request.user, uid, document, RUN_PROJECT)
    actions.remove_document(document=row, by=request.user)
    return redirect("projects:project", uid)
