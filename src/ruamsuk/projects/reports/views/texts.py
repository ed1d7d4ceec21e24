"""Earlier texts of a report: who wrote what, when; one press brings a text back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.drafts import views as drafts
from ruamsuk.drafts.queries.texts import removed_rows
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.access import may_on_report, report_for
from ruamsuk.projects.reports.specs import REPORT
from ruamsuk.projects.verbs import WRITE_REPORT


@login_required
@require_safe
@never_cache
def report_texts(request: PageRequest, uid: UUID) -> HttpResponse:
    report = report_for(request.user, uid, READ_DRAFT)
    context = drafts.earlier_page(request, reports.WRITING, report, personal=False) | {
        "parts": removed_rows(REPORT, report),
        "may_write": report.is_writable and may_on_report(request.user, report, WRITE_REPORT),
        "name": "report",
        "title": report.title or _("Activity report"),
    }
    return render(request, "projects/earlier_texts.html", context)


@login_required
@require_POST
def report_text_back(request: PageRequest, uid: UUID) -> HttpResponse:
    report = report_for(request.user, uid, WRITE_REPORT)
    text = drafts.wanted_back(request, reports.WRITING, report, personal=False)
    saved = reports.save_report(report=report, changes=drafts.retyped(request, text), by=request.user)
    drafts.tell_brought_back(request, saved)
    return redirect("projects:report-texts", uid)
