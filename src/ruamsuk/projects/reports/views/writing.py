"""Writing a report on four screens, saved while typing; its photos and files."""

import re
from typing import Unpack
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.core.calendar import arabic
from ruamsuk.core.money import baht_text
from ruamsuk.core.views import no_longer
from ruamsuk.drafts.actions import Chosen, Saved, Typed
from ruamsuk.drafts.forms import Drawing
from ruamsuk.drafts.models import KeptText
from ruamsuk.drafts.views import Context, Pages
from ruamsuk.files.answers import is_one_by_one, not_taken, taken
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.access import may_on_report, report_for
from ruamsuk.projects.reports.actions import WRITING
from ruamsuk.projects.reports.choices import REPORT_STEPS
from ruamsuk.projects.reports.forms import FilesForm, PhotosForm
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.problems import ReportFrozen
from ruamsuk.projects.reports.queries.contents import result_rows, spending_rows
from ruamsuk.projects.reports.queries.participants import organizations_near
from ruamsuk.projects.verbs import WRITE_REPORT


class ReportPages(Pages[ActivityReport]):
    writing = WRITING
    steps = REPORT_STEPS
    named = "projects:report"
    template = "projects/report_write.html"
    screens = "projects/_report_step_"
    unnamed = gettext_lazy("Activity report")
    removed = gettext_lazy("Taken off the report.")

    def to_write(self, user: User, uid: UUID) -> ActivityReport:
        return report_for(user, uid, WRITE_REPORT)

    def to_read(self, user: User, uid: UUID) -> ActivityReport:
        return report_for(user, uid, READ_DRAFT)

    def may_write(self, user: User, document: ActivityReport) -> bool:
        return may_on_report(user, document, WRITE_REPORT)

    def write(self, document: ActivityReport, *, by: User, **written: Unpack[Typed]) -> Saved[ActivityReport]:
        return actions.save_report(report=document, by=by, **written)

    def choose(self, document: ActivityReport, *, by: User, **chosen: Unpack[Chosen]) -> None:
        actions.settle_conflict(report=document, by=by, **chosen)

    def restore(
        self, document: ActivityReport, *, by: User, kind: str, uid: str, removed: KeptText | None = None
    ) -> None:
        actions.restore_part(report=document, kind=kind, uid=uid, by=by)

    def add(self, document: ActivityReport, *, by: User, kind: str, parent_uid: str) -> None:
        """Only groups of people are added; photos and files are sent (report_photos, report_files)."""
        if kind == "people":
            actions.add_participants(report=document, by=by)

    def remove(self, document: ActivityReport, *, by: User, kind: str, uid: str) -> None:
        actions.remove_part(report=document, kind=kind, uid=uid, by=by)

    def press(self, request: PageRequest, document: ActivityReport) -> None:
        """Moves a photo."""
        photo = request.POST.get("move", "")
        place = arabic(request.POST.get(f"place-{photo}", "")).strip()
        if photo and re.fullmatch("[0-9]{1,4}", place):
            actions.move_photo(report=document, uid=photo, to=int(place), by=request.user)

    def totals(self, document: ActivityReport) -> dict[str, str]:
        return {"total-people": f"{document.people:,}", "total-spent": baht_text(document.spent_satang)}

    def draw(self, request: PageRequest, document: ActivityReport, step: str, drawing: Drawing) -> Context:
        report = document
        context: Context = {"report": report, "sub": report.project.title}
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
            people = report.participants.present().select_related("group")
            context |= {
                "found": drawing.form("r", report, block="found"),
                "participants": drawing.forms("people", people),
                "organizations": organizations_near(report),
                "results": [(row, drawing.form("result", row, *row.asked)) for row in result_rows(report)],
            }
        elif step == "money":
            context |= {
                "spending": [(row, drawing.form("spend", row)) for row in spending_rows(report)],
                "troubles": drawing.form("r", report, block="troubles"),
            }
        else:
            photos, files = (many.present().select_related("file") for many in (report.photos, report.files))
            context |= {
                "photos": [(row, drawing.form("photo", row)) for row in photos],
                "files": [(row, drawing.form("file", row)) for row in files],
                "photos_form": PhotosForm(),
                "files_form": FilesForm(),
            }
        return context


PAGES = ReportPages()


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
    return redirect(PAGES.first_screen(report))


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
        return taken(request, PAGES.url(report, "write", "photos"))
    if is_one_by_one(request):
        return not_taken(form)
    name = "photos_form" if field == "photos" else "files_form"
    return PAGES.drawn(request, report, "photos", status=422, more={name: form})


@login_required
def report_delete(request: PageRequest, uid: UUID) -> HttpResponse:
    report = report_for(request.user, uid, WRITE_REPORT)
    if request.method == "POST":
        project = actions.delete_report(report=report, by=request.user)
        messages.success(request, _("The unsent report was thrown away."))
        return redirect("projects:project-reports", project.uid)
    if not report.is_writable:
        return no_longer(request, ReportFrozen(state=report.get_state_display()), "projects:report", uid)
    return render(request, "projects/report_delete.html", {"report": report})
