"""Exchange with the national system: what is ready, files out and in, what differs; forms of other systems."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.access import may, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core import downloads
from ruamsuk.core.forms import show_problem
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.exchanges.access import (
    column_to_change_for,
    entry_for,
    exchanged_project_for,
    file_for,
    form_for,
    form_to_change_for,
    require_exchange,
    visible_files,
)
from ruamsuk.exchanges.actions import entries as acts
from ruamsuk.exchanges.actions import mapping as actions
from ruamsuk.exchanges.actions.importer import OUTSIDE
from ruamsuk.exchanges.choices import OUTCOMES, Reads, Show
from ruamsuk.exchanges.forms import (
    ColumnForm,
    FormForm,
    OutsideFileForm,
    PairForm,
    ResultForm,
    result_begun,
    values_of_column,
)
from ruamsuk.exchanges.models import ExchangeForm, OutsideEntry, ProjectResult
from ruamsuk.exchanges.problems import ExchangeTooMany
from ruamsuk.exchanges.queries import reports
from ruamsuk.exchanges.queries.books import book
from ruamsuk.exchanges.queries.lists import (
    compare,
    compared,
    counted,
    entries_there,
    projects_here,
    said_there,
)
from ruamsuk.exchanges.queries.words import labels_of
from ruamsuk.exchanges.verbs import EXCHANGE
from ruamsuk.funds.access import fund_for
from ruamsuk.funds.models import Fund
from ruamsuk.imports.actions import importing
from ruamsuk.imports.background import begin_import, begin_undo
from ruamsuk.imports.choices import SAVING
from ruamsuk.imports.queries.moving import JOB_OF, trouble_of
from ruamsuk.imports.queries.reports import progress
from ruamsuk.issues.verbs import EDIT_CATALOGUE

SIZE = 50


@dataclass(frozen=True)
class Asked:
    """What the address asks: by which form, of which fund, which of them."""

    form: ExchangeForm
    fund: Fund | None
    show: str


def _asked(request: PageRequest) -> Asked | None:
    """None: no form is in use."""
    uid, fund, show = (request.GET.get(name, "") for name in ("form", "fund", "show"))
    try:
        form = form_for(request.user, UUID(uid)) if uid else ExchangeForm.objects.in_use().whole().first()
        found = fund_for(request.user, UUID(fund), READ) if fund else None
    except ValueError:
        raise Http404 from None
    return Asked(form, found, show if show in Show.values else Show.ALL) if form else None


# Lists -----------------------------------------------------------------------------------------------------------


@login_required
@require_GET
def index(request: PageRequest) -> HttpResponse:
    require_exchange(request.user)
    asked = _asked(request)
    if asked is None:
        return render(request, "exchanges/index.html", {"may_edit": may(request.user, EDIT_CATALOGUE)})
    context: dict[str, object] = {
        "asked": asked,
        "forms": ExchangeForm.objects.in_use(),
        "funds": _funds(request),
        "shows": Show.choices,
        "may_edit": may(request.user, EDIT_CATALOGUE),
        "there_only": _there_only(request, asked).count(),
    }
    try:
        found = compare(_here(request, asked), asked.form)
    except ExchangeTooMany as problem:
        return render(request, "exchanges/index.html", context | {"too_many": problem})
    counts = counted(found)
    chosen = [one for one in found if one.fits(asked.show)]
    number = _page_number(request, len(chosen))
    context |= {
        "stats": [(Show(show).label, n, show) for show, n in counts.items()],
        "rows": chosen[number * SIZE : (number + 1) * SIZE],
        "chosen": len(chosen),
        "previous": number if number else None,
        "next": number + 2 if (number + 1) * SIZE < len(chosen) else None,
    }
    return render(request, "exchanges/index.html", context)


def _page_number(request: PageRequest, of: int) -> int:
    """From 0; all is compared anyway, so pages are counted."""
    typed = request.GET.get("page", "")
    number = int(typed) - 1 if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    return max(0, min(number, (of - 1) // SIZE))


def _here(request: PageRequest, asked: Asked):
    return projects_here(request.user, request.focus.area, request.focus.year, asked.fund)


def _there_only(request: PageRequest, asked: Asked):
    rows = entries_there(request.user, asked.form, request.focus.area, request.focus.year, asked.fund)
    return rows.filter(project__isnull=True)


def _funds(request: PageRequest) -> list[Fund]:
    """To choose from, where they are few."""
    rows = Fund.objects.visible_to(request.user, EXCHANGE).in_area(request.focus.area).order_by("code")[:101]
    return list(rows) if len(rows) <= 100 else []


@login_required
@require_GET
@limited("export", per_minute=20)
def download(request: PageRequest) -> HttpResponse:
    """The file of the form with the projects of the list."""
    require_exchange(request.user)
    if (asked := _asked(request)) is None:
        raise Http404
    found = compare(_here(request, asked), asked.form)
    rows = [(one.values, one.entry.more if one.entry else {}) for one in found if one.fits(asked.show)]
    return downloads.download(book(asked.form, rows), f"exchange-{request.focus.year}.xlsx")


@login_required
@require_GET
def there(request: PageRequest) -> HttpResponse:
    """Typed there, not here."""
    require_exchange(request.user)
    if (asked := _asked(request)) is None:
        raise Http404
    rows = _there_only(request, asked).select_related("fund")
    context = {"asked": asked, "page": Page(request, rows, order=("title", "pk"))}
    return render(request, "exchanges/there.html", context)


@login_required
@require_GET
@limited("export", per_minute=20)
def there_download(request: PageRequest) -> HttpResponse:
    require_exchange(request.user)
    if (asked := _asked(request)) is None:
        raise Http404
    rows = [(one.values, one.more) for one in _there_only(request, asked).order_by("title", "pk")]
    return downloads.download(book(asked.form, rows), f"there-only-{request.focus.year}.xlsx")


# One project, one entry ------------------------------------------------------------------------------------------


@login_required
@require_GET
def beside(request: PageRequest, uid: UUID) -> HttpResponse:
    """A project here beside what the other system holds of it."""
    project = exchanged_project_for(request.user, uid)
    asked = _asked(request)
    found = compared([project], asked.form)[0] if asked and project.fiscal_year else None
    return render(request, "exchanges/beside.html", {"project": project, "found": found, "asked": asked})


@login_required
@require_http_methods(["GET", "POST"])
def result(request: PageRequest, uid: UUID) -> HttpResponse:
    project = exchanged_project_for(request.user, uid)
    stands = ProjectResult.objects.filter(project=project).first()
    entries = list(OutsideEntry.objects.filter(project=project).select_related("form"))
    form = ResultForm(request.POST or None, initial=result_begun(stands, entries))
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_result(project=project, by=request.user, **form.cleaned_data)
            messages.success(request, _("The result is kept."))
            return redirect("exchanges:beside", uid)
        except Problem as problem:
            show_problem(form, problem)
    context = {
        "project": project,
        "form": form,
        "stands": stands,
        "from_there": next((one for one in entries if one.values.get(Reads.RESULT)), None),
    }
    return render(request, "exchanges/result.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: PageRequest, uid: UUID) -> HttpResponse:
    """What the other system holds, and which project here it is."""
    found = entry_for(request.user, uid)
    form = PairForm(
        request.POST or None, entry=found, initial={"project": found.project.uid if found.project else None}
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.pair_entry(entry=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved. Newer files follow it."))
            return redirect("exchanges:entry", uid)
        except Problem as problem:
            show_problem(form, problem)
    used = ExchangeForm.objects.whole().get(pk=found.form_id)
    context = {
        "entry": found,
        "form": form,
        "found": compared([found.project], used)[0] if found.project else None,
        "there": said_there(used, found),
    }
    return render(request, "exchanges/entry.html", context, status=422 if form.errors else 200)


# Files that come in ----------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def files(request: PageRequest) -> HttpResponse:
    require_exchange(request.user)
    if request.method == "POST":
        return _take(request)
    return _files(request, OutsideFileForm())


@limited("exchange", per_minute=6)
def _take(request: PageRequest) -> HttpResponse:
    form = OutsideFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _files(request, form, status=422)
    batch = importing.take_sent(form.cleaned_data, by=request.user)
    return redirect("exchanges:file", batch.uid)


def _files(request: PageRequest, form: OutsideFileForm, status: int = 200) -> HttpResponse:
    rows = visible_files(request.user, EXCHANGE).select_related("by")
    page = Page(request, rows, order=("-at", "-pk"), size=20)
    context = {"form": form, "page": page, "has_forms": ExchangeForm.objects.in_use().exists()}
    return render(request, "exchanges/files.html", context, status=status)


@login_required
@require_GET
def file(request: PageRequest, uid: UUID) -> HttpResponse:
    batch = file_for(request.user, uid)
    form, outcome = reports.form_of(batch), request.GET.get("outcome", "")
    page = Page(request, reports.rows_of(batch, outcome), order=("no", "pk"))
    totals = reports.totals(batch)
    context: dict[str, object] = {
        "batch": batch,
        "form": form,
        "caution": OUTSIDE.caution,
        "saves": any(n for name, _label, n in totals if name in SAVING),
        "stats": [(label, n, f"?outcome={name}") for name, label, n in totals],
        "unknown": reports.unknown_of(batch),
        "outcome": outcome,
        "page": page,
        "rows": [(row, OUTCOMES[row.shown], reports.in_a_line(form, row)) for row in page] if form else [],
    }
    if batch.state in JOB_OF:
        context["done"], context["of"] = progress(batch)
        context["trouble"] = trouble_of(batch)
    return render(request, "exchanges/file.html", context)


@login_required
@require_GET
def row(request: PageRequest, uid: UUID, no: int) -> HttpResponse:
    batch = file_for(request.user, uid)
    line = batch.lines.select_related("record").filter(no=no).first()
    form = reports.form_of(batch)
    if line is None or form is None:
        raise Http404
    context = {
        "batch": batch,
        "line": line,
        "outcome": OUTCOMES[line.shown],
        "reasons": reports.reasons(form, line),
        "changes": reports.changes(form, line),
        "differs": reports.beside(form, line),
        "given": reports.given(form, line),
        "noun": OUTSIDE.noun_of(line.record),
    }
    return render(request, "exchanges/row.html", context)


@login_required
@require_POST
def start(request: PageRequest, uid: UUID) -> HttpResponse:
    begin_import(file_for(request.user, uid), request.user)
    return redirect("exchanges:file", uid)


@login_required
@require_POST
def discard(request: PageRequest, uid: UUID) -> HttpResponse:
    importing.discard_batch(batch=file_for(request.user, uid), by=request.user)
    messages.success(request, _("The file was thrown away; nothing of it was saved."))
    return redirect("exchanges:files")


@login_required
@require_POST
def undo(request: PageRequest, uid: UUID) -> HttpResponse:
    begin_undo(file_for(request.user, uid), request.user)
    return redirect("exchanges:file", uid)


# Forms of other systems ------------------------------------------------------------------------------------------


@login_required
@require_GET
def forms(request: PageRequest) -> HttpResponse:
    require(request.user, EDIT_CATALOGUE)
    return render(request, "exchanges/forms.html", {"rows": ExchangeForm.objects.whole()})


@login_required
@require_http_methods(["GET", "POST"])
def form_add(request: PageRequest) -> HttpResponse:
    require(request.user, EDIT_CATALOGUE)
    form = FormForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_form(by=request.user, **form.cleaned_data)
            return redirect("exchanges:form", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add a form of another system"), "", reverse("exchanges:forms"))


@login_required
@require_GET
def form(request: PageRequest, uid: UUID) -> HttpResponse:
    found = form_to_change_for(request.user, uid)
    return render(request, "exchanges/form.html", {"form": found, "columns": found.columns.all()})


@login_required
@require_http_methods(["GET", "POST"])
def form_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    found = form_to_change_for(request.user, uid)
    form = FormForm(request.POST or None, initial={"name": found.name, "note": found.note})
    back = reverse("exchanges:form", args=[uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_form(form=found, by=request.user, **form.cleaned_data)
            return redirect(back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Change the name of the form"), found.name, back)


@login_required
@require_POST
def form_retire(request: PageRequest, uid: UUID) -> HttpResponse:
    """Takes it out of use, or with `back` into use again."""
    found = form_to_change_for(request.user, uid)
    act = actions.restore_form if "back" in request.POST else actions.retire_form
    act(form=found, by=request.user)
    return redirect("exchanges:form", uid)


@login_required
@require_http_methods(["GET", "POST"])
def column_add(request: PageRequest, uid: UUID) -> HttpResponse:
    found = form_to_change_for(request.user, uid)
    form = ColumnForm(request.POST or None)
    back = reverse("exchanges:form", args=[uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_column(form=found, by=request.user, **form.cleaned_data)
            return redirect(back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add a column"), found.name, back)


@login_required
@require_http_methods(["GET", "POST"])
def column_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    column = column_to_change_for(request.user, uid)
    form = ColumnForm(request.POST or None, initial=values_of_column(column))
    back = reverse("exchanges:form", args=[column.form.uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_column(form=column.form, column=column, by=request.user, **form.cleaned_data)
            return redirect(back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Change the column"), column.form.name, back, column)


@login_required
@require_POST
def column_remove(request: PageRequest, uid: UUID) -> HttpResponse:
    column = column_to_change_for(request.user, uid)
    actions.remove_column(form=column.form, column=column, by=request.user)
    return redirect("exchanges:form", column.form.uid)


def _form(
    request: PageRequest, form: FormForm | ColumnForm, heading: str, sub: str, back: str, column=None
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "sub": sub,
        "back": back,
        "column": column,
        "codes": labels_of(column.field).items() if column else [],
    }
    return render(request, "exchanges/edit.html", context, status=422 if form.errors else 200)
