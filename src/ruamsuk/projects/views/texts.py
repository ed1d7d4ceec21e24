"""Earlier texts of a proposal or a report: who wrote what, when; one press brings a text back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.choices import Can
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.paging import Page
from ruamsuk.projects.access import may_do, may_on_report, proposal_for, report_for
from ruamsuk.projects.actions import drafting, reports
from ruamsuk.projects.forms.texts import earlier_text, earlier_to_read
from ruamsuk.projects.queries.texts import earlier_texts, removed_parts

MOST = 100  # texts about persons that are shown


@login_required
@require_safe
@never_cache  # persons of the applicant: nothing is left on a shared computer
def proposal_texts(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, Can.READ_DRAFT)
    page = Page(request, earlier_texts(proposal), order=("-pk",))
    sees_persons = may_do(request.user, proposal, Can.SEE_APPLICANTS)
    of_persons = earlier_texts(proposal, personal=True).order_by("-pk")[:MOST] if sees_persons else []
    context = {
        "document": proposal,
        "page": page,
        "texts": earlier_to_read(proposal, page.rows),
        "of_persons": earlier_to_read(proposal, of_persons),
        "may_write": proposal.is_writable and may_do(request.user, proposal, Can.WRITE_PROPOSAL),
        "name": "proposal",
        "title": proposal.title or _("New proposal"),
    }
    return render(request, "projects/earlier_texts.html", context)


@login_required
@require_POST
def proposal_text_back(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, Can.WRITE_PROPOSAL)
    sees_persons = may_do(request.user, proposal, Can.SEE_APPLICANTS)
    text = earlier_text(proposal, request.POST.get("text", ""), personal=sees_persons)
    if text is None or not text.can_be_brought_back:
        raise Http404
    if text.change is None:
        drafting.restore_row(proposal=proposal, removed=text.row, by=request.user)
        saved = None
    else:
        change = text.again(request.POST.get("seen", ""))
        saved = drafting.save_fields(proposal=proposal, changes=[change], by=request.user)
    _tell(request, saved)
    return redirect("projects:proposal-texts", uid)


@login_required
@require_safe
@never_cache
def report_texts(request: PageRequest, uid: UUID) -> HttpResponse:
    report = report_for(request.user, uid, Can.READ_DRAFT)
    page = Page(request, earlier_texts(report), order=("-pk",))
    context = {
        "document": report,
        "page": page,
        "texts": earlier_to_read(report, page.rows),
        "parts": removed_parts(report),
        "may_write": report.is_writable and may_on_report(request.user, report, Can.WRITE_REPORT),
        "name": "report",
        "title": report.title or _("Activity report"),
    }
    return render(request, "projects/earlier_texts.html", context)


@login_required
@require_POST
def report_text_back(request: PageRequest, uid: UUID) -> HttpResponse:
    report = report_for(request.user, uid, Can.WRITE_REPORT)
    text = earlier_text(report, request.POST.get("text", ""), personal=False)
    if text is None or text.change is None:
        raise Http404
    saved = reports.save_report(
        report=report, changes=[text.again(request.POST.get("seen", ""))], by=request.user
    )
    _tell(request, saved)
    return redirect("projects:report-texts", uid)


def _tell(request: PageRequest, saved: Any) -> None:
    if saved and saved.conflicts:
        messages.warning(
            request, _("A newer text stands there meanwhile. Both are kept: choose on the writing page.")
        )
    elif saved and saved.lost:
        messages.warning(request, _("Its line was removed. Bring the line back first."))
    else:
        messages.success(request, _("The text is back."))
