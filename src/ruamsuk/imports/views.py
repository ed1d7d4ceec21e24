"""The pages of importing: send a file, see what would happen, let it happen, take it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.downloads import download, kept_as
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.imports.access import batch_for, require_importer
from ruamsuk.imports.actions import importing
from ruamsuk.imports.background import begin_import, begin_undo
from ruamsuk.imports.choices import SAVING, BatchState, LineResult
from ruamsuk.imports.forms import ImportForm
from ruamsuk.imports.importers import offered
from ruamsuk.imports.models import ImportBatch
from ruamsuk.imports.queries import reports
from ruamsuk.imports.queries.moving import JOB_OF, trouble_of
from ruamsuk.imports.queries.tables import described


@login_required
@require_http_methods(["GET", "POST"])
def batches(request: PageRequest) -> HttpResponse:
    require_importer(request.user)
    if request.method == "POST":
        return _take(request)
    return _batches(request, ImportForm())


@limited("import", per_minute=6)
def _take(request: PageRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _batches(request, form, status=422)
    batch = importing.take_sent(form.cleaned_data, by=request.user)
    upload = form.cleaned_data["file"]
    upload.seek(0)
    messages.info(request, _("The file was read as %(kind)s.") % {"kind": described(upload.read())})
    return redirect("imports:batch", batch.uid)


def _batches(request: PageRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    page = Page(request, ImportBatch.objects.select_related("by"), order=("-at", "-pk"), size=20)
    first_seen = _("Nothing is saved before you have seen what would happen.")
    sub = " ".join([*(str(one.takes) for one in offered()), first_seen])
    settings = [one.settings for one in offered() if one.settings]
    context = {"form": form, "page": page, "sub": sub, "settings": settings}
    return render(request, "imports/batches.html", context, status=status)


@login_required
@require_GET
def batch(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid)
    importer = reports.importer_of(batch)
    if importer.page:
        return redirect(importer.page, uid)
    outcome = request.GET.get("outcome", "")
    page = Page(request, reports.lines_of(batch, outcome), order=("no", "pk"))
    counted = reports.counted(batch)
    doubtful = reports.to_confirm(batch)
    context = {
        "batch": batch,
        "importer": importer,
        "page": page,
        "lines": [(row, reports.kind_in_words(importer, row)) for row in page],
        "counts": [
            *((one.label, number, f"?outcome={one.value}") for one, number in counted),
            *([(_("to be confirmed"), doubtful, f"?outcome={reports.TO_CONFIRM}")] if doubtful else []),
        ],
        # What an older page says is kept even where nothing is made of it.
        "saves": batch.state == BatchState.READY
        and any(number for one, number in counted if one in (*SAVING, LineResult.KEPT)),
        "outcome": outcome,
        "remarks": importer.remarks(batch),
    }
    if batch.state in JOB_OF:
        context["done"], context["of"] = reports.progress(batch)
        context["trouble"] = trouble_of(batch)
    return render(request, "imports/batch.html", context)


@login_required
@require_GET
def line(request: PageRequest, uid: UUID, no: int) -> HttpResponse:
    batch = batch_for(request.user, uid)
    row = batch.lines.select_related("record").filter(no=no).first()
    if row is None:
        raise Http404
    importer, report = reports.importer_of(batch), reports.report_of(row)
    shown = importer.shown(report["understood"])
    context = {
        "batch": batch,
        "line": row,
        "kind": reports.kind_in_words(importer, row),
        "noun": importer.noun_of(row.record),
        "shown": shown,
        "understood": reports.understood_in_words(importer, shown.understood, importer.in_words()),
        "mended": reports.shown_entries(importer, report["mended"]),
        "not_placed": reports.shown_entries(importer, report["not_placed"]),
        "errors": [reports.told(importer, one) for one in report["errors"]],
        "given": reports.given_in_words(row),
    }
    return render(request, "imports/line.html", context)


@login_required
@require_POST
def start(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid)
    begin_import(batch, request.user)
    return redirect("imports:batch", batch.uid)


@login_required
@require_POST
def discard(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid)
    importing.discard_batch(batch=batch, by=request.user)
    messages.success(request, _("The file was thrown away; nothing of it was imported."))
    return redirect("imports:batches")


@login_required
@require_POST
def undo(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid)
    begin_undo(batch, request.user)
    return redirect("imports:batch", batch.uid)


@login_required
@require_GET
def report_json(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid)
    answer = JsonResponse(reports.whole(batch), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return kept_as(answer, f"import-{batch.uid}.json")


@login_required
@require_GET
def report_text(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid)
    text = "\n".join(reports.in_words(batch))
    return download(text, f"import-{batch.uid}.txt")
