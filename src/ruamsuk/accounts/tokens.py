"""Who calls the API, and the shape of whatever it answers when something is wrong.

A program sends its access key (`Authorization: Bearer rs_…`) and acts as the person who made it; a page of this
site sends its session, and then a write needs the CSRF token as every form does. Stands before the audit
middleware, so that a call that is sent again is known to come from the same person.
"""

import hashlib

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja.utils import check_csrf

from ruamsuk.accounts.actions import use_api_token
from ruamsuk.accounts.choices import TokenAccess
from ruamsuk.core.api import JUDGEABLE, OPEN_TO_SITES
from ruamsuk.core.limits import spend
from ruamsuk.core.models import is_uuid
from ruamsuk.core.problems import (
    BadIdempotencyKey,
    CannotBeRead,
    KeyOnlyReads,
    KeyRefused,
    NotFound,
    NotThisWay,
    OutOfOrder,
    Problem,
)
from ruamsuk.core.views import problem_answer

READS = {"GET", "HEAD", "OPTIONS"}
PROBLEM_TYPE = "application/problem+json"


class ApiMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if is_head := request.method == "HEAD":
            request.method = "GET"  # wherever GET answers
        try:
            response = _refused(request) or self.get_response(request)
        except Problem as problem:
            response = problem_answer(request, problem)
        if response.status_code >= 400 and response.headers.get("Content-Type") != PROBLEM_TYPE:
            response = _as_problem(request, response)
        if response.status_code == 401:
            response["WWW-Authenticate"] = "Bearer"
        patch_vary_headers(response, ["Authorization", "Accept-Language", "Cookie"])
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if request.method == "GET":
            response = _as_known(request, response)
        if request.path_info in OPEN_TO_SITES:
            response["Access-Control-Allow-Origin"] = "*"
        if is_head:
            request.method = "HEAD"
            _empty(response)
        return response


def _as_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With the hash of what it says; to whom sends that hash back (If-None-Match), that it is still so."""
    if response.status_code != 200 or response.streaming or "no-store" in response["Cache-Control"]:
        return response
    known = response.get("ETag", "")
    if not known or known.endswith(JUDGEABLE):
        begun = known.removesuffix('"') or 'W/"'  # weak: the same content may be packed on its way
        response["ETag"] = f'{begun}{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _empty(response: HttpResponse) -> None:
    """Only its headers, with the length of what GET sends."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    else:
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Finds out who calls; answers itself when the page's CSRF token is missing. Raises what else is wrong."""
    if (key := request.headers.get("Idempotency-Key")) and not is_uuid(key):
        raise BadIdempotencyKey
    if header := request.headers.get("Authorization", ""):
        scheme, _space, secret = header.partition(" ")
        token = use_api_token(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            spend(request, "api-token", per_minute=20)
            raise KeyRefused
        if token.access == TokenAccess.READ and request.method not in READS:
            raise KeyOnlyReads
        request.user = token.user
    elif request.method not in READS and request.user.is_authenticated:
        return check_csrf(request)
    return None


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer of the framework itself, as a problem of ours with the same status."""
    fitting: dict[int, type[Problem]] = {400: CannotBeRead, 404: NotFound, 405: NotThisWay}
    answer = problem_answer(request, fitting.get(response.status_code, OutOfOrder)())
    if "Allow" in response.headers:
        answer["Allow"] = response["Allow"]
    return answer
