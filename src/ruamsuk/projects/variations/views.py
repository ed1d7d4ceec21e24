"""Variations of a project: the list, one with what it changes, writing, sending and deciding on it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem, WrongState
from ruamsuk.core.views import no_longer
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.queries import own_work, waiting_step
from ruamsuk.projects.projects.access import all_that_may, project_for
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.agreed import as_it_stands, is_agreed
from ruamsuk.projects.projects.views.project_design import RowPages
from ruamsuk.projects.variations.access import variation_for
from ruamsuk.projects.variations.actions import deciding, drafting
from ruamsuk.projects.variations.choices import Limit, VariationState
from ruamsuk.projects.variations.forms import ReturnForm, VariationDecisionForm, VariationForm
from ruamsuk.projects.variations.models import INSIDE, Variation
from ruamsuk.projects.variations.problems import StoodOtherwise, VariationClosed
from ruamsuk.projects.variations.queries.changes import (
    as_it_shall_be,
    beyond,
    changes_of,
    has_moved,
    limits_of,
)
from ruamsuk.projects.variations.queries.sense import new_remarks
from ruamsuk.projects.verbs import SET_MONEY, WRITE_VARIATION


@require_safe
def project_variations(request: PageRequest, uid: UUID) -> HttpResponse:
    """Of one project: what was approved first, and each variation; who may writes the next."""
    project = project_for(request.user, uid)
    rows = list(Variation.objects.filter(project=project).visible_to(request.user))
    may_write = WRITE_VARIATION in all_that_may(request.user, project, (WRITE_VARIATION,))
    context = {
        "project": project,
        "rows": rows,
        "may_write": may_write,
        "may_begin": may_write
        and project.status == ProjectStatus.RUNNING
        and not project.variations.open().exists(),
        "is_agreed": is_agreed(project),
        "limits": limits_of(project.fund),
    }
    return render(request, "projects/project_variations.html", context)


@login_required
@require_POST
def variation_start(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid, WRITE_VARIATION)
    made = drafting.start_variation(project=project, by=request.user)
    return redirect("projects:variation-edit", made.uid)


@require_safe
def variation(request: PageRequest, uid: UUID) -> HttpResponse:
    """What changes, old beside new, why, and who decides."""
    found = variation_for(request.user, uid)
    return _shown(request, found)


def _shown(request: PageRequest, found: Variation, **more: object) -> HttpResponse:
    project: Project = found.project
    allowed = all_that_may(request.user, project, INSIDE)
    limits = limits_of(project.fund)
    past = found.beyond
    if found.is_draft:
        past = beyond(found, as_it_stands(project), as_it_shall_be(found))
    waits = waiting_step(project) if allowed else None
    context = {
        "variation": found,
        "project": project,
        "changes": changes_of(found),
        "beyond": [Limit(one).label for one in past],
        "limits": limits,
        "remarks": new_remarks(found) if allowed and not found.closed_at else [],
        "may_write": found.is_draft and WRITE_VARIATION in allowed,
        "may_decide": found.is_sent and SET_MONEY in allowed and waits is None,
        "is_inside": bool(allowed),
        "waits": waits if found.is_sent else None,
        "names": request.user.is_authenticated,
    }
    status = 422 if more else 200
    return render(request, "projects/variation.html", context | more, status=status)


@login_required
def variation_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    """Why, money, place, days and texts; the rows have pages of their own."""
    found = variation_for(request.user, uid, WRITE_VARIATION)
    if request.method == "GET" and not found.is_draft:
        return _closed(request, found)
    form = VariationForm(request.POST or None, variation=found)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.write_variation(variation=found, by=request.user, **form.parts())
            return redirect(
                "projects:variation-plan" if "plan" in request.POST else "projects:variation", uid
            )
        except Problem as problem:
            show_problem(form, problem)
    context = {"form": form, "variation": found, "project": found.project}
    return render(request, "projects/variation_edit.html", context, status=422 if form.errors else 200)


def _closed(request: PageRequest, found: Variation) -> HttpResponse:
    return no_longer(
        request, VariationClosed(state=found.get_state_display()), "projects:variation", found.uid
    )


@login_required
@require_POST
def variation_send(request: PageRequest, uid: UUID) -> HttpResponse:
    found = variation_for(request.user, uid, WRITE_VARIATION)
    try:
        drafting.send_variation(variation=found, by=request.user)
    except Problem as problem:
        return _shown(request, variation_for(request.user, uid), problem=problem)
    messages.success(request, _("Sent. Who gives the money was told."))
    return redirect("projects:variation", uid)


@login_required
@require_POST
def variation_delete(request: PageRequest, uid: UUID) -> HttpResponse:
    found = variation_for(request.user, uid, WRITE_VARIATION)
    project = drafting.delete_variation(variation=found, by=request.user)
    messages.success(request, _("Deleted. The project stands as it was approved."))
    return redirect("projects:project-variations", project.uid)


@login_required
def variation_return(request: PageRequest, uid: UUID) -> HttpResponse:
    found = variation_for(request.user, uid, SET_MONEY)
    form = ReturnForm(request.POST or None, judged=found.sent_at)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.return_variation(variation=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sent back with your words."))
            return redirect("projects:variation", uid)
        except Problem as problem:
            show_problem(form, problem)
    if found.state != VariationState.SENT:
        return no_longer(request, WrongState(state=found.get_state_display()), "projects:variation", uid)
    context = {
        "form": form,
        "variation": found,
        "title": _("Send the variation back"),
        "button": _("Send it back"),
    }
    return render(request, "projects/variation_act.html", context, status=422 if form.errors else 200)


@login_required
def variation_decide(request: PageRequest, uid: UUID) -> HttpResponse:
    found = variation_for(request.user, uid, SET_MONEY)
    form = VariationDecisionForm(request.POST or None, variation=found, judged=found.sent_at)
    if request.method == "POST" and form.is_valid():
        try:
            done = deciding.decide_variation(variation=found, by=request.user, **form.cleaned_data)
            if isinstance(done, OwnStep):
                messages.info(
                    request, _("Entered. It takes effect once a second person confirms it; they were told.")
                )
            else:
                messages.success(request, _("Recorded. What stood before stays beside it."))
            return redirect("projects:variation", uid)
        except Problem as problem:
            show_problem(form, problem)
    if found.state != VariationState.SENT:
        return no_longer(request, WrongState(state=found.get_state_display()), "projects:variation", uid)
    if request.method == "GET" and has_moved(found):
        return no_longer(request, StoodOtherwise(), "projects:variation", uid)
    asks = found.needs_committee or found.budget_satang > found.project.budget_satang
    context = {
        "form": form,
        "variation": found,
        "changes": changes_of(found),
        "remarks": new_remarks(found),
        "own": own_work(found.project, OwnAct.VARIATION, request.user) if asks else None,
        "title": _("Decide on the variation"),
        "button": _("Record the decision"),
    }
    return render(request, "projects/variation_act.html", context, status=422 if form.errors else 200)


# Its rows -------------------------------------------------------------------------------------------------------


def _pages(request: PageRequest, uid: UUID) -> RowPages:
    found = variation_for(request.user, uid, WRITE_VARIATION)
    by = request.user
    return RowPages(
        "variation",
        found,
        found.project,
        add=lambda kind, parent, values: drafting.add_variation_row(
            variation=found, kind=kind, parent=parent, values=values, by=by
        ),
        change=lambda row, values: drafting.change_variation_row(
            variation=found, row=row, values=values, by=by
        ),
        remove=lambda row: drafting.remove_variation_row(variation=found, row=row, by=by),
    )


def _written(request: PageRequest, uid: UUID, show: Callable[[RowPages], HttpResponse]) -> HttpResponse:
    pages = _pages(request, uid)
    if request.method == "GET" and not pages.owner.is_draft:
        return _closed(request, pages.owner)
    return show(pages)


@login_required
def variation_plan(request: PageRequest, uid: UUID) -> HttpResponse:
    return _written(request, uid, lambda pages: pages.show(request, variation=pages.owner))


@login_required
def variation_row_add(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    return _written(request, uid, lambda pages: pages.add_row(request, kind))


@login_required
def variation_row_edit(request: PageRequest, uid: UUID, kind: str, row: UUID) -> HttpResponse:
    return _written(request, uid, lambda pages: pages.change_row(request, kind, row))


@login_required
@require_POST
def variation_row_remove(request: PageRequest, uid: UUID, kind: str, row: UUID) -> HttpResponse:
    return _pages(request, uid).remove_row(request, kind, row)
