"""The plan of a project, one row at a time."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.projects.designs.models import WITH_CATEGORY
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.actions import project_design as actions
from ruamsuk.projects.projects.forms.design_row import TITLES, DesignRowForm
from ruamsuk.projects.verbs import RUN_PROJECT


@login_required
def project_plan(request: PageRequest, uid: UUID) -> HttpResponse:
    """All rows with their buttons: situation, objectives with indicators, target groups, activities with budget."""
    project = project_for(request.user, uid, RUN_PROJECT)
    design = project.design
    context = {
        "project": project,
        "situations": design.situations.all(),
        "objectives": design.objectives.prefetch_related("indicators"),
        "targets": design.targets.select_related("group"),
        "activities": design.activities.prefetch_related(WITH_CATEGORY),
    }
    return render(request, "projects/project_plan.html", context)


@login_required
def project_row_add(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    project = project_for(request.user, uid, RUN_PROJECT)
    if kind not in TITLES:
        raise Http404
    parent = None
    if kind in actions.PARENT_OF:
        parent = actions.row_of(project, actions.PARENT_OF[kind], _uid(request.GET.get("in", "")))
    form = DesignRowForm(request.POST or None, kind=kind, project=project)
    if request.method == "POST" and form.is_valid():
        actions.add_design_row(
            project=project, kind=kind, parent=parent, values=form.cleaned_data, by=request.user
        )
        return redirect("projects:project-plan", uid)
    return _row_page(request, project, form, kind)


@login_required
def project_row_edit(request: PageRequest, uid: UUID, kind: str, row: UUID) -> HttpResponse:
    project = project_for(request.user, uid, RUN_PROJECT)
    if kind not in TITLES:
        raise Http404
    found = actions.row_of(project, kind, str(row))
    form = DesignRowForm(request.POST or None, kind=kind, project=project, row=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_design_row(project=project, row=found, values=form.cleaned_data, by=request.user)
            return redirect("projects:project-plan", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _row_page(request, project, form, kind)


@login_required
@require_POST
def project_row_remove(request: PageRequest, uid: UUID, kind: str, row: UUID) -> HttpResponse:
    project = project_for(request.user, uid, RUN_PROJECT)
    if kind not in TITLES:
        raise Http404
    try:
        actions.remove_design_row(
            project=project, row=actions.row_of(project, kind, str(row)), by=request.user
        )
        messages.success(request, _("Removed."))
    except Problem as problem:
        messages.warning(request, str(problem))
    return redirect("projects:project-plan", uid)


def _row_page(request: PageRequest, project, form: DesignRowForm, kind: str) -> HttpResponse:
    context = {
        "form": form,
        "title": TITLES[kind],
        "button": _("Save"),
        "project": project,
        "back_to_plan": True,
    }
    return render(request, "projects/project_form.html", context, status=422 if form.errors else 200)


def _uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Http404 from None
