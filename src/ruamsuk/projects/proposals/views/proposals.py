"""Reading proposals, and the acts on one: submit, take up, return, withdraw, comment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.audit.queries import history_of
from ruamsuk.comments.forms import CommentForm
from ruamsuk.comments.queries import newest_comments
from ruamsuk.comments.views import take
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import WrongState
from ruamsuk.core.searching import containing
from ruamsuk.core.views import no_longer
from ruamsuk.evidence.queries import Limits
from ruamsuk.exports.answers import listed
from ruamsuk.funds.access import fund_for
from ruamsuk.plans.verbs import DECIDE, WRITE_PROPOSAL
from ruamsuk.projects.designs.filters import ListFilter, are_few, elsewhere
from ruamsuk.projects.designs.models import WITH_CATEGORY, WITH_STANDARD
from ruamsuk.projects.designs.queries import with_doubts
from ruamsuk.projects.own_steps.access import looks_on
from ruamsuk.projects.own_steps.queries import ready, waits_on
from ruamsuk.projects.proposals import pictures
from ruamsuk.projects.proposals.access import (
    all_that_may,
    as_sent,
    proposal_for,
    proposal_to_read_for,
    submission_for,
    with_copies,
)
from ruamsuk.projects.proposals.actions import sending
from ruamsuk.projects.proposals.choices import PENDING, WITHDRAWABLE, ProposalState
from ruamsuk.projects.proposals.columns import PROPOSALS
from ruamsuk.projects.proposals.forms.proposals import NoteForm, ReasonForm
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.problems import NotSentYet, NotWritableNow
from ruamsuk.projects.proposals.queries.begun import begun_from
from ruamsuk.projects.proposals.queries.completeness import completeness, judged, remarked
from ruamsuk.projects.proposals.queries.decisions import decision_of
from ruamsuk.projects.proposals.queries.lists import within
from ruamsuk.projects.proposals.queries.shown import ORDER, Shown
from ruamsuk.projects.proposals.queries.snapshots import said_in, sections_of
from ruamsuk.projects.proposals.queries.whole import Whole
from ruamsuk.projects.proposals.specs import SECTIONS, D
from ruamsuk.projects.trail import readable_history
from ruamsuk.projects.verbs import COMMENT, RETURN_PROPOSAL, SUBMIT_PROPOSAL


@login_required
@require_safe
def proposals(request: PageRequest) -> HttpResponse:
    """Proposals of the area and year in focus; filters stay in the address."""
    filters = ListFilter.read(request.GET, request.user)
    mine, chosen = request.GET.get("mine", ""), request.GET.get("state", "")
    words = request.GET.get("q", "").strip()
    readable = Shown.written_by(request.user) if mine else Shown.visible_to(request.user)
    rows = within(filters, readable)
    if not mine:
        rows = rows.filter(filters.places(request.focus.area).q())
    if words:
        rows = rows.filter(containing(words))
    only_undated = request.GET.get("undated") == "1"
    year = None if only_undated else request.focus.year
    of_all_states = rows.filter(fiscal_year=year)
    if chosen in ProposalState.values:
        rows = rows.filter(state=chosen)
    of_all_years, rows = rows, rows.filter(fiscal_year=year)
    page = Page(request, rows.parts, order=ORDER, ready=rows.ready)
    context = {
        "page": page,
        "words": words,
        "kept": {name: value for name, value in (("mine", mine), ("state", chosen)) if value},
        "whose": [("1", _("Mine"))],
        "counts": of_all_states.count_by("state") if mine or are_few(request.focus.area) else None,
        "filters": filters,
        "total": rows.count() if filters.chips else None,
        "states": ProposalState.choices,
        "state": chosen,
        "only_undated": only_undated,
        "undated": of_all_years.filter(fiscal_year__isnull=True).count(),
        "mine": mine,
        "looks_on": looks_on(request.user),
    }
    context |= elsewhere(of_all_years.count_by("fiscal_year") if words and not page.rows else {})
    return listed(request, "projects/proposals.html", context, PROPOSALS)


@require_safe
def fund_proposals(request: PageRequest, uid: UUID) -> HttpResponse:
    """The fund's desk: what waits for a decision first, then the rest of the year."""
    fund = fund_for(request.user, uid, READ)
    rows = Shown.visible_to(request.user).filter(fund=fund)
    waiting = Proposal.objects.filter(fund=fund).pending_for(request.user)
    waiting = waiting.select_related("organization", "design")
    pending = Page(request, waiting, order=("changed_at", "pk"), called="waiting")
    others = rows.filter(~Q(state__in=PENDING), fiscal_year=request.focus.year)
    page = Page(request, others.parts, order=ORDER, ready=others.ready)
    context = {"fund": fund, "pending": pending, "page": page}
    return listed(request, "projects/fund_proposals.html", context, PROPOSALS)


@login_required
@require_safe
@never_cache  # persons of the applicant: nothing is left on a shared computer
def proposal(request: PageRequest, uid: UUID) -> HttpResponse:
    """At a glance, with what is said about it and what can be done."""
    try:
        proposal = proposal_to_read_for(request.user, uid)
    except NotSentYet as problem:
        return redirect("projects:submission", problem.params["submission"])
    return render(request, "projects/proposal.html", _context(request, proposal))


@login_required
@require_safe
@never_cache  # persons of the applicant, as above
def proposal_sections(request: PageRequest, uid: UUID) -> HttpResponse:
    """The nine sections as they are written."""
    try:
        proposal = proposal_to_read_for(request.user, uid)
    except NotSentYet as problem:
        return redirect("projects:submission", problem.params["submission"])
    allowed, design, rows = (
        all_that_may(request.user, proposal, [SEE_APPLICANTS]),
        proposal.design,
        _rows(proposal),
    )
    with_doubts(rows["situations"], Limits.of(proposal.fiscal_year))
    context = {
        "proposal": proposal,
        "design": design,
        "sections": {section.key: section for section in SECTIONS},
        "texts": D.to_read(design),
        "issues": design.issues.all(),
        "applicants": with_copies(proposal) if allowed else [],
        **rows,
    }
    return render(request, "projects/proposal_sections.html", context)


def _rows(proposal: Proposal) -> dict[str, list[Any]]:
    design = proposal.design
    return {
        "situations": list(design.situations.select_related("indicator")),
        "objectives": list(design.objectives.prefetch_related(WITH_STANDARD, "situations")),
        "targets": list(design.targets.select_related("group")),
        "activities": list(design.activities.prefetch_related(WITH_CATEGORY, "objectives")),
    }


def _context(request: PageRequest, proposal: Proposal) -> dict:
    design = proposal.design
    ready(proposal)
    allowed = all_that_may(request.user, proposal, _BUTTONS)
    can = {can.replace("-", "_"): can in allowed for can in _BUTTONS}
    rows = _rows(proposal)
    whole = Whole.of_page(proposal, **rows)
    with_doubts(whole.situations, Limits.of(proposal.fiscal_year, whole.known.checks))
    inside, is_pending = READ_DRAFT in allowed, proposal.state in PENDING
    done = judged(whole) if proposal.is_writable else None
    missing = done.missing if done else []
    whole_text = reverse("projects:proposal-sections", args=[proposal.uid])
    charts = (
        pictures.indicators([one for row in rows["objectives"] for one in row.indicators.all()], whole_text),
        pictures.year(proposal.fiscal_year, rows["activities"], whole_text),
        pictures.money(rows["activities"], whole_text),
    )
    return {
        "proposal": proposal,
        "begun": begun_from(proposal, request.user),
        "design": design,
        "people": sum(row.people or 0 for row in rows["targets"]),
        "charts": [chart for chart in charts if chart],
        "done": done,
        "first_missing": missing[:MOST_MISSING],
        "more_missing": missing[MOST_MISSING:],
        "remarks": remarked(whole) if inside and is_pending else [],
        "may": can,
        # Whether there is anything in the card of things to do.
        "has_acts": proposal.is_writable or (is_pending and bool(allowed & _ACTS)),
        "is_pending": is_pending,
        "applicants": with_copies(proposal) if can["see_applicants"] else [],
        "issues": design.issues.all(),
        "submissions": proposal.submissions.select_related("submitted_by"),
        **decision_of(proposal),
        "waits": waits_on(proposal, request.user),
        "inside": inside,
        "project": getattr(proposal, "project", None),
        # A talk among those who write, advise and decide; other readers see the text alone.
        "comments": newest_comments(request, proposal.thread) if can["comment"] else None,
        "comment_form": CommentForm() if can["comment"] else None,
        "history": readable_history(history_of(proposal)),
    }


MOST_MISSING = 6  # before the others are folded
_BUTTONS = (
    WRITE_PROPOSAL,
    SUBMIT_PROPOSAL,
    RETURN_PROPOSAL,
    DECIDE,
    COMMENT,
    SEE_APPLICANTS,
    READ_DRAFT,
)
_ACTS = {SUBMIT_PROPOSAL, RETURN_PROPOSAL, DECIDE}  # on one that was sent


@login_required
def proposal_submit(request: PageRequest, uid: UUID) -> HttpResponse:
    """A summary page first; then it is sent and frozen."""
    proposal = proposal_for(request.user, uid, SUBMIT_PROPOSAL)
    done = completeness(proposal)
    if request.method == "POST":
        sending.submit_proposal(proposal=proposal, by=request.user)
        messages.success(request, _("The proposal was sent to {fund}.").format(fund=proposal.fund))
        return redirect("projects:proposal", uid)
    if not proposal.is_writable:
        return no_longer(
            request, NotWritableNow(state=proposal.get_state_display()), "projects:proposal", uid
        )
    return render(
        request,
        "projects/proposal_submit.html",
        {
            "proposal": proposal,
            "design": proposal.design,
            "done": done,
            "named": "projects:proposal",
            "document": proposal,
        },
    )


@login_required
@require_POST
def proposal_take_up(request: PageRequest, uid: UUID) -> HttpResponse:
    sending.take_up_proposal(proposal=proposal_for(request.user, uid, DECIDE), by=request.user)
    return redirect("projects:proposal", uid)


@login_required
def proposal_return(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, RETURN_PROPOSAL)
    form = NoteForm(request.POST or None, judged=proposal.updated_at)
    if request.method == "POST" and form.is_valid():
        sending.return_proposal(proposal=proposal, by=request.user, **form.cleaned_data)
        messages.success(request, _("The proposal was returned with your note."))
        return redirect("projects:proposal", uid)
    if proposal.state not in PENDING:
        return no_longer(request, WrongState(state=proposal.get_state_display()), "projects:proposal", uid)
    return _act_page(request, proposal, form, _("Return for correction"), _("Return with this note"))


@login_required
def proposal_withdraw(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, SUBMIT_PROPOSAL)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sending.withdraw_proposal(proposal=proposal, by=request.user, **form.cleaned_data)
        messages.success(request, _("The proposal was withdrawn. It stays readable."))
        return redirect("projects:proposal", uid)
    if proposal.state not in WITHDRAWABLE:
        return no_longer(request, WrongState(state=proposal.get_state_display()), "projects:proposal", uid)
    return _act_page(request, proposal, form, _("Withdraw the proposal"), _("Withdraw"))


def _act_page(request: PageRequest, proposal: Proposal, form, title: str, button: str) -> HttpResponse:
    context = {"proposal": proposal, "form": form, "title": title, "button": button}
    return render(request, "projects/proposal_act.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_POST
def proposal_comment(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, COMMENT)
    form = take(request, proposal.thread)
    if not form.is_valid():
        context = _context(request, proposal) | {"comment_form": form}
        return render(request, "projects/proposal.html", context, status=422)
    if "resolve" not in request.POST:
        sending.tell_of_comment(proposal=proposal, by=request.user)
    return redirect(f"{reverse('projects:proposal', args=[uid])}#comments")


@login_required
@require_safe
def submission(request: PageRequest, uid: UUID) -> HttpResponse:
    """What was sent, frozen, and what is different from the time before."""
    submission = submission_for(request.user, uid)
    before = submission.proposal.submissions.filter(no=submission.no - 1).first()
    context = {
        "submission": submission,
        "is_outside": submission.proposal_id in as_sent(request.user, [submission.proposal]),
        "before": before,
        "differences": said_in(submission, before) if before else [],
        "sections": sections_of(submission),
    }
    return render(request, "projects/submission.html", context)
