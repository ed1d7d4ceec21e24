"""The status of a project, and why no report of an activity comes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.queries.agreed import open_variation
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.forms import StatusForm, WaiverForm
from ruamsuk.projects.reports.queries.due import unreported, waiver_of
from ruamsuk.projects.verbs import SET_MONEY


@login_required
def project_status(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, SET_MONEY)
    open_ones = unreported(project.design.activities.all())
    form = StatusForm(
        request.POST or None,
        initial={"status": project.status},
        year=project.fiscal_year,
        open_ones=open_ones,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_status(project=project, by=request.user, **form.cleaned_data)
            messages.success(request, _("The status was changed."))
            return redirect("projects:project", uid)
        except Problem as problem:
            show_problem(form, problem)
    context = {
        "project": project,
        "form": form,
        "open_variation": open_variation(project, request.user),
    }
    return render(request, "projects/project_status.html", context, status=422 if form.errors else 200)


@login_required
def report_waive(request: PageRequest, uid: UUID, activity: UUID) -> HttpResponse:
    """Why no report of this activity comes."""
    project = project_for(request.user, uid, SET_MONEY)
    found = get_object_or_404(project.design.activities.select_related("waiver"), uid=activity)
    waiver = waiver_of(found)
    form = WaiverForm(request.POST or None, initial={"reason": waiver.reason if waiver else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.waive_report(project=project, activity=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("It stands beside the activity now; its report is late no more."))
            return redirect("projects:project-reports", uid)
        except Problem as problem:
            show_problem(form, problem)
    context = {"project": project, "activity": found, "form": form}
    return render(request, "projects/report_waive.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def report_waiver_back(request: PageRequest, uid: UUID, activity: UUID) -> HttpResponse:
    project = project_for(request.user, uid, SET_MONEY)
    found = get_object_or_404(project.design.activities, uid=activity)
    actions.take_waiver_back(project=project, activity=found, by=request.user)
    messages.success(request, _("Taken back: a report of the activity is expected again."))
    return redirect("projects:project-reports", uid)
