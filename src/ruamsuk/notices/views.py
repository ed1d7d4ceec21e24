"""The list of notices, opening one, and stopping the daily letter."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.notices import actions
from ruamsuk.notices.access import notice_for
from ruamsuk.notices.links import user_of_stop_link
from ruamsuk.notices.queries import notices_of, unread_count


@login_required
@require_safe
def notices(request: PageRequest) -> HttpResponse:
    page = Page(request, notices_of(request.user), order=("-created_at", "-pk"))
    return render(request, "notices/notices.html", {"page": page, "unread": unread_count(request.user)})


@login_required
@require_safe
def open_notice(request: PageRequest, uid: UUID) -> HttpResponse:
    """Marks it read and goes to its page, whose own gate decides."""
    notice = notice_for(request.user, uid)
    if notice.read_at is None:
        actions.mark_read(notice=notice, by=request.user)
    if not notice.target:
        raise Http404
    return redirect(notice.target)


@login_required
@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    actions.mark_all_read(by=request.user)
    return redirect("notices:notices")


@csrf_exempt  # posted by mail programs without our cookie; the signature in the address is what proves the right
@limited("stop-digest", per_minute=20)
def stop_digest(request: PageRequest, signed: str) -> HttpResponse:
    """Opened by a person: one button. Posted by a mail program's "unsubscribe": done at once."""
    person = user_of_stop_link(signed)
    if person is None:
        raise Http404
    if request.method == "POST" and person.wants_digest:
        person = actions.stop_digest(user=person, by=None)
    return render(request, "notices/stop_digest.html", {"stopped": not person.wants_digest})
