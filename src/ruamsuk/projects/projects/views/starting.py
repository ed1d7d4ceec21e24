"""A new proposal: from nothing, or from what is there already."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.paging import Page
from ruamsuk.issues.models import Issue
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.queries.starting import (
    development_rows,
    measures_to_start_from,
    place_names,
    projects_to_copy,
)
from ruamsuk.projects.proposals.access import only_fund
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.forms.proposals import StartForm

SHOWN = 12  # of each kind of source, on one page


@login_required
def proposal_new(request: PageRequest) -> HttpResponse:
    """From nothing, or from a project, a standard measure, a row of a local development plan: all are searched."""
    form = StartForm(
        request.POST or None, initial={"fiscal_year": request.focus.year, "fund": only_fund(request.user)}
    )
    if request.method == "POST" and form.is_valid():
        proposal = drafting.start_proposal(by=request.user, **form.cleaned_data)
        return redirect("projects:proposal-write", proposal.uid, "name")
    words = request.GET.get("q", "").strip()
    issue = Issue.objects.in_use().filter(code=request.GET.get("issue", "")).first()
    projects = projects_to_copy(request.user, request.focus, issue, words)
    measures = measures_to_start_from(issue, words).select_related("issue")
    rows = development_rows(request.user, words).select_related("fund__organization")
    context = {
        "form": form,
        "words": words,
        "projects": Page(
            request,
            projects.select_related("fund", "organization"),
            order=("near", "-fiscal_year", "-pk"),
            size=SHOWN,
            called="projects",
        ),
        "issues": Issue.objects.in_use(),
        "issue": issue,
        "measures": Page(
            request, measures, order=("issue__sort_no", "sort_no", "pk"), size=SHOWN, called="measures"
        )
        if issue or words
        else None,
        "rows": Page(request, rows, order=("-pk",), size=SHOWN, called="rows"),
    }
    return render(request, "projects/proposal_new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def proposal_from_project(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid)
    proposal = drafting.start_proposal(
        title=project.title,
        source=project.design,
        places=place_names(project),
        fiscal_year=request.focus.year,
        by=request.user,
    )
    return redirect("projects:proposal-write", proposal.uid, "name")
