"""Entering the committee's decision, and correcting it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem, WrongState
from ruamsuk.core.views import no_longer
from ruamsuk.evidence.queries import Limits
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.designs.queries import with_doubts
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.queries import own_work
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.forms.deciding import CorrectionForm, DecisionForm
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.proposals.access import (
    proposal_for,
)
from ruamsuk.projects.proposals.choices import PENDING, Outcome
from ruamsuk.projects.proposals.models import Decision, Proposal
from ruamsuk.projects.proposals.queries.completeness import remarked
from ruamsuk.projects.proposals.queries.decisions import decision_of
from ruamsuk.projects.proposals.queries.whole import Whole


@login_required
def proposal_decide(request: PageRequest, uid: UUID) -> HttpResponse:
    """Enters the committee's decision: first the form, then a summary to check, then it is recorded once."""
    proposal = proposal_for(request.user, uid, DECIDE)
    initial = {"amount_satang": proposal.design.budget_satang}
    form = DecisionForm(
        request.POST or None, year=proposal.fiscal_year, judged=proposal.updated_at, initial=initial
    )
    own = own_work(proposal, OwnAct.DECISION, request.user)
    ready = False
    if request.method == "POST" and form.is_valid():
        ready = "change" not in request.POST
        if request.POST.get("confirmed"):
            try:
                decision = deciding.decide_proposal(proposal=proposal, by=request.user, **form.cleaned_data)
            except Problem as problem:
                if problem.field is None:
                    raise
                show_problem(form, problem)
                ready = False
            else:
                return _decided(request, proposal, decision)
    if proposal.state not in PENDING:
        return no_longer(request, WrongState(state=proposal.get_state_display()), "projects:proposal", uid)
    whole = Whole(proposal)
    context = {
        "proposal": proposal,
        "design": proposal.design,
        "situations": with_doubts(whole.situations, Limits.of(proposal.fiscal_year, whole.known.checks)),
        "form": form,
        "ready": ready,
        "Outcome": Outcome,
        "remarks": remarked(whole),
    }
    context["own"] = own
    return render(request, "projects/proposal_decide.html", context, status=422 if form.errors else 200)


def _decided(request: PageRequest, proposal: Proposal, decision: Decision | OwnStep) -> HttpResponse:
    if isinstance(decision, OwnStep):
        return _waits(request, proposal)
    if decision.outcome == Outcome.APPROVED:
        messages.success(request, _("Approved. The project was made from the proposal."))
        return redirect("projects:project", Project.objects.get(proposal=proposal).uid)
    messages.success(request, _("The rejection was recorded with its reason."))
    return redirect("projects:proposal", proposal.uid)


def _waits(request: PageRequest, proposal: Proposal) -> HttpResponse:
    messages.info(request, _("Entered. It takes effect once a second person confirms it; they were told."))
    return redirect("projects:proposal", proposal.uid)


@login_required
def decision_correct(request: PageRequest, uid: UUID) -> HttpResponse:
    """A decision that was recorded wrongly: first the form, then old beside new to check, then it is recorded."""
    proposal = proposal_for(request.user, uid, DECIDE)
    decision = getattr(proposal, "decision", None)
    if decision is None:
        return no_longer(request, WrongState(state=proposal.get_state_display()), "projects:proposal", uid)
    names = "outcome decided_on resolution_no amount_satang conditions".split()
    initial = {name: getattr(decision, name) for name in names}
    form = CorrectionForm(
        request.POST or None, year=proposal.fiscal_year, judged=proposal.updated_at, initial=initial
    )
    ready = request.method == "POST" and form.is_valid() and "change" not in request.POST
    if ready and request.POST.get("confirmed"):
        try:
            done = correct_decision(proposal=proposal, by=request.user, **form.cleaned_data)
            if isinstance(done, OwnStep):
                return _waits(request, proposal)
            messages.success(
                request, _("The decision was corrected. What stood before is kept with your reason.")
            )
            return redirect("projects:proposal", uid)
        except Problem as problem:
            show_problem(form, problem)
            ready = False
    context = {
        "proposal": proposal,
        **decision_of(proposal),
        "form": form,
        "ready": ready,
        "Outcome": Outcome,
    }
    context["own"] = own_work(proposal, OwnAct.CORRECTION, request.user)
    return render(request, "projects/decision_correct.html", context, status=422 if form.errors else 200)
