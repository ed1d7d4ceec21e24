"""The page of those who operate the system, and the answer for machines that watch it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.jobs import actions, delivery, queries
from ruamsuk.jobs.access import failed_job_for
from ruamsuk.jobs.forms import SetAsideForm
from ruamsuk.jobs.verbs import OPERATE


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    state = queries.health()
    well = state["database"] == "ok" and state["worker"] == "ok"
    return JsonResponse(state, status=200 if well else 503, headers={"Cache-Control": "no-store"})


@login_required
@require_GET
def jobs(request: PageRequest) -> HttpResponse:
    require(request.user, OPERATE)
    context = {**queries.overview(), "failed": queries.failed_jobs(request.user), "health": queries.health()}
    context["letters_leave"] = delivery.is_sent_anywhere()
    return render(request, "jobs/jobs.html", context)


@login_required
@require_POST
def try_again(request: PageRequest, uid: UUID) -> HttpResponse:
    failed_job = failed_job_for(request.user, uid, OPERATE)
    actions.try_again(failed_job=failed_job, by=request.user)
    messages.success(request, _("The job waits to be done again."))
    return redirect("jobs:jobs")


@login_required
@require_http_methods(["GET", "POST"])
def set_aside(request: PageRequest, uid: UUID) -> HttpResponse:
    failed_job = failed_job_for(request.user, uid, OPERATE)
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_aside(failed_job=failed_job, note=form.cleaned_data["note"], by=request.user)
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The job is set aside."))
            return redirect("jobs:jobs")
    context = {"form": form, "failed_job": failed_job, "label": queries.label_of(failed_job.job)}
    return render(request, "jobs/set_aside.html", context, status=422 if form.errors else 200)
