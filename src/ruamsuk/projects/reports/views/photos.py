"""Which photos of a report everyone sees: looked at, released several at once, covered in part, taken back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.files.forms import AreaForm, AreaFormSet, ChosenPhotosForm, ReleaseForm
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.access import photos_for, report_for, report_photo_for
from ruamsuk.projects.reports.queries.photos import reports_to_look_at, with_photos
from ruamsuk.projects.verbs import WRITE_REPORT


@login_required
@require_safe
def photos_to_look_at(request: PageRequest) -> HttpResponse:
    """Reports in one's own reach with photos of which nobody has said yet who may see them."""
    require(request.user, WRITE_REPORT)
    page = Page(request, reports_to_look_at(request.user), order=("-held_on", "-pk"), ready=with_photos)
    return render(request, "projects/photos_to_look_at.html", {"page": page})


@login_required
def report_photo_rights(request: PageRequest, uid: UUID) -> HttpResponse:
    """All photos of a report; the chosen ones are released, or kept inside."""
    report = report_for(request.user, uid, WRITE_REPORT)
    photos = [photo for photo in photos_for(request.user, report) if photo.file.is_ready]
    uids = [photo.uid for photo in photos]
    keeps = request.POST.get("press") == "keep"
    bound = request.POST if request.method == "POST" else None
    form = ChosenPhotosForm(bound, uids=uids) if keeps else ReleaseForm(bound, uids=uids)
    if form.is_valid():
        act = actions.keep_photos_inside if keeps else actions.release_photos
        try:
            act(report=report, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            told = (
                _("The photos are shown to those with an account alone.")
                if keeps
                else _("Everyone sees the photos.")
            )
            messages.success(request, told)
            return redirect("projects:report-photo-rights", uid)
    context = {
        "report": report,
        "photos": photos,
        "chosen": form.data.getlist("photos") if form.is_bound else [],  # type: ignore[attr-defined]
        "errors": form if form.is_bound else None,
        "form": ReleaseForm(uids=uids) if keeps else form,
        "shown": sum(photo.is_public for photo in photos),
    }
    return render(request, "projects/report_photo_rights.html", context, status=422 if form.errors else 200)


@login_required
def report_photo_cover(request: PageRequest, uid: UUID, photo: UUID) -> HttpResponse:
    """Areas of a photo that those outside do not see, drawn with the finger or typed."""
    found = report_photo_for(request.user, uid, photo, WRITE_REPORT)
    rights = found.rights
    before = [dict(zip(AreaForm.base_fields, area, strict=True)) for area in rights.areas] if rights else []
    forms = AreaFormSet(request.POST if request.method == "POST" else None, initial=before)
    problem = None
    if forms.is_valid():
        areas = [form.area for form in forms if form.area]
        try:
            actions.cover_photo(report=found.report, photo=str(photo), areas=areas, by=request.user)
        except Problem as refused:
            problem = refused
        else:
            told = _("These areas are covered for everyone outside.") if areas else _("Nothing is covered.")
            messages.success(request, told)
            return redirect("projects:report-photo-cover", uid, photo)
    context = {"report": found.report, "photo": found, "forms": forms, "problem": problem}
    is_wrong = problem or (forms.is_bound and not forms.is_valid())
    return render(request, "projects/report_photo_cover.html", context, status=422 if is_wrong else 200)
