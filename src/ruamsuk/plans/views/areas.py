"""Plans over areas, for mentors and coordinators."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ruamsuk.accounts.choices import Can
from ruamsuk.core.paging import Page
from ruamsuk.plans import queries


def funds(request: HttpRequest) -> HttpResponse:
    """Funds of the area in focus, and how far the plan of the year is in each."""
    area, year = request.focus.area, request.focus.year  # type: ignore[attr-defined]
    which = request.GET.get("plan", "")
    rows = queries.funds_by_plan(request.user, area, year, which).select_related("home_area")
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


def planned_projects(request: HttpRequest) -> HttpResponse:
    """The records behind "planned": projects that agreed plans of the area and year ask for."""
    area, year = request.focus.area, request.focus.year  # type: ignore[attr-defined]
    counted: Any = queries.planned_projects(fiscal_year=year, places=area.place_range)
    rows = counted.visible_to(request.user, Can.READ)
    issue = request.GET.get("issue", "")
    if issue:
        rows = rows.filter(plan__issue__code=issue)
    rows = rows.select_related("plan__fund", "plan__issue", "support_type", "organization")
    page: Page = Page(request, rows, order=("plan__place_no", "plan", "no"))
    context = {
        "area": area,
        "year": year,
        "issue": issue,
        "page": page,
        "issues": queries.planned_issues(area, year),
    }
    return render(request, "plans/planned_projects.html", context)
