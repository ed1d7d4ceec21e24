"""Writing a proposal: five screens over the nine sections, saved while typing, by several people."""

from typing import Unpack
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.areas.forms import CHOSEN
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import area_of_today
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.money import baht_text
from ruamsuk.core.views import no_longer
from ruamsuk.drafts.actions import Chosen, Saved, Typed
from ruamsuk.drafts.forms import Drawing, ThingForm
from ruamsuk.drafts.models import KeptText
from ruamsuk.drafts.problems import RowGone
from ruamsuk.drafts.views import Context, Pages
from ruamsuk.evidence.problems import NotOffered
from ruamsuk.evidence.queries import Limits
from ruamsuk.evidence.queries.offers import offers
from ruamsuk.files.answers import respond
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.issues.models import Issue, Measure
from ruamsuk.plans.access import development_row_for, planned_project_for
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.designs.problems import RowInUse
from ruamsuk.projects.designs.queries import with_doubts
from ruamsuk.projects.proposals.access import applicant_for, may_do, proposal_for
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.actions.drafting import WRITING
from ruamsuk.projects.proposals.choices import STEPS
from ruamsuk.projects.proposals.forms.draft import read_changes, read_offer
from ruamsuk.projects.proposals.forms.proposals import IdCopyForm
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.problems import WasSubmitted
from ruamsuk.projects.proposals.queries.begun import begun_from
from ruamsuk.projects.proposals.queries.completeness import STEP_HELP
from ruamsuk.projects.proposals.queries.place import place_of_figures
from ruamsuk.projects.proposals.specs import SECTIONS
from ruamsuk.projects.verbs import SUBMIT_PROPOSAL


class ProposalPages(Pages[Proposal]):
    writing = WRITING
    steps = STEPS
    named = "projects:proposal"
    template = "projects/proposal_write.html"
    screens = "projects/_step_"
    unnamed = gettext_lazy("New proposal")
    refused = (RowGone, RowInUse, NotOffered)

    def to_write(self, user: User, uid: UUID) -> Proposal:
        return proposal_for(user, uid, WRITE_PROPOSAL)

    def to_read(self, user: User, uid: UUID) -> Proposal:
        return proposal_for(user, uid, READ_DRAFT)

    def may_write(self, user: User, document: Proposal) -> bool:
        return may_do(user, document, WRITE_PROPOSAL)

    def sees_persons(self, user: User, document: Proposal) -> bool:
        return may_do(user, document, SEE_APPLICANTS)

    def write(self, document: Proposal, *, by: User, **written: Unpack[Typed]) -> Saved[Proposal]:
        return drafting.save_fields(proposal=document, by=by, **written)

    def choose(self, document: Proposal, *, by: User, **chosen: Unpack[Chosen]) -> None:
        drafting.resolve_conflict(proposal=document, by=by, **chosen)

    def restore(
        self, document: Proposal, *, by: User, kind: str, uid: str, removed: KeptText | None = None
    ) -> None:
        drafting.restore_row(proposal=document, kind=kind, uid=uid, removed=removed, by=by)

    def add(self, document: Proposal, *, by: User, kind: str, parent_uid: str) -> None:
        drafting.add_row(proposal=document, kind=kind, parent_uid=parent_uid, by=by)

    def remove(self, document: Proposal, *, by: User, kind: str, uid: str) -> None:
        drafting.remove_row(proposal=document, kind=kind, uid=uid, by=by)

    def press(self, request: PageRequest, document: Proposal) -> None:
        """Takes over a standard, an official figure, or the area of today."""
        if figure := request.POST.get("figure"):
            _use_figure(request, document, figure)
        elif code := request.POST.get("standard"):
            _add_standard(request, document, code)
        elif "area-of-today" in request.POST:
            _take_area_of_today(request, document)

    def totals(self, document: Proposal) -> dict[str, str]:
        totals = {"total-design": baht_text(document.design.budget_satang)}
        for activity in document.design.activities.prefetch_related("lines"):
            totals[f"total-{activity.uid}"] = baht_text(activity.budget_satang)
            totals |= {f"total-{line.uid}": baht_text(line.amount_satang) for line in activity.lines.all()}
        return totals

    def after_last(self, request: PageRequest, document: Proposal) -> str:
        """The summary before sending for whoever may send."""
        return self.url(document, "submit" if may_do(request.user, document, SUBMIT_PROPOSAL) else "")

    def draw(self, request: PageRequest, document: Proposal, step: str, drawing: Drawing) -> Context:
        proposal, design = document, document.design

        def blocks(name: str) -> list[ThingForm]:
            return [drawing.form("p", proposal, block=name), drawing.form("d", design, block=name)]

        context: Context = {
            "proposal": proposal,
            "begun": begun_from(proposal, request.user),
            "sub": STEP_HELP[step],
            "sections": {section.key: section for section in SECTIONS},
        }
        if step == "name":
            context |= {
                "name": drawing.form("p", proposal, block="name"),
                "rest": blocks("rest"),
                "place": blocks("place"),
                "applicants": drawing.forms("applicant", proposal.applicants.select_related("id_copy"))
                if self.sees_persons(request.user, proposal)
                else None,
                "area_of_today": _new_area(proposal),
                "issues": drawing.ticks("issue", Issue.objects.in_use(), set(design.issues.all())),
            }
        elif step == "aims":
            indicators, problems = list(design.indicators.all()), list(design.situations.all())
            limits, offered = Limits.of(proposal.fiscal_year), offers(problems, place_of_figures(proposal))
            context |= {
                "situations": [
                    (
                        drawing.form("situation", row, block="main"),
                        drawing.form("situation", row, block="source"),
                        offered[row.pk],
                        row.doubts,
                    )
                    for row in with_doubts(problems, limits)
                ],
                "reasons": drawing.form("d", design, block="reasons"),
                "objectives": [
                    (
                        drawing.form("objective", row),
                        drawing.forms("indicator", (one for one in indicators if one.objective_id == row.pk)),
                        drawing.ticks("answers", problems, row.situations.all(), below=str(row.uid)),
                    )
                    for row in design.objectives.prefetch_related("situations")
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
                        "serves": drawing.ticks(
                            "serves", objectives, row.objectives.all(), below=str(row.uid)
                        ),
                        "lines": [(line, drawing.form("line", line)) for line in row.lines.all()],
                    }
                    for row in rows
                ],
                "measures": Measure.objects.filter(issue__in=design.issues.all()),
            }
        else:
            context |= {"results": drawing.form("d", design, block="results")}
        return context


PAGES = ProposalPages()


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
    return redirect(PAGES.first_screen(proposal))


@login_required
@require_POST
def proposal_from_measure(request: PageRequest, code: str) -> HttpResponse:
    measure = Measure.objects.in_use().filter(code=code).first()
    if measure is None:
        raise Http404
    proposal = drafting.start_proposal(measure=measure, fiscal_year=request.focus.year, by=request.user)
    return redirect(PAGES.first_screen(proposal))


@login_required
@require_POST
def proposal_from_development(request: PageRequest, uid: UUID) -> HttpResponse:
    row = development_row_for(request.user, uid, READ)
    proposal = drafting.start_proposal(development_row=row, fiscal_year=request.focus.year, by=request.user)
    return redirect(PAGES.first_screen(proposal))


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


def _use_figure(request: PageRequest, proposal: Proposal, named: str) -> None:
    """One press beside a problem. `named`: its uid, and the key of the offer."""
    situation, _dot, key = named.partition(".")
    fresh = proposal_for(request.user, proposal.uid, WRITE_PROPOSAL)
    drafting.save_fields(
        proposal=fresh,
        base_version=fresh.version,
        changes=read_offer(fresh, situation, key),
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
        return redirect(PAGES.first_screen(proposal))
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
    if proposal.first_submitted_at:
        return no_longer(request, WasSubmitted(), "projects:proposal", uid)
    return render(request, "projects/proposal_delete.html", {"proposal": proposal})


def _new_area(proposal: Proposal) -> Area | None:
    """The area to take over when the home area was closed meanwhile."""
    home = proposal.home_area
    return area_of_today(home) if home and home.closed_on else None


def _unused_standards(proposal: Proposal):
    used = proposal.design.indicators.exclude(standard=None).values("standard_id")
    return StandardIndicator.objects.filter(issue__in=proposal.design.issues.all()).exclude(pk__in=used)
