"""A report as it is read and printed, its pictures and files, what is said about it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ruamsuk.accounts.choices import Can
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.audit.queries import history_of
from ruamsuk.comments.forms import CommentForm
from ruamsuk.comments.queries import comments_of
from ruamsuk.comments.views import take
from ruamsuk.core.calendar import day_text
from ruamsuk.files.answers import respond
from ruamsuk.files.choices import Variant
from ruamsuk.projects.access import may_on_report, may_return, may_see_writers, report_for, rung_for
from ruamsuk.projects.models import ActivityReport
from ruamsuk.projects.queries import reports as queries
from ruamsuk.projects.queries.history import readable_history


def report(request: PageRequest, uid: UUID) -> HttpResponse:
    """The report as it is read and printed. Persons are named only to those inside its scope."""
    found = report_for(request.user, uid)
    return _reading(request, found, CommentForm())


def _reading(request: PageRequest, found: ActivityReport, form: CommentForm) -> HttpResponse:
    user = request.user
    inside = may_on_report(user, found, Can.READ_DRAFT)
    names = may_see_writers(user, found)
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
        "history": readable_history(history_of(found)) if names else (),
        "steps": found.steps.select_related("by") if names else (),
    }
    return render(request, "projects/report.html", context, status=422 if form.errors else 200)


def report_photo(request: PageRequest, uid: UUID, photo: UUID, size: str) -> HttpResponseBase:
    """The picture itself, for whoever may read the report."""
    found = report_for(request.user, uid).photos.filter(uid=photo).select_related("file").first()
    if found is None:
        raise Http404
    return respond(request, found.file, Variant.THUMBNAIL if size == "small" else Variant.STANDARD)


@never_cache  # lists of names may be among the files
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
