"""A new proposal: from nothing, or from a project of before."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.issues.models import Issue, Measure
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.queries.starting import good_sources
from ruamsuk.projects.proposals.access import only_fund
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.forms.proposals import StartForm


@login_required
def proposal_new(request: PageRequest) -> HttpResponse:
    """Start from nothing, or from last year's project, an approved neighbour's, or a standard measure."""
    form = StartForm(
        request.POST or None, initial={"fiscal_year": request.focus.year, "fund": only_fund(request.user)}
    )
    if request.method == "POST" and form.is_valid():
        proposal = drafting.start_proposal(by=request.user, **form.cleaned_data)
        return redirect("projects:proposal-write", proposal.uid, "name")
    issue = Issue.objects.in_use().filter(code=request.GET.get("issue", "")).first()
    context = {
        "form": form,
        "sources": good_sources(request.user, request.focus),
        "issues": Issue.objects.in_use(),
        "issue": issue,
        "measures": Measure.objects.in_use().filter(issue=issue) if issue else [],
    }
    return render(request, "projects/proposal_new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def proposal_from_project(request: PageRequest, uid: UUID) -> HttpResponse:
    project = project_for(request.user, uid)
    proposal = drafting.start_proposal(
        title=project.title, source=project.design, fiscal_year=request.focus.year, by=request.user
    )
    return redirect("projects:proposal-write", proposal.uid, "name")
