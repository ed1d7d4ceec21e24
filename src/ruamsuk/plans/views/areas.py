"""Plans over areas, for mentors and coordinators."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.paging import Page
from ruamsuk.funds.filters import ListFilter
from ruamsuk.plans import queries


@require_safe
def funds(request: PageRequest) -> HttpResponse:
    """Funds of the area in focus, and how far the plan of the year is in each."""
    area, year = request.focus.area, request.focus.year
    which = request.GET.get("plan", "")
    rows = queries.funds_by_plan(request.user, area, year, which).select_related("home_area__parent__parent")
    page = Page(request, rows, order=("sort_key", "pk"))
    context = {
        "area": area,
        "year": year,
        "which": which if which in queries.FILTERS else "",
        "page": page,
        "lines": queries.fund_lines(request.user, page, year),
        "totals": queries.area_totals(request.user, area, year),
    }
    return render(request, "plans/funds.html", context)


@require_safe
def planned_projects(request: PageRequest) -> HttpResponse:
    """The records behind "planned": projects that agreed plans of the area and year ask for."""
    area, year = request.focus.area, request.focus.year
    filters = ListFilter.read(request.GET)
    counted: Any = queries.planned_projects(fiscal_year=year, places=filters.places(area))
    rows = counted.visible_to(request.user, READ).filter(filters.funds("plan__fund"))
    if filters.issue_list:
        under = Q(plan__issue__in=filters.issues.values("issue"))
        rows = rows.filter(~under if filters.special else under)
    issue = request.GET.get("issue", "")
    if issue:
        rows = rows.filter(plan__issue__code=issue)
    page: Page = Page(
        request,
        rows,
        order=("plan__place_no", "plan", "no"),
        ready=lambda found: found.select_related("plan__fund", "plan__issue", "support_type", "organization"),
    )
    context = {
        "area": area,
        "year": year,
        "issue": issue,
        "filters": filters,
        "total": rows.count() if filters.chips else None,
        "page": page,
        "issues": queries.planned_issues(area, year),
    }
    return render(request, "plans/planned_projects.html", context)
