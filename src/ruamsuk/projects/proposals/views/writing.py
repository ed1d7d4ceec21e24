"""Writing a proposal: five screens over the nine sections, saved while typing, by several people."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.areas.forms import CHOSEN
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import area_of_today
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.money import baht_text
from ruamsuk.drafts import views as drafts
from ruamsuk.drafts.actions import Saved
from ruamsuk.drafts.forms import Drawing, ReadText, ThingForm, waiting_to_read
from ruamsuk.drafts.models import KeptText
from ruamsuk.drafts.problems import RowGone, TextsChanged
from ruamsuk.drafts.queries.completeness import Completeness
from ruamsuk.drafts.queries.texts import removed_text
from ruamsuk.files.answers import respond
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.issues.models import Issue, Measure
from ruamsuk.plans.access import planned_project_for
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.designs.problems import RowInUse
from ruamsuk.projects.proposals.access import applicant_for, may_do, proposal_for
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.actions.drafting import WRITING
from ruamsuk.projects.proposals.choices import STEPS
from ruamsuk.projects.proposals.forms.draft import read_changes
from ruamsuk.projects.proposals.forms.proposals import IdCopyForm
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.completeness import STEP_HELP, completeness
from ruamsuk.projects.proposals.specs import PROPOSAL, SECTIONS
from ruamsuk.projects.verbs import SUBMIT_PROPOSAL


@login_required
@require_POST
def proposal_from_plan(request: PageRequest, uid: UUID) -> HttpResponse:
    """One press in the plan: everything known is filled in. A second press leads to the proposal that is there."""
    planned = planned_project_for(request.user, uid, WRITE_PROPOSAL)
    there = Proposal.objects.visible_to(request.user).of_plan_row(planned).first()
    if there is not None:
        messages.info(request, _("This project of the plan has a proposal already. Here it is."))
        return redirect("projects:proposal", there.uid)
    proposal = drafting.start_proposal(
        planned_project=planned, fiscal_year=planned.plan.fiscal_year, by=request.user
    )
    return redirect("projects:proposal-write", proposal.uid, "name")


@login_required
@require_POST
def proposal_from_measure(request: PageRequest, code: str) -> HttpResponse:
    measure = Measure.objects.in_use().filter(code=code).first()
    if measure is None:
        raise Http404
    proposal = drafting.start_proposal(measure=measure, fiscal_year=request.focus.year, by=request.user)
    return redirect("projects:proposal-write", proposal.uid, "name")


@login_required
@never_cache  # persons of the applicant: nothing is left on a shared computer
def proposal_write(request: PageRequest, uid: UUID, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    if not proposal.is_writable:
        return redirect("projects:proposal", proposal.uid)
    status = 200
    lost: Iterable[str] = ()
    if request.method == "POST":
        saved = _save(request, proposal)
        if not (saved.errors or saved.conflicts or saved.lost):
            return redirect(_after(request, proposal, step))
        status = 422
        proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
        lost = saved.lost.values()
    return render(
        request, "projects/proposal_write.html", _page(request, proposal, step, lost), status=status
    )


def _after(request: PageRequest, proposal: Proposal, step: str) -> str:
    """The screen after this one; after the last, the summary before sending for whoever may send."""
    steps, go = list(STEPS), request.POST.get("go", "next")
    if go in steps:
        return reverse("projects:proposal-write", args=[proposal.uid, go])
    if step != steps[-1]:
        return reverse("projects:proposal-write", args=[proposal.uid, steps[steps.index(step) + 1]])
    end = "proposal-submit" if may_do(request.user, proposal, SUBMIT_PROPOSAL) else "proposal"
    return reverse(f"projects:{end}", args=[proposal.uid])


def _save(request: PageRequest, proposal: Proposal) -> Saved[Proposal]:
    written = drafts.written(request, WRITING)
    return drafting.save_fields(proposal=proposal, by=request.user, **written)


@login_required
@require_POST
def proposal_save(request: PageRequest, uid: UUID) -> HttpResponse:
    """The autosave: some fields in, what became of them out. Fields that cannot be understood are kept as typed."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    saved = _save(request, proposal)
    if saved.completeness is None:
        return drafts.answer(saved, totals={}, status=None)
    context = _status(
        request, saved.document, request.POST.get("step", "name"), saved.lost.values(), saved.completeness
    )
    status = render_to_string("projects/_writing_status.html", context, request)
    return drafts.answer(saved, totals=_totals(saved.document), status=status)


def _totals(proposal: Proposal) -> dict[str, str]:
    """Computed figures by the id of the element that shows them."""
    totals = {"total-design": baht_text(proposal.design.budget_satang)}
    for activity in proposal.design.activities.prefetch_related("lines"):
        totals[f"total-{activity.uid}"] = baht_text(activity.budget_satang)
        totals |= {f"total-{line.uid}": baht_text(line.amount_satang) for line in activity.lines.all()}
    return totals


@login_required
@never_cache
@require_POST
def proposal_row(request: PageRequest, uid: UUID) -> HttpResponse:
    """Adds, removes or brings back a line, then shows the step again (only its body for htmx)."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    step = request.POST.get("step", "name")
    if step not in STEPS:
        raise Http404
    lost: Iterable[str] = ()
    if any("." in name for name in request.POST):
        # What was typed on the page is never lost by adding a line.
        lost = _save(request, proposal).lost.values()
    removed = None
    try:
        removed = _change_rows(request, proposal)
    except (RowGone, RowInUse) as problem:
        messages.warning(request, str(problem))
    fresh = proposal_for(request.user, uid, WRITE_PROPOSAL)
    context = _page(request, fresh, step, lost) | {"removed": removed}
    if request.htmx:
        return render(request, "projects/proposal_write.html#body", context)
    return render(request, "projects/proposal_write.html", context)


def _change_rows(request: PageRequest, proposal: Proposal) -> KeptText | None:
    """Does what the pressed button says; after a removal: what was removed."""
    if kind := request.POST.get("add"):
        kind, _dot, parent_uid = kind.partition(".")
        if PROPOSAL.rows(kind) is None:
            raise Http404
        drafting.add_row(proposal=proposal, kind=kind, parent_uid=parent_uid, by=request.user)
    elif path := request.POST.get("remove"):
        kind, _dot, row_uid = path.partition(".")
        if PROPOSAL.rows(kind) is None:
            raise Http404
        drafting.remove_row(proposal=proposal, kind=kind, uid=row_uid, by=request.user)
        return removed_text(PROPOSAL, proposal, kind, row_uid)
    elif path := request.POST.get("undo"):
        kind, _dot, row_uid = path.partition(".")
        removed = removed_text(PROPOSAL, proposal, kind, row_uid)
        if removed is None:
            raise Http404
        drafting.restore_row(proposal=proposal, removed=removed, by=request.user)
    elif code := request.POST.get("standard"):
        _add_standard(request, proposal, code)
    elif "area-of-today" in request.POST:
        _take_area_of_today(request, proposal)
    return None


def _take_area_of_today(request: PageRequest, proposal: Proposal) -> None:
    """One press for a home area that was closed meanwhile."""
    today = area_of_today(proposal.home_area) if proposal.home_area else None
    if today is None:
        raise Http404
    fresh = proposal_for(request.user, proposal.uid, WRITE_PROPOSAL)
    drafting.save_fields(
        proposal=fresh,
        base_version=fresh.version,
        changes=read_changes({"p.home_area": today.label, f"p.home_area{CHOSEN}": str(today.pk)}),
        by=request.user,
    )


def _add_standard(request: PageRequest, proposal: Proposal, code: str) -> None:
    """One press takes over a standard indicator: situation, objective and indicator; or a standard measure."""
    key = code.removeprefix("measure-")
    if key != code and key.isdecimal() and (measure := Measure.objects.filter(pk=key).first()):
        drafting.add_row(proposal=proposal, kind="activity", by=request.user, values={"name": str(measure)})
        return
    standard = StandardIndicator.objects.filter(code=code).first()
    if standard is None:
        raise Http404
    drafting.add_standard(proposal=proposal, standard=standard, by=request.user)


@login_required
@require_POST
def proposal_choose(request: PageRequest, uid: UUID) -> HttpResponse:
    """Which of two texts for one field stands."""
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    if (chosen := drafts.chosen(request, _waiting(request, proposal))) is not None:
        try:
            drafting.resolve_conflict(proposal=proposal, by=request.user, **chosen)
        except TextsChanged as problem:
            messages.warning(request, str(problem))
    step = request.POST.get("step", "")
    return redirect("projects:proposal-write", uid, step if step in STEPS else "name")


@login_required
@never_cache
def applicant_id_copy(request: PageRequest, uid: UUID, applicant: UUID) -> HttpResponseBase:
    """The copy of a person's ID card: read by fund, committee, mentor and authors only; put in by who writes."""
    writing = request.method == "POST" or "new" in request.GET
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL if writing else SEE_APPLICANTS)
    person = applicant_for(request.user, proposal, applicant)
    if not writing:
        if person.id_copy is None:
            raise Http404
        return respond(request, person.id_copy)
    form = IdCopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        drafting.set_id_copy(proposal=proposal, applicant=person, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The copy was kept. Only the fund, its committee and the mentor can open it.")
        )
        return redirect("projects:proposal-write", uid, "name")
    context = {
        "proposal": proposal,
        "form": form,
        "title": _("Copy of the ID card"),
        "button": _("Keep the copy"),
    }
    return render(request, "projects/proposal_act.html", context, status=422 if form.errors else 200)


@login_required
def proposal_delete(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    if request.method == "POST":
        drafting.delete_draft(proposal=proposal, by=request.user)
        messages.success(request, _("The draft was thrown away."))
        return redirect("projects:proposals")
    return render(request, "projects/proposal_delete.html", {"proposal": proposal})


def _status(
    request: PageRequest,
    proposal: Proposal,
    step: str,
    lost: Iterable[str] = (),
    done: Completeness | None = None,
) -> dict:
    """What stands beside the fields: completeness, what is missing on this screen and on the others, two texts for
    one field, what was typed into a line that is gone.
    """
    done = done or completeness(proposal)
    return {
        "proposal": proposal,
        "step": step,
        "done": done,
        "steps": [(name, label, done.in_step(name)) for name, label in STEPS.items()],
        "here": done.in_step(step),
        "waiting": _waiting(request, proposal),
        "lost": lost,
    }


def _waiting(request: PageRequest, proposal: Proposal) -> list[ReadText]:
    sees_persons = may_do(request.user, proposal, SEE_APPLICANTS)
    return waiting_to_read(WRITING, proposal, personal=sees_persons)


def _page(request: PageRequest, proposal: Proposal, step: str, lost: Iterable[str] = ()) -> dict:
    design, drawing = proposal.design, Drawing(WRITING, proposal)

    def blocks(name: str) -> list[ThingForm]:
        return [drawing.form("p", proposal, block=name), drawing.form("d", design, block=name)]

    context = _status(request, proposal, step, lost) | {
        "title": STEPS[step],
        "help": STEP_HELP[step],
        "sections": {section.key: section for section in SECTIONS},
        "is_last": step == list(STEPS)[-1],
    }
    if step == "name":
        context |= {
            "name": drawing.form("p", proposal, block="name"),
            "rest": blocks("rest"),
            "place": blocks("place"),
            "applicants": drawing.forms("applicant", proposal.applicants.select_related("id_copy"))
            if may_do(request.user, proposal, SEE_APPLICANTS)
            else None,
            "area_of_today": _new_area(proposal),
            "issues": drawing.ticks("issue", Issue.objects.in_use(), set(design.issues.all())),
        }
    elif step == "aims":
        indicators = list(design.indicators.all())
        context |= {
            "situations": drawing.forms("situation", design.situations.all()),
            "reasons": drawing.form("d", design, block="reasons"),
            "objectives": [
                (
                    drawing.form("objective", row),
                    drawing.forms("indicator", (one for one in indicators if one.objective_id == row.pk)),
                )
                for row in design.objectives.all()
            ],
            "standards": _unused_standards(proposal),
        }
    elif step == "people":
        context |= {
            "targets": drawing.forms("target", design.targets.all()),
            "days": drawing.form("d", design, block="days"),
        }
    elif step == "work":
        objectives = list(design.objectives.all())
        rows = design.activities.prefetch_related("lines", "objectives")
        context |= {
            "approach": drawing.form("d", design, block="approach"),
            "activities": [
                {
                    "activity": row,
                    "main": drawing.form("activity", row, block="main"),
                    "more": drawing.form("activity", row, block="more"),
                    "serves": drawing.ticks("serves", objectives, row.objectives.all(), below=str(row.uid)),
                    "lines": [(line, drawing.form("line", line)) for line in row.lines.all()],
                }
                for row in rows
            ],
            "measures": Measure.objects.filter(issue__in=design.issues.all()),
        }
    else:
        context |= {"results": drawing.form("d", design, block="results")}
    return context | drafts.stands_on(drawing.marks)


def _new_area(proposal: Proposal) -> Area | None:
    """The area to take over when the home area was closed meanwhile."""
    home = proposal.home_area
    return area_of_today(home) if home and home.closed_on else None


def _unused_standards(proposal: Proposal):
    used = proposal.design.indicators.exclude(standard=None).values("standard_id")
    return StandardIndicator.objects.filter(issue__in=proposal.design.issues.all()).exclude(pk__in=used)
