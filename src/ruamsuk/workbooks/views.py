"""Setting up a province from one workbook: template, preview by sheet, import, mistakes coloured, undo."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.downloads import download
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.imports.actions import importing
from ruamsuk.imports.background import begin_import, begin_undo
from ruamsuk.imports.choices import SAVING
from ruamsuk.imports.queries.moving import JOB_OF, trouble_of
from ruamsuk.imports.queries.reports import progress
from ruamsuk.workbooks.access import require_sender, visible_workbooks, workbook_for
from ruamsuk.workbooks.actions.importer import WORKBOOK
from ruamsuk.workbooks.actions.links import renew_links
from ruamsuk.workbooks.choices import OUTCOMES
from ruamsuk.workbooks.forms import WorkbookForm
from ruamsuk.workbooks.queries import books, reports
from ruamsuk.workbooks.verbs import SET_UP


@login_required
@require_http_methods(["GET", "POST"])
def workbooks(request: PageRequest) -> HttpResponse:
    require_sender(request.user)
    if request.method == "POST":
        return _take(request)
    return _workbooks(request, WorkbookForm())


@limited("workbook", per_minute=6)
def _take(request: PageRequest) -> HttpResponse:
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _workbooks(request, form, status=422)
    batch = importing.take_sent(form.cleaned_data, by=request.user)
    return redirect("workbooks:workbook", batch.uid)


def _workbooks(request: PageRequest, form: WorkbookForm, status: int = 200) -> HttpResponse:
    rows = visible_workbooks(request.user, SET_UP).select_related("by")
    page = Page(request, rows, order=("-at", "-pk"), size=20)
    return render(request, "workbooks/workbooks.html", {"form": form, "page": page}, status=status)


@login_required
@require_GET
def template(request: PageRequest) -> HttpResponse:
    require_sender(request.user)
    return download(books.template(), _("province-workbook") + ".xlsx")


@login_required
@require_GET
def workbook(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = workbook_for(request.user, uid)
    sheet, outcome = request.GET.get("sheet", ""), request.GET.get("outcome", "")
    page = Page(request, reports.lines_of(batch, sheet, outcome), order=("no", "pk"))
    figures = reports.figures(batch)
    context: dict[str, object] = {
        "batch": batch,
        "caution": WORKBOOK.caution,
        "figures": figures,
        "totals": (totals := reports.totals(figures)),
        "saves": any(number for outcome, _label, number in totals if outcome in SAVING),
        "stats": [(label, number, f"?outcome={outcome}") for outcome, label, number in totals],
        "page": page,
        "lines": [
            (row, reports.kind_in_words(row.kind), OUTCOMES[row.shown], reports.in_a_line(row))
            for row in page
        ],
        "sheet": sheet,
        "outcome": outcome,
        "refused": reports.lines_of(batch, outcome="failed").exists(),
        "to_hand_over": reports.without_letter(batch).count(),
    }
    if batch.state in JOB_OF:
        context["done"], context["of"] = progress(batch)
        context["trouble"] = trouble_of(batch)
    return render(request, "workbooks/workbook.html", context)


@login_required
@require_GET
def row(request: PageRequest, uid: UUID, no: int) -> HttpResponse:
    batch = workbook_for(request.user, uid)
    line = batch.lines.select_related("record").filter(no=no).first()
    if line is None:
        raise Http404
    context = {
        "batch": batch,
        "line": line,
        "sheet": reports.kind_in_words(line.kind),
        "outcome": OUTCOMES[line.shown],
        "noun": WORKBOOK.noun_of(line.record),
        "reasons": reports.reasons(line),
        "mended": reports.mended(line),
        "changes": reports.changes(line),
        "understood": reports.understood(line),
        "given": reports.given(line),
    }
    return render(request, "workbooks/row.html", context)


@login_required
@require_GET
def mistakes(request: PageRequest, uid: UUID) -> HttpResponse:
    """The same rows, mistakes coloured: to be corrected and sent again."""
    batch = workbook_for(request.user, uid)
    return download(books.corrected(batch), _("to-correct") + ".xlsx")


@login_required
@require_POST
def links(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = workbook_for(request.user, uid)
    phones = reports.phones(batch)
    return download(books.links(renew_links(batch=batch, by=request.user), phones), _("links") + ".xlsx")


@login_required
@require_POST
def start(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = workbook_for(request.user, uid)
    begin_import(batch, request.user)
    return redirect("workbooks:workbook", uid)


@login_required
@require_POST
def discard(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = workbook_for(request.user, uid)
    importing.discard_batch(batch=batch, by=request.user)
    messages.success(request, _("The file was thrown away; nothing of it was imported."))
    return redirect("workbooks:workbooks")


@login_required
@require_POST
def undo(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = workbook_for(request.user, uid)
    begin_undo(batch, request.user)
    return redirect("workbooks:workbook", uid)
