"""Around every request: one log line, and every Problem becomes an answer that says what to do."""

import sys
import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.translation import gettext as _

from ruamsuk.core import limits, trouble
from ruamsuk.core.problems import BadInput, ChangedSince, Problem
from ruamsuk.core.views import NoPage, TooLarge, is_api, problem_answer

MB = 1024 * 1024
WORDS = ("text/", "application/json", "application/problem+json")
BY_ITSELF = 60  # seconds; what is to be tried again sooner needs nobody
log = structlog.get_logger("ruamsuk.request")


class RequestLogMiddleware:
    """Logs method, route name, ids in the route, status and time. Never the query string, body or a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        if match is None or match.url_name != "healthz":
            log.info(
                "request",
                method=request.method,
                route=match.view_name if match else None,
                ids={k: str(v) for k, v in match.kwargs.items() if k != "token"} if match else {},
                status=response.status_code,
                ms=round((time.monotonic() - started) * 1000),
                user=getattr(getattr(request, "user", None), "pk", None),
            )
        return response


class CompressMiddleware(GZipMiddleware):
    """Pages, tables and answers of the API are sent packed, an eighth of their size; files and pictures as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_words = response.get("Content-Type", "").startswith(WORDS)
        if response.streaming or not has_words or "gzip" not in understood(request):
            return response
        return super().process_response(request, response)


def understood(request: HttpRequest) -> set[str]:
    """The ways of packing that whoever asks can unpack, as Accept-Encoding names them."""
    named = request.headers.get("Accept-Encoding", "").split(",")
    return {part.partition(";")[0].strip() for part in named if not part.replace(" ", "").endswith(";q=0")}


def note_crash(*, request: HttpRequest, **_signal: object) -> None:
    """Called by Django once for each error that no view has caught, wherever it happened; a refusal or a 404 is none.

    A database that is busy or away is no fault of the program and mends itself; a disk or a database that waits for a
    person is told with where to read what to do.
    """
    match = request.resolver_match
    route = match.view_name if match else None
    problem = trouble.problem_of(sys.exc_info()[1])
    if problem is None:
        log.error("crash", route=route, exc_info=True)
    elif problem.retry_after and problem.retry_after < BY_ITSELF:
        log.warning("unavailable", code=problem.code, route=route)
    else:
        log.error("unavailable", code=problem.code, route=route, see="docs/howto/recovery.md", exc_info=True)


class ProblemMiddleware:
    """A Problem that a view did not catch becomes the problem page (or the message of an htmx request).

    An address with a NUL character is refused here for all: PostgreSQL takes it in no text; and so is a body that is
    too large, before anything reads it. Files pass the one door of all uploads (core.limits), at whatever address they
    arrive. The empty 405 of an address for buttons gets the words that a person needs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            detail = _("The address holds a character that is no letter. Type the words again.")
            return problem_answer(request, BadInput(detail=detail))
        if _length(request) > (most := settings.BODY_LIMIT_BYTES):
            file_mb = settings.UPLOAD_LIMIT_BYTES // MB
            return problem_answer(request, TooLarge(most_mb=most // MB, file_mb=file_mb))
        response = self.get_response(request)
        refused = request.method == "GET" and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        return problem_answer(request, NoPage()) if refused and not response.content else response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        try:
            limits.door(request)
        except Problem as problem:
            return problem_answer(request, problem)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        if isinstance(exception, ChangedSince) and not is_api(request):
            return _as_it_stands(request)
        return problem_answer(request, exception)


def _as_it_stands(request: HttpRequest) -> HttpResponse:
    """A change slipped in between the look of a page and the lock of its act: the page looks again, and tells of it."""
    page = request.resolver_match
    assert page is not None
    try:
        answer: HttpResponse = page.func(request, *page.args, **page.kwargs)
    except Problem as problem:
        return problem_answer(request, problem)
    return answer


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise BadRequest("a length that is no number") from error
