"""The figures of the problems that projects name, with where they come from: the list behind what is counted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.paging import Page
from ruamsuk.evidence.queries import Limits
from ruamsuk.projects.designs.filters import ListFilter
from ruamsuk.projects.designs.queries import with_doubts
from ruamsuk.projects.projects.queries.lists import problems_within


@require_safe
def problem_figures(request: PageRequest) -> HttpResponse:
    """Of the area and year in focus, each with its project, its evidence and what makes it weak."""
    filters = ListFilter.read(request.GET, request.user)
    rows = problems_within(filters, request.focus.area, request.focus.year)
    page = Page(
        request,
        rows,
        order=("design__project__place_no", "design", "no", "pk"),
        ready=lambda found: found.select_related("design__project__fund"),
    )
    with_doubts(page.rows, Limits.of(request.focus.year))
    context = {"filters": filters, "page": page, "total": rows.count()}
    return render(request, "projects/problem_figures.html", context)
