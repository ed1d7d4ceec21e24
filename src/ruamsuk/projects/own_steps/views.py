"""Two pairs of eyes: the list of steps on the own work, and the page on which a second person confirms one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.funds.filters import ListFilter
from ruamsuk.projects.own_steps.access import own_step_for
from ruamsuk.projects.own_steps.actions.confirming import confirm_step, decline_step
from ruamsuk.projects.own_steps.choices import OwnState
from ruamsuk.projects.own_steps.effects import lines_of
from ruamsuk.projects.own_steps.forms import DeclineForm
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.problems import NotYoursToConfirm
from ruamsuk.projects.own_steps.queries import confirmers_of_step, with_record

OFFERED = (OwnState.STANDS, OwnState.WAITING, OwnState.CONFIRMED, OwnState.DECLINED)


@login_required
@require_GET
def own_steps(request: PageRequest) -> HttpResponse:
    """Of the area and year in focus: who decided on, or accepted, the own work."""
    filters, state = ListFilter.read(request.GET, request.user), request.GET.get("state", "")
    rows = OwnStep.objects.visible_to(request.user).filter(filters.funds())
    if state == OwnState.WAITING:  # whatever year and place: somebody waits
        rows = rows.waiting()
    else:
        rows = rows.filter(filters.places(request.focus.area).q(), fiscal_year=request.focus.year)
        rows = rows.filter(state=state) if state in OwnState.values else rows.effective()
    context = {
        "page": Page(request, rows, order=("-pk",), ready=with_record),
        "filters": filters,
        "state": state,
        "states": [(state, state.label) for state in OFFERED],
        "total": rows.count(),
    }
    return render(request, "projects/own_steps.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def own_step(request: PageRequest, uid: UUID) -> HttpResponse:
    """What was entered, by whom and why it waits; the second person confirms it or declines with a reason."""
    step = own_step_for(request.user, uid)
    declines = request.method == "POST" and "decline" in request.POST
    form = DeclineForm(request.POST if declines else None, is_own=request.user == step.entered_by)
    problem = None
    try:
        if declines and form.is_valid():
            decline_step(step=step, by=request.user, **form.cleaned_data)
            messages.success(request, _("Nothing took effect; the reason is kept."))
            return redirect(step.record_url)
        if request.method == "POST" and not declines:
            confirm_step(step=step, by=request.user)
            messages.success(request, _("Confirmed. It has taken effect now."))
            return redirect(own_step_for(request.user, uid).record_url)  # a project from paper was made now
    except NotYoursToConfirm:
        raise
    except Problem as refused:
        if form.is_bound:
            show_problem(form, refused)
        else:
            problem = refused
        step.refresh_from_db()  # another person may have closed it
    confirmers = confirmers_of_step(step) if step.is_waiting else []
    context = {
        "step": step,
        "typed": step.typed_decision,
        "lines": lines_of(step),
        "confirmers": confirmers,
        "may_confirm": request.user in confirmers,
        "is_own": request.user == step.entered_by,
        "form": form,
        "problem": problem,
    }
    wrong = problem or form.errors
    return render(request, "projects/own_step.html", context, status=422 if wrong else 200)
