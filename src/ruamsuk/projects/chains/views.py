"""The chain from the problem to the result: of a plan, of an area; and where it breaks."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.paging import Page
from ruamsuk.plans.access import plan_for
from ruamsuk.plans.models import PlanObjective
from ruamsuk.plans.models import Situation as PlanSituation
from ruamsuk.projects.chains.queries.area import chain_in, rows_of
from ruamsuk.projects.chains.queries.plan import chain_of
from ruamsuk.projects.designs.models import Situation

SHOWN = {
    "without_project": _("Problems with no project"),
    "without_activity": _("Objectives with no activity"),
    "without_objective": _("Problems with no objective"),
    "problems": _("Problems that agreed plans name"),
    "objectives": _("Objectives of agreed plans"),
    "projects": _("Projects that name the problem"),
    "with_result": _("Projects with a result"),
}
BREAKS = tuple(SHOWN.items())[:3]
ORDER = {
    PlanSituation: ("plan__issue__sort_no", "indicator", "plan__place_no", "plan", "no"),
    PlanObjective: ("plan__issue__sort_no", "situation__indicator", "plan__place_no", "plan", "no"),
    Situation: ("indicator", "design__project__place_no", "design", "no"),
}
READ_ALONG = {
    PlanSituation: ("indicator", "plan__fund", "plan__issue"),
    PlanObjective: ("situation__indicator", "plan__fund", "plan__issue"),
    Situation: ("indicator", "design__project__fund"),
}


@require_safe
def plan_chain(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, READ)
    return render(request, "projects/plan_chain.html", {"plan": plan, "links": chain_of(plan)})


@require_safe
def area_chain(request: PageRequest) -> HttpResponse:
    """Of the area and year in focus, by problem."""
    area, year = request.focus.area, request.focus.year
    return render(request, "projects/area_chain.html", {"area": area, "rows": chain_in(area.places, year)})


@require_safe
def chain_rows(request: PageRequest) -> HttpResponse:
    """The rows behind a figure of the chain; without one, where it breaks, by problem."""
    area, year = request.focus.area, request.focus.year
    show = request.GET.get("show", "")
    show = show if show in SHOWN else BREAKS[0][0]
    rows = rows_of(show, area.places, year, request.GET.get("issue", ""), request.GET.get("indicator", ""))
    page: Page = Page(
        request,
        rows,
        order=ORDER[rows.model],
        ready=lambda found: found.select_related(*READ_ALONG[rows.model]),
    )
    context = {
        "area": area,
        "show": show,
        "kind": {PlanSituation: "problem", PlanObjective: "objective"}.get(rows.model, "project"),
        "title": SHOWN[show],
        "breaks": BREAKS,
        "page": page,
        "total": rows.count(),
    }
    return render(request, "projects/chain_rows.html", context)
