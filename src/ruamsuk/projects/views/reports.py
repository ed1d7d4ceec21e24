"""Activity reports: lists, writing on four screens, the album, reading, and the way up the ladder."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ruamsuk.accounts.access import may
from ruamsuk.accounts.choices import Can
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import User
from ruamsuk.areas.models import lies_in
from ruamsuk.audit.queries import history_of
from ruamsuk.comments.forms import CommentForm
from ruamsuk.comments.queries import comments_of
from ruamsuk.comments.views import take
from ruamsuk.core.calendar import arabic, day_text
from ruamsuk.core.forms import show_problem
from ruamsuk.core.money import baht_text
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.files.answers import is_one_by_one, not_taken, respond, taken
from ruamsuk.files.choices import Variant
from ruamsuk.funds.access import fund_for
from ruamsuk.projects.access import (
    may_on_report,
    may_return,
    may_run,
    project_for,
    report_for,
    report_to_return_for,
    rung_for,
)
from ruamsuk.projects.actions import reports as actions
from ruamsuk.projects.choices import LADDER, OWING, REPORT_DAYS, REPORT_STEPS, ReportState
from ruamsuk.projects.forms.reports import (
    FIELDS,
    FilesForm,
    PhotosForm,
    ReportRows,
    ReturnForm,
    StepForm,
    read_report,
)
from ruamsuk.projects.models import ActivityReport, Project
from ruamsuk.projects.queries import reports as queries
from ruamsuk.projects.queries.filters import Limits
from ruamsuk.projects.queries.history import readable_history
from ruamsuk.projects.views import autosave

FIRST = next(iter(REPORT_STEPS))


# Lists ----------------------------------------------------------------------------------------------------------


def reports(request: PageRequest) -> HttpResponse:
    """Reports of the area and year in focus; for those who check, what waits for them; for all, what is late."""
    limits = Limits.read(request.GET)
    if limits.figure:
        return _counted_reports(request, limits)
    user = request.user
    checks = any(may(user, rung.can) for rung in LADDER)
    writes = may(user, Can.WRITE_REPORT)
    show = request.GET.get("show", "")
    offered = {"waiting": checks, "returned": writes, "due": writes, "late": True, "all": True}
    if not offered.get(show):
        show = "waiting" if checks and queries.waiting_for(user).exists() else "all"
    inside = lies_in(request.focus.area.place_range) & Q(fiscal_year=request.focus.year)  # type: ignore[attr-defined]
    context = {"show": show, "offered": [name for name, on in offered.items() if on], "days": REPORT_DAYS}
    if show in ("late", "due"):
        can = Can.WRITE_REPORT if show == "due" else Can.READ
        projects = Project.objects.visible_to(user, can).filter(inside if show == "late" else Q())
        found = (
            queries.reports_late(projects)
            if show == "late"
            else queries.unreported(queries.reports_due(projects))
        )
        context["page"] = Page(request, queries.late_in(found), order=("ends_on",))
        return render(request, "projects/reports.html", context)
    if show == "waiting":
        rows, order = queries.waiting_for(user), ("sent_at",)
    elif show == "returned":
        rows = ActivityReport.objects.visible_to(user, Can.WRITE_REPORT).returned()
        order = ("changed_at",)
    else:
        rows, order = ActivityReport.objects.visible_to(user).filter(inside), ("-pk",)
    state = request.GET.get("state", "")
    if show == "all" and state in ReportState.values:
        rows = rows.filter(state=state)
    context |= {
        "page": Page(request, queries.with_card(rows), order=order),
        "state": state,
        "states": ReportState.choices,
    }
    return render(request, "projects/reports.html", context)


def _counted_reports(request: PageRequest, limits: Limits) -> HttpResponse:
    """The records behind a figure of the counting page: reports, or activities whose report is due or late."""
    focus = (request.focus.area, request.focus.year)
    context: dict[str, Any] = {"limits": limits, "offered": ["all"]}
    if limits.figure in ("reports_due", "reports_late"):
        rows: Any = limits.activities(*focus)
        context |= {"show": "late" if limits.figure == "reports_late" else "due"}
        context["page"] = Page(request, queries.late_in(rows), order=("ends_on",))
    else:
        rows = limits.reports(*focus)
        context |= {"show": "counted", "page": Page(request, queries.with_card(rows), order=("-pk",))}
    return render(request, "projects/reports.html", context | {"total": rows.count()})


def fund_reports(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, Can.READ)
    projects = Project.objects.filter(fund=fund, fiscal_year=request.focus.year)  # type: ignore[attr-defined]
    rows = ActivityReport.objects.visible_to(request.user).filter(project__in=projects)
    context = {
        "fund": fund,
        "counts": queries.report_counts(projects),
        "late": queries.late_in(queries.reports_late(projects)).order_by("ends_on", "pk")[:20],
        "page": Page(request, queries.with_card(rows), order=("-pk",)),
    }
    return render(request, "projects/report_fund.html", context)


def project_reports(request: PageRequest, uid: UUID) -> HttpResponse:
    """The activities of a project with the state of their reports, and how far its indicators are."""
    project = project_for(request.user, uid)
    lines, others = queries.lines_of(project, ActivityReport.objects.visible_to(request.user))
    context = {
        "project": project,
        "lines": lines,
        "others": others,
        "progress": queries.indicator_progress(project),
        "may_write": may_run(request.user, project, Can.WRITE_REPORT),
        "owes": project.status in OWING,
    }
    return render(request, "projects/report_project.html", context)


# Writing --------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def report_new(request: PageRequest, uid: UUID) -> HttpResponse:
    """One press: a report of an activity of the plan, or of something that was not in it."""
    project = project_for(request.user, uid, Can.WRITE_REPORT)
    activity = None
    if named := request.POST.get("activity"):
        activity = next((a for a in project.design.activities.all() if str(a.uid) == named), None)
        if activity is None:
            raise Http404
    report = actions.start_report(project=project, activity=activity, by=request.user)
    return redirect("projects:report-write", report.uid, FIRST)


@login_required
def report_write(request: PageRequest, uid: UUID, step: str) -> HttpResponse:
    if step not in REPORT_STEPS:
        raise Http404
    report = report_for(request.user, uid, Can.WRITE_REPORT)
    if not report.is_writable:
        return redirect("projects:report", report.uid)
    status = 200
    if request.method == "POST":
        saved = _save(request, report)
        if not (saved.errors or saved.conflicts or saved.lost):
            return redirect(_after(report, step, request.POST.get("go", "next")))
        status = 422
        report = report_for(request.user, uid, Can.WRITE_REPORT)
        if saved.lost:
            lost = " · ".join(saved.lost.values())
            messages.warning(request, _("A line was removed meanwhile. You had written: ") + lost)
    return render(request, "projects/report_write.html", _page(report, step), status=status)


def _after(report: ActivityReport, step: str, go: str) -> str:
    steps = list(REPORT_STEPS)
    if go in steps:
        return reverse("projects:report-write", args=[report.uid, go])
    if step == steps[-1]:
        return reverse("projects:report", args=[report.uid])
    return reverse("projects:report-write", args=[report.uid, steps[steps.index(step) + 1]])


def _save(request: PageRequest, report: ActivityReport) -> actions.SavedReport:
    return actions.save_report(
        report=report,
        base_version=autosave.base_version(request, report.version),
        changes=read_report(autosave.typed(request)),
        by=request.user,
    )


@login_required
@require_POST
def report_save(request: PageRequest, uid: UUID) -> HttpResponse:
    """The autosave: some fields in, what became of them out (static/projects/autosave.js)."""
    report = report_for(request.user, uid, Can.WRITE_REPORT)
    saved = _save(request, report)
    fresh = report_for(request.user, uid, Can.WRITE_REPORT)
    totals = {"total-people": f"{fresh.people:,}", "total-spent": baht_text(fresh.spent_satang)}
    status = render_to_string("projects/_report_status.html", _status(fresh, _step(request)), request)
    return autosave.answer(fresh, saved, totals=totals, status=status)


def _step(request: PageRequest) -> str:
    step = request.POST.get("step", FIRST)
    return step if step in REPORT_STEPS else FIRST


@login_required
@require_POST
def report_row(request: PageRequest, uid: UUID) -> HttpResponse:
    """Adds a line, takes a line, photo or file off, brings it back, moves a photo; then shows the screen again."""
    report = report_for(request.user, uid, Can.WRITE_REPORT)
    if any("." in name for name in request.POST):
        _save(request, report)  # what was typed on the page is never lost by adding a line
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
    fresh = report_for(request.user, uid, Can.WRITE_REPORT)
    part = "#body" if request.htmx else ""  # type: ignore[attr-defined]
    context = _page(fresh, _step(request)) | {"removed": removed}
    return render(request, f"projects/report_write.html{part}", context)


def _named(path: str) -> tuple[str, str]:
    """ "photo.<uid>" → kind and uid; anything else does not exist."""
    kind, _dot, uid = path.partition(".")
    try:
        UUID(uid)
    except ValueError:
        raise Http404 from None
    if kind not in actions.PARTS:
        raise Http404
    return kind, uid


@login_required
@require_POST
def report_choose(request: PageRequest, uid: UUID) -> HttpResponse:
    """Which of two texts for one field stands."""
    report = report_for(request.user, uid, Can.WRITE_REPORT)
    path = request.POST.get("path", "")
    waiting = report.conflicts.get(path)
    if waiting:
        other = read_report({path: waiting["text"]})[0] if request.POST.get("choose") == "other" else None
        actions.settle_conflict(report=report, path=path, change=other, by=request.user)
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
    report = report_for(request.user, uid, Can.WRITE_REPORT)
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
    report = report_for(request.user, uid, Can.WRITE_REPORT)
    if request.method == "POST":
        project = actions.delete_report(report=report, by=request.user)
        messages.success(request, _("The unsent report was thrown away."))
        return redirect("projects:project-reports", project.uid)
    return render(request, "projects/report_delete.html", {"report": report})


def _status(report: ActivityReport, step: str) -> dict:
    """What stands beside the fields: completeness, what is missing on this screen and on the others, two texts."""
    written = queries.missing_in(report)
    names = dict(
        User.objects.filter(pk__in=[c["by"] for c in report.conflicts.values()]).values_list("pk", "name")
    )
    return {
        "report": report,
        "step": step,
        "written": written,
        "steps": [(name, label, written.in_step(name)) for name, label in REPORT_STEPS.items()],
        "here": written.in_step(step),
        "conflicts": [
            {"path": path, "field": _label(path), "text": found["text"], "who": names.get(found["by"], "")}
            for path, found in report.conflicts.items()
        ],
    }


def _label(path: str) -> str:
    kind, _dot, rest = path.partition(".")
    return str(FIELDS[kind][rest if kind == "r" else rest.rpartition(".")[2]].label or "")


def _page(report: ActivityReport, step: str) -> dict:
    rows = ReportRows(report)
    context = _status(report, step) | {
        "title": REPORT_STEPS[step],
        "is_last": step == list(REPORT_STEPS)[-1],
    }
    if step == "done":
        served = set(report.objectives.values_list("pk", flat=True))
        measured = set(report.indicators.values_list("pk", flat=True))
        context |= {
            "head": rows.form("r", report, "title", "held_on", "until_on", "reported_for"),
            "objectives": [(row, row.pk in served) for row in report.project.design.objectives.all()],
            "indicators": [(row, row.pk in measured) for row in report.project.design.indicators.all()],
            "own": rows.form("r", report, "own_objectives", "planned"),
            "done": rows.form("r", report, "done"),
        }
    elif step == "results":
        context |= {
            "found": rows.form("r", report, "output", "outcome", "summary", "quality"),
            "participants": rows.forms("people", report.participants.kept().select_related("group")),
            "results": [(row, rows.form("result", row)) for row in queries.result_rows(report)],
        }
    elif step == "money":
        context |= {
            "spending": [(row, rows.form("spend", row)) for row in queries.spending_rows(report)],
            "troubles": rows.form(
                "r", report, "problems", "remedies", "support_wanted", "suggestion_to_funder"
            ),
        }
    else:
        context |= {
            "photos": [(row, rows.form("photo", row)) for row in report.photos.kept().select_related("file")],
            "files": [(row, rows.form("file", row)) for row in report.files.kept().select_related("file")],
            "photos_form": PhotosForm(),
            "files_form": FilesForm(),
        }
    return context


# Reading --------------------------------------------------------------------------------------------------------


def report(request: PageRequest, uid: UUID) -> HttpResponse:
    """The report as it is read and printed. Persons are named only to those inside its scope."""
    found = report_for(request.user, uid)
    return _reading(request, found, CommentForm())


def _reading(request: PageRequest, found: ActivityReport, form: CommentForm) -> HttpResponse:
    user = request.user
    inside = may_on_report(user, found, Can.READ_DRAFT)
    may_write = may_on_report(user, found, Can.WRITE_REPORT)
    may_comment = inside and may_on_report(user, found, Can.COMMENT)
    context = {
        "report": found,
        "project": found.project,
        "month": day_text(found.held_on, long=True).partition(" ")[2] if found.held_on else "",
        "inside": inside,
        "photos": found.photos.kept().select_related("file"),
        "files": found.files.kept().select_related("file"),
        "participants": found.participants.kept().select_related("group"),
        "spending": found.spending.all(),
        "results": found.results.select_related("indicator"),
        "objectives": found.objectives.all(),
        "indicators": found.indicators.all(),
        "ladder": queries.ladder_of(found),
        "written": queries.missing_in(found) if found.is_writable else None,
        "may_write": may_write and found.is_writable,
        "rung": rung_for(user, found) if inside else None,  # whoever takes a step reads drafts as well
        "may_return": inside and may_return(user, found),
        "comments": comments_of(found.thread) if inside else (),
        "comment_form": form if may_comment else None,
        "history": readable_history(history_of(found)) if inside else (),
        "steps": found.steps.select_related("by") if inside else (),
    }
    return render(request, "projects/report.html", context, status=422 if form.errors else 200)


def report_photo(request: PageRequest, uid: UUID, photo: UUID, size: str) -> HttpResponseBase:
    """The picture itself, for whoever may read the report."""
    found = report_for(request.user, uid).photos.filter(uid=photo).select_related("file").first()
    if found is None:
        raise Http404
    return respond(request, found.file, Variant.THUMBNAIL if size == "small" else Variant.STANDARD)


def report_file(request: PageRequest, uid: UUID, file: UUID) -> HttpResponseBase:
    """The file itself, for everyone signed in who may read the report: lists of names may be among the files."""
    found = report_for(request.user, uid).files.kept().filter(uid=file).select_related("file").first()
    if found is None or not request.user.is_authenticated:
        raise Http404
    return respond(request, found.file)


@login_required
@require_POST
def report_comment(request: PageRequest, uid: UUID) -> HttpResponse:
    found = report_for(request.user, uid, Can.COMMENT)
    form = take(request, found.thread)
    if form.is_valid():
        return redirect(reverse("projects:report", args=[uid]) + "#comments")
    return _reading(request, found, form)


# The ladder -----------------------------------------------------------------------------------------------------


def _posted(request: PageRequest) -> QueryDict | None:
    """What binds a form; a form without any field that must be filled may come empty."""
    return request.POST if request.method == "POST" else None


@login_required
def report_send(request: PageRequest, uid: UUID) -> HttpResponse:
    """A last look at what is sent, then the press."""
    found = report_for(request.user, uid, Can.WRITE_REPORT)
    form = Form(_posted(request))
    if form.is_valid():
        try:
            actions.send_report(report=found, by=request.user)
            messages.success(request, _("The report was sent."))
            return redirect("projects:report", uid)
        except Problem as problem:
            show_problem(form, problem)
    context = {"report": found, "form": form, "written": queries.missing_in(found)}
    return render(request, "projects/report_send.html", context, status=422 if form.errors else 200)


@login_required
def report_step(request: PageRequest, uid: UUID, to: str) -> HttpResponse:
    """Passes the report on to the state `to`; the mentor writes advice with it."""
    rung = next((rung for rung in LADDER if rung.state == to), None)
    if rung is None:
        raise Http404
    found = report_for(request.user, uid, rung.can)
    form = StepForm(_posted(request), initial={"advice": found.advice})
    is_mentor = rung.can == Can.CHECK_REPORT
    if not is_mentor:
        del form.fields["advice"]
    if form.is_valid():
        try:
            actions.step_report(report=found, rung=rung, by=request.user, **form.cleaned_data)
            messages.success(
                request, _("The report was passed on.") if rung.skippable else _("The report was accepted.")
            )
            return redirect("projects:report", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _act_page(request, found, form, str(rung.button), str(rung.who))


@login_required
def report_return(request: PageRequest, uid: UUID) -> HttpResponse:
    found = report_to_return_for(request.user, uid)
    form = ReturnForm(_posted(request))
    if form.is_valid():
        try:
            actions.return_report(report=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("The report was returned for correction."))
            return redirect("projects:report", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _act_page(request, found, form, _("Return for correction"), "")


def _act_page(request: PageRequest, found: ActivityReport, form: Form, button: str, who: str) -> HttpResponse:
    context = {"report": found, "form": form, "button": button, "who": who}
    return render(request, "projects/report_act.html", context, status=422 if form.errors else 200)
