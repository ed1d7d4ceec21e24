"""A form or an API call that arrives twice is answered twice and done once.

Forms carry a hidden `op_id` ({% op_id %}), API calls an `Idempotency-Key`. The action writes that id with its
work; when the same id comes again with the same content, the first answer is given again.
"""

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ruamsuk.audit.actions import envelope
from ruamsuk.audit.choices import Origin
from ruamsuk.audit.models import Operation
from ruamsuk.audit.problems import AlreadyDone
from ruamsuk.core.problems import SameFormOtherContent
from ruamsuk.core.views import problem_answer

WRITES = {"POST", "PUT", "PATCH", "DELETE"}


class OperationMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in WRITES:
            return self.get_response(request)
        is_api = request.path_info.startswith("/api/")
        op_id = _uuid(request.headers.get("Idempotency-Key") if is_api else request.POST.get("op_id"))
        fingerprint = _fingerprint(request) if op_id else ""
        if op_id and (before := Operation.objects.filter(op_id=op_id).first()):
            return self._again(request, before, fingerprint)
        origin = Origin.API if is_api else Origin.PAGE
        with envelope(origin=origin, op_id=op_id, fingerprint=fingerprint) as given:
            response = self.get_response(request)
        if given.spent and (location := response.get("Location") or response.get("HX-Redirect")):
            Operation.objects.filter(pk=given.spent.pk).update(answer=location[:500])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # Two identical requests ran side by side; the other one won.
        if isinstance(exception, AlreadyDone):
            op_id = _uuid(request.headers.get("Idempotency-Key") or request.POST.get("op_id"))
            before = Operation.objects.filter(op_id=op_id).first() if op_id else None
            if before:
                return self._again(request, before, _fingerprint(request))
        return None

    def _again(self, request: HttpRequest, before: Operation, fingerprint: str) -> HttpResponse:
        if before.fingerprint != fingerprint or before.actor_id != getattr(request.user, "pk", None):
            return problem_answer(request, SameFormOtherContent())
        if request.path_info.startswith("/api/"):
            request.method, request.path_info = "GET", before.answer or request.path_info
            return self.get_response(request)
        return HttpResponseRedirect(before.answer or request.path)


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
