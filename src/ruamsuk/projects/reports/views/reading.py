"""A report as it is read and printed, its pictures and files, what is said about it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.audit.queries import history_of
from ruamsuk.comments.forms import CommentForm
from ruamsuk.comments.queries import newest_comments
from ruamsuk.comments.views import take
from ruamsuk.core.calendar import day_text
from ruamsuk.files.answers import respond
from ruamsuk.files.choices import Variant
from ruamsuk.projects.own_steps.queries import Waits, ready, waits_on
from ruamsuk.projects.reports.access import (
    may_on_report,
    may_return,
    may_see_writers,
    photos_for,
    report_file_for,
    report_for,
    report_photo_for,
    rung_for,
)
from ruamsuk.projects.reports.choices import Rung
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.ladder import holders_of_next, ladder_of, marked_steps
from ruamsuk.projects.reports.queries.participants import told_to
from ruamsuk.projects.trail import readable_history
from ruamsuk.projects.verbs import COMMENT, WRITE_REPORT


@require_safe
def report(request: PageRequest, uid: UUID) -> HttpResponse:
    """The report as it is read and printed. Persons are named only to those inside its scope."""
    report = report_for(request.user, uid)
    return _reading(request, report, CommentForm())


def _reading(request: PageRequest, report: ActivityReport, form: CommentForm) -> HttpResponse:
    user = request.user
    inside = may_on_report(user, report, READ_DRAFT)
    names = may_see_writers(user, report)
    may_write = may_on_report(user, report, WRITE_REPORT)
    may_comment = inside and may_on_report(user, report, COMMENT)
    steps, waits = marked_steps(ready(report)), waits_on(report, user)
    ladder = ladder_of(report, steps)
    context = {
        "report": report,
        "project": report.project,
        "month": day_text(report.held_on, long=True).partition(" ")[2] if report.held_on else "",
        "inside": inside,
        "photos": photos_for(user, report),
        "files": report.files.present().select_related("file"),
        "participants": told_to(user, report),
        "spending": report.spending.select_related("group"),
        "results": report.results.select_related("indicator"),
        "objectives": report.objectives.all(),
        "indicators": report.indicators.all(),
        "ladder": ladder,
        # While it is on its way: whom it waits for, in place of what was done last.
        "standing": next(
            (line.label for line in ladder if line.status == "next" and not report.is_writable), ""
        ),
        "next_people": holders_of_next(report, ladder) if names else (),
        "written": missing_in(report) if report.is_writable else None,
        "may_write": may_write and report.is_writable,
        "may_release": may_write,
        "rung": _rung(user, report, waits) if inside else None,  # whoever takes a step reads drafts as well
        "may_return": inside and may_return(user, report),
        "comments": newest_comments(request, report.thread) if inside else None,
        "comment_form": form if may_comment else None,
        "history": readable_history(history_of(report)) if names else (),
        "steps": steps if names else (),
        "waits": waits,
    }
    return render(request, "projects/report.html", context, status=422 if form.errors else 200)


def _rung(user: Reader, report: ActivityReport, waits: Waits) -> Rung | None:
    """The step to be taken now; while an acceptance waits it is confirmed, not taken again."""
    rung = rung_for(user, report)
    return None if rung and waits.step and not rung.skippable else rung


@require_safe
def report_photo(request: PageRequest, uid: UUID, photo: UUID, size: str) -> HttpResponseBase:
    """The picture itself: strangers get one that was released, those outside one without what is covered."""
    found = report_photo_for(request.user, uid, photo)
    given = found.given
    if size == "outside":  # for those inside, to see what others see
        given = found.file.given_to(inside=False, signed_in=request.user.is_authenticated)
    if given is None:
        raise Http404
    return respond(request, given, Variant.THUMBNAIL if size == "small" else Variant.STANDARD)


@require_safe
@never_cache  # lists of names may be among the files
def report_file(request: PageRequest, uid: UUID, file: UUID) -> HttpResponseBase:
    """The file itself."""
    return respond(request, report_file_for(request.user, uid, file).file)


@login_required
@require_POST
def report_comment(request: PageRequest, uid: UUID) -> HttpResponse:
    report = report_for(request.user, uid, COMMENT)
    form = take(request, report.thread)
    if form.is_valid():
        return redirect(reverse("projects:report", args=[uid]) + "#comments")
    return _reading(request, report, form)
