"""Sharing the address of a page, and what was taken away."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruamsuk.accounts.access import require
from ruamsuk.core.paging import Page
from ruamsuk.core.qr import drawn
from ruamsuk.exports.models import Export
from ruamsuk.exports.problems import NoAddress
from ruamsuk.notices.verbs import READ_TRAIL

LONGEST = 600  # letters of an address: what a phone still reads from a screen


@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """The lasting address of a page of this system, as text and as a code for phones.

    `of`: its path and filters; without it, the front page.
    """
    of = request.GET.get("of", "") or "/"
    try:
        if not of.startswith("/") or of.startswith("//") or len(of) > LONGEST:
            raise NoAddress
        resolve(of.partition("?")[0])
    except Resolver404:
        raise NoAddress from None
    address = settings.BASE_URL + of
    code = drawn(address, _("Code that opens the page on a phone"))
    return render(request, "exports/share.html", {"address": address, "path": of, "code": code})


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was taken away, the newest first."""
    require(request.user, READ_TRAIL)
    rows = Export.objects.visible_to(request.user).select_related("by")
    return render(request, "exports/index.html", {"page": Page(request, rows, order=("-at", "-pk"))})
