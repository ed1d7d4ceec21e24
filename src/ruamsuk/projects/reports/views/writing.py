"""Writing a report on four screens, saved while typing; its photos and files."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.calendar import arabic
from ruamsuk.core.money import baht_text
from ruamsuk.drafts import views as drafts
from ruamsuk.drafts.forms import Drawing, ReadText, waiting_to_read
from ruamsuk.drafts.problems import TextsChanged
from ruamsuk.drafts.queries.completeness import Completeness
from ruamsuk.files.answers import is_one_by_one, not_taken, taken
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.access import report_for
from ruamsuk.projects.reports.actions import WRITING
from ruamsuk.projects.reports.choices import REPORT_STEPS
from ruamsuk.projects.reports.forms import FilesForm, PhotosForm
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.contents import result_rows, spending_rows
from ruamsuk.projects.reports.specs import REPORT
from ruamsuk.projects.verbs import WRITE_REPORT

FIRST = next(iter(REPORT_STEPS))


@login_required
@require_POST
def report_new(request: PageRequest, uid: UUID) -> HttpResponse:
    """One press: a report of an activity of the plan, or of something that was not in it."""
    project = project_for(request.user, uid, WRITE_REPORT)
    activity = None
    if named := request.POST.get("activity"):
        activity = next((a for a in project.design.activities.all() if str(a.uid) == named), None)
        if activity is None:
            raise Http404
    report = actions.start_report(project=project, activity=activity, by=request.user)
    return redirect("projects:report-write", report.uid, FIRST)


@login_required
@never_cache  # a page from the browser's store would not know what was saved on it since
def report_write(request: PageRequest, uid: UUID, step: str) -> HttpResponse:
    if step not in REPORT_STEPS:
        raise Http404
    report = report_for(request.user, uid, WRITE_REPORT)
    if not report.is_writable:
        return redirect("projects:report", report.uid)
    status = 200
    lost: Iterable[str] = ()
    if request.method == "POST":
        saved = actions.save_report(report=report, by=request.user, **drafts.written(request, WRITING))
        if not (saved.errors or saved.conflicts or saved.lost):
            return redirect(_after(report, step, request.POST.get("go", "next")))
        status = 422
        report = report_for(request.user, uid, WRITE_REPORT)
        lost = saved.lost.values()
    return render(request, "projects/report_write.html", _page(report, step, lost), status=status)


def _after(report: ActivityReport, step: str, go: str) -> str:
    steps = list(REPORT_STEPS)
    if go in steps:
        return reverse("projects:report-write", args=[report.uid, go])
    if step == steps[-1]:
        return reverse("projects:report", args=[report.uid])
    return reverse("projects:report-write", args=[report.uid, steps[steps.index(step) + 1]])


@login_required
@require_POST
def report_save(request: PageRequest, uid: UUID) -> HttpResponse:
    """The autosave: some fields in, what became of them out (static/drafts/autosave.js)."""
    report = report_for(request.user, uid, WRITE_REPORT)
    saved = actions.save_report(report=report, by=request.user, **drafts.written(request, WRITING))
    fresh = saved.document
    if saved.completeness is None:
        return drafts.answer(saved, totals={}, status=None)
    totals = {"total-people": f"{fresh.people:,}", "total-spent": baht_text(fresh.spent_satang)}
    context = _status(fresh, _step(request), saved.lost.values(), saved.completeness)
    status = render_to_string("projects/_report_status.html", context, request)
    return drafts.answer(saved, totals=totals, status=status)


def _step(request: PageRequest) -> str:
    step = request.POST.get("step", FIRST)
    return step if step in REPORT_STEPS else FIRST


@login_required
@never_cache
@require_POST
def report_row(request: PageRequest, uid: UUID) -> HttpResponse:
    """Adds a line, takes a line, photo or file off, brings it back, moves a photo; then shows the screen again."""
    report = report_for(request.user, uid, WRITE_REPORT)
    lost: Iterable[str] = ()
    if any("." in name for name in request.POST):
        # What was typed on the page is never lost by adding a line.
        written = drafts.written(request, WRITING)
        lost = actions.save_report(report=report, by=request.user, **written).lost.values()
    removed = ""
    if "add" in request.POST:
        actions.add_participants(report=report, by=request.user)
    elif path := request.POST.get("remove"):
        kind, part = _named(path)
        actions.remove_part(report=report, kind=kind, uid=part, by=request.user)
        removed = path
    elif path := request.POST.get("undo"):
        kind, part = _named(path)
        actions.restore_part(report=report, kind=kind, uid=part, by=request.user)
    elif photo := request.POST.get("move"):
        place = arabic(request.POST.get(f"place-{photo}", "")).strip()
        if place.isdigit():
            actions.move_photo(report=report, uid=photo, to=int(place), by=request.user)
    fresh = report_for(request.user, uid, WRITE_REPORT)
    part = "#body" if request.htmx else ""
    context = _page(fresh, _step(request), lost) | {"removed": removed}
    return render(request, f"projects/report_write.html{part}", context)


def _named(path: str) -> tuple[str, str]:
    """ "photo.<uid>" → kind and uid; anything else does not exist."""
    kind, _dot, uid = path.partition(".")
    try:
        UUID(uid)
    except ValueError:
        raise Http404 from None
    if REPORT.rows(kind) is None:
        raise Http404
    return kind, uid


@login_required
@require_POST
def report_choose(request: PageRequest, uid: UUID) -> HttpResponse:
    """Which of two texts for one field stands."""
    report = report_for(request.user, uid, WRITE_REPORT)
    if (chosen := drafts.chosen(request, _waiting(report))) is not None:
        try:
            actions.settle_conflict(report=report, by=request.user, **chosen)
        except TextsChanged as problem:
            messages.warning(request, str(problem))
    return redirect("projects:report-write", uid, _step(request))


@login_required
@require_POST
def report_photos(request: PageRequest, uid: UUID) -> HttpResponse:
    """Takes photos in, one by one from the page's script or all at once from a plain form."""
    return _take(request, uid, PhotosForm, "photos")


@login_required
@require_POST
def report_files(request: PageRequest, uid: UUID) -> HttpResponse:
    return _take(request, uid, FilesForm, "documents")


def _take(request: PageRequest, uid: UUID, form_class: type[Form], field: str) -> HttpResponse:
    report = report_for(request.user, uid, WRITE_REPORT)
    form = form_class(request.POST, request.FILES)
    if form.is_valid():
        add = actions.add_photos if field == "photos" else actions.add_files
        add(report=report, uploads=form.cleaned_data[field], by=request.user)
        return taken(request, reverse("projects:report-write", args=[uid, "photos"]))
    if is_one_by_one(request):
        return not_taken(form)
    name = "photos_form" if field == "photos" else "files_form"
    return render(request, "projects/report_write.html", _page(report, "photos") | {name: form}, status=422)


@login_required
def report_delete(request: PageRequest, uid: UUID) -> HttpResponse:
    report = report_for(request.user, uid, WRITE_REPORT)
    if request.method == "POST":
        project = actions.delete_report(report=report, by=request.user)
        messages.success(request, _("The unsent report was thrown away."))
        return redirect("projects:project-reports", project.uid)
    return render(request, "projects/report_delete.html", {"report": report})


def _status(
    report: ActivityReport, step: str, lost: Iterable[str] = (), written: Completeness | None = None
) -> dict:
    """What stands beside the fields: completeness, what is missing on this screen and on the others, two texts for
    one field, what was typed into a line that is gone.
    """
    written = written or missing_in(report)
    return {
        "report": report,
        "step": step,
        "written": written,
        "steps": [(name, label, written.in_step(name)) for name, label in REPORT_STEPS.items()],
        "here": written.in_step(step),
        "waiting": _waiting(report),
        "lost": lost,
    }


def _waiting(report: ActivityReport) -> list[ReadText]:
    return waiting_to_read(WRITING, report, personal=False)


def _page(report: ActivityReport, step: str, lost: Iterable[str] = ()) -> dict:
    drawing = Drawing(WRITING, report)
    context = _status(report, step, lost) | {
        "title": REPORT_STEPS[step],
        "is_last": step == list(REPORT_STEPS)[-1],
    }
    if step == "done":
        plan = report.project.design
        context |= {
            "head": drawing.form("r", report, block="head"),
            "objectives": drawing.ticks("obj", plan.objectives.all(), set(report.objectives.all())),
            "indicators": drawing.ticks("ind", plan.indicators.all(), set(report.indicators.all())),
            "own": drawing.form("r", report, block="own"),
            "done": drawing.form("r", report, block="done"),
        }
    elif step == "results":
        context |= {
            "found": drawing.form("r", report, block="found"),
            "participants": drawing.forms("people", report.participants.present().select_related("group")),
            "results": [(row, drawing.form("result", row)) for row in result_rows(report)],
        }
    elif step == "money":
        context |= {
            "spending": [(row, drawing.form("spend", row)) for row in spending_rows(report)],
            "troubles": drawing.form("r", report, block="troubles"),
        }
    else:
        context |= {
            "photos": [
                (row, drawing.form("photo", row)) for row in report.photos.present().select_related("file")
            ],
            "files": [
                (row, drawing.form("file", row)) for row in report.files.present().select_related("file")
            ],
            "photos_form": PhotosForm(),
            "files_form": FilesForm(),
        }
    return context | drafts.stands_on(drawing.marks)
