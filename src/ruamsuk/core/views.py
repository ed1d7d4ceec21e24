"""Pages that belong to no noun: refusals, and the answer of `/healthz`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ruamsuk.core import gallery as samples
from ruamsuk.core.problems import NotFound, Problem


class StaleForm(Problem):
    code = "stale-form"
    status = 403
    title = gettext_lazy("This page was open for too long, or you signed out in another window.")
    remedy = gettext_lazy(
        "Go back, open the page again and send it once more. Texts that save themselves are kept."
    )


class NoPage(Problem):
    """An address that a button sends to, opened as if it were a page: a bookmark, or a sign-in on the way."""

    code = "no-page"
    status = 405
    title = gettext_lazy("There is no page at this address, only a button leads here.")
    remedy = gettext_lazy("Nothing was changed. Open the page with the button and press it there once more.")


class TooMuchAtOnce(Problem):
    code = "too-much-at-once"
    status = 400
    title = gettext_lazy("What was sent is too large or was cut off on the way.")
    remedy = gettext_lazy("Nothing was changed. Go back, send it in smaller parts, and try again.")


def problem_answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The one way a Problem leaves the system: problem+json for the API, a message for htmx, else a page."""
    if request.path_info.startswith("/api/"):
        return JsonResponse(
            {
                "type": f"/problems/{problem.code}",
                "title": problem.title_text,
                "status": problem.status,
                "detail": problem.remedy_text,
                "code": problem.code,
                **({"field": problem.field} if problem.field else {}),
                **({"errors": problem.params["errors"]} if "errors" in problem.params else {}),
            },
            status=problem.status,
            content_type="application/problem+json",
        )
    template = "core/problem.html#message" if getattr(request, "htmx", False) else "core/problem.html"
    context = {"problem": problem, "back": _page_of_the_form(request)}
    return render(request, template, context, status=problem.status)


def _page_of_the_form(request: HttpRequest) -> str:
    """Where a refused form stood: the address of a button alone answers no GET. Empty: not known."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if request.method == "POST" and ours else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_answer(request, StaleForm())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_answer(request, TooMuchAtOnce())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem_answer(request, NotFound())
    return render(request, "404.html", status=404)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components in all states; public, since it holds examples only."""
    return render(request, "core/gallery.html", samples.samples(request))
