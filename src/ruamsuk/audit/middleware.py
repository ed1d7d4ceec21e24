"""A form or an API call that arrives twice is answered twice and done once.

Forms carry a hidden `op_id` ({% op_id %}), API calls an `Idempotency-Key`. The action writes that id with its
work; when the same id comes again with the same content, the first answer is given again: a form is led to its
page, an API call hears what was answered (audit.replies) or, after an hour, reads what stands at its `Location`.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ruamsuk.audit import replies
from ruamsuk.audit.actions import envelope, note_answer
from ruamsuk.audit.choices import Channel
from ruamsuk.audit.models import Operation
from ruamsuk.audit.problems import AlreadyDone, StillUnderWay
from ruamsuk.core.problems import SameFormOtherContent
from ruamsuk.core.views import problem_answer

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
LONGEST_WAIT = 3.0  # seconds that a repeat waits for the first answer
LONGEST_CALL = timedelta(minutes=2)  # what was not answered by then never will be: the server stopped
log = structlog.get_logger("ruamsuk.request")


class OperationMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in WRITES:
            return self.get_response(request)
        is_api = request.path_info.startswith("/api/")
        try:
            op_id = _uuid(request.headers.get("Idempotency-Key") if is_api else request.POST.get("op_id"))
            fingerprint = _fingerprint(request) if op_id else ""
        except (UnreadablePostError, ValueError) as error:
            # Cut off on the way, or a length that is no number.
            raise BadRequest("the body cannot be read") from error
        if op_id and Operation.objects.filter(op_id=op_id).exists():
            return self._again(request, op_id, fingerprint)
        origin = Channel.API if is_api else Channel.PAGE
        with envelope(origin=origin, op_id=op_id, fingerprint=fingerprint) as given:
            response = self.get_response(request)
        if given.spent:
            try:
                _remember(request, response, given.spent)
            except DatabaseError as error:  # the work is stored: whoever is told otherwise does it again
                log.warning("answer not kept", reason=type(error).__name__)
        elif op_id and Operation.objects.filter(op_id=op_id).exists():
            # Two identical requests ran side by side; the other one won, whatever this one was told.
            return self._again(request, op_id, fingerprint)
        return response

    def _again(self, request: HttpRequest, op_id: UUID, fingerprint: str) -> HttpResponse:
        before = Operation.objects.get(op_id=op_id)
        if before.fingerprint != fingerprint or before.actor_id != getattr(request.user, "pk", None):
            return problem_answer(request, SameFormOtherContent())
        if not request.path_info.startswith("/api/"):
            return HttpResponseRedirect(_answered(before) or _page(request))
        if reply := replies.reply_to(op_id):
            return reply
        if address := _answered(before):
            if reply := replies.reply_to(op_id):
                return reply
            request.method, request.path_info = "GET", address
            return self.get_response(request)
        return problem_answer(request, AlreadyDone() if _is_lost(before) else StillUnderWay())


def _remember(request: HttpRequest, response: HttpResponse, operation: Operation) -> None:
    """What a repeat will be answered. The address is written last: it says that the answer is there."""
    if request.path_info.startswith("/api/"):
        replies.keep(operation.op_id, response)
        address = response.get("Location", "")
    else:
        address = response.get("Location") or response.get("HX-Redirect") or _page(request)
    note_answer(operation, address)


def _answered(operation: Operation) -> str:
    """The address of the answer; empty: the request that does the work has not given it yet."""
    deadline = time.monotonic() + LONGEST_WAIT
    while True:
        operation.refresh_from_db(fields=["answer"])
        if operation.answer or _is_lost(operation) or time.monotonic() > deadline:
            return operation.answer
        time.sleep(0.05)


def _is_lost(operation: Operation) -> bool:
    return abs(timezone.now() - operation.recorded_at) > LONGEST_CALL  # of the future: the clock was set back


def _page(request: HttpRequest) -> str:
    """Where to look for what came of a form whose answer named no address: the page on which the form stood."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    if not is_ours:
        return request.path
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _fingerprint(request: HttpRequest) -> str:
    """Hash of route and content, without the token and the id that change from one rendering to the next."""
    content = hashlib.sha256(request.path_info.encode())
    if request.content_type == "application/json":
        content.update(request.body)
    else:
        for name in sorted(request.POST):
            if name != "csrfmiddlewaretoken":
                content.update(f"\x1e{name}={request.POST.getlist(name)}".encode())
        for name in sorted(request.FILES):
            for upload in request.FILES.getlist(name):
                content.update(f"\x1e{name}={upload.name}:{upload.size}".encode())
    return content.hexdigest()
