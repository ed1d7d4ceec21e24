"""The page of refused photos and documents: for those who look after the system. It never shows their content."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.paging import Page
from ruamsuk.files import actions
from ruamsuk.files.access import refused_photo_for
from ruamsuk.files.models import KEPT_AFTER_REFUSAL, StoredFile
from ruamsuk.jobs.verbs import OPERATE


@login_required
@require_GET
def refused(request: PageRequest) -> HttpResponse:
    require(request.user, OPERATE)
    rows = StoredFile.objects.visible_to(request.user, OPERATE).select_related("uploaded_by")
    page = Page(request, rows, order=("-uploaded_at", "-pk"), size=20)
    return render(request, "files/refused.html", {"page": page, "days": KEPT_AFTER_REFUSAL.days})


@login_required
@require_POST
def read_again(request: PageRequest, uid: UUID) -> HttpResponse:
    actions.read_again(photo=refused_photo_for(request.user, uid, OPERATE), by=request.user)
    messages.success(request, _("The photo is read once more in the background."))
    return redirect("files:refused")


@login_required
@require_POST
def let_go(request: PageRequest, uid: UUID) -> HttpResponse:
    actions.let_go(photo=refused_photo_for(request.user, uid, OPERATE), by=request.user)
    messages.success(request, _("The original is deleted in the background."))
    return redirect("files:refused")
