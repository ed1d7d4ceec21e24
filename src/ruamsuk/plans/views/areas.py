"""Plans over areas, for mentors and coordinators."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.paging import Page
from ruamsuk.exports.answers import listed
from ruamsuk.funds.filters import ListFilter
from ruamsuk.plans import queries
from ruamsuk.plans.columns import AGREED, PLANNED, of_funds
from ruamsuk.plans.models import Plan


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
    table = of_funds(lambda found: queries.fund_lines(request.user, found, year))
    return listed(request, "plans/funds.html", context, table)


@require_safe
def planned_projects(request: PageRequest) -> HttpResponse:
    """The records behind "planned": projects that agreed plans of the area and year ask for."""
    area, year = request.focus.area, request.focus.year
    filters = ListFilter.read(request.GET, request.user)
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
    return listed(request, "plans/planned_projects.html", context, PLANNED)


@require_safe
def agreed(request: PageRequest) -> HttpResponse:
    """The records behind the number of plans: agreed plans of the area and year."""
    area, year = request.focus.area, request.focus.year
    filters = ListFilter.read(request.GET, request.user)
    rows = Plan.objects.visible_to(request.user, READ).agreed()
    rows = rows.filter(filters.places(area).q(), filters.funds(), fiscal_year=year)
    if filters.issue_list:
        under = Q(issue__in=filters.issues.values("issue"))
        rows = rows.filter(~under if filters.special else under)
    page: Page = Page(
        request,
        rows,
        order=("place_no", "fund", "issue__sort_no", "pk"),
        ready=lambda found: found.select_related("fund", "issue"),
    )
    context = {
        "area": area,
        "year": year,
        "filters": filters,
        "total": rows.count() if filters.chips else None,
        "page": page,
    }
    return listed(request, "plans/agreed.html", context, AGREED)
