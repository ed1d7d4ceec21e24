"""Pages that belong to no noun: refusals. They need no valid request: whatever is broken, the words arrive."""

import sys
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from ruamsuk.core import gallery as samples
from ruamsuk.core import trouble
from ruamsuk.core.problems import NotFound, OutOfOrder, Problem

log = structlog.get_logger("ruamsuk.request")


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


class TooLarge(Problem):
    """Told before the body is read: nothing of it reaches a disk."""

    code = "too-large"
    status = 413
    title = gettext_lazy("What was sent is larger than {most_mb} MB.")
    remedy = gettext_lazy("Nothing was changed. Send the files one by one, each at most {file_mb} MB.")


class TooMuchAtOnce(Problem):
    code = "too-much-at-once"
    status = 400
    title = gettext_lazy("What was sent is too large or was cut off on the way.")
    remedy = gettext_lazy("Nothing was changed. Go back, send it in smaller parts, and try again.")


class UnknownHost(Problem):
    code = "unknown-host"
    status = 400
    title = gettext_lazy("Ruamsuk is not served under this address.")
    remedy = gettext_lazy(
        "Open {address} instead. Should this address work, too, the one who runs the system adds its name "
        "to RUAMSUK_ALLOWED_HOSTS."
    )


class NotForYou(Problem):
    code = "not-for-you"
    status = 403
    title = gettext_lazy("This is not open to you")
    remedy = gettext_lazy(
        "Your role does not include this page. If your work needs it, ask the coordinator of your area or the "
        "administrator."
    )


class NothingHere(Problem):
    code = "nothing-here"
    status = 404
    title = gettext_lazy("There is nothing here")
    remedy = gettext_lazy(
        "The address may be mistyped, the page may have moved, or it belongs to an area that your role does not "
        "cover. Check the address, or ask the one who sent it to you."
    )


class Broken(Problem):
    code = "broken"
    status = 500
    title = gettext_lazy("Something went wrong here")
    remedy = gettext_lazy(
        "The fault is ours, not yours. It has been noted. Nothing was saved half: go back and try again in a few "
        "minutes. If it happens again, tell the administrator what you were doing."
    )


def problem_answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The one way a Problem leaves the system: problem+json for the API, a message for htmx, else a page."""
    return _when_to_try_again(_answer(request, problem), problem)


def no_longer(request: HttpRequest, problem: Problem, *page: Any) -> HttpResponse:
    """Instead of a form that would be refused: the page of what was judged meanwhile, which shows what became of it."""
    messages.warning(request, problem.title_text)
    return redirect(*page)


def _when_to_try_again(response: HttpResponse, problem: Problem | None) -> HttpResponse:
    if problem is not None and problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    return response


def _answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    if is_api(request):
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
    try:
        context = {"problem": problem, "back": _page_of_the_form(request)}
        return render(request, template, context, status=problem.status)
    except Exception as error:  # the frame of the page needs host, session and database, and one is not there
        log.warning("plain answer", code=problem.code, reason=type(error).__name__)
        return plain_answer(problem)


def plain_answer(problem: Problem) -> HttpResponse:
    """A page that asks nothing of request and database; in both languages, because the reader's is not known."""
    said = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words = {
                "title": problem.title_text,
                "remedy": problem.remedy_text,
                "home": gettext("To the front page"),
            }
            said.append({"language": language, **words})
    page = render_to_string("core/plain.html", {"said": said, "sheets": _sheets(), "home": settings.BASE_URL})
    return HttpResponse(page, status=problem.status)


def _sheets() -> list[str]:
    try:
        return [static(name) for name in ("vendor/fonts.css", "core/ruamsuk.css")]
    except ValueError:  # the static files were never collected: words without style are better than none
        return []


def _page_of_the_form(request: HttpRequest) -> str:
    """Where a refused form stood: the address of a button alone answers no GET. Empty: not known."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if request.method == "POST" and ours else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_answer(request, StaleForm())


# What Django calls where no view has answered.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        problem: Problem = UnknownHost(address=settings.BASE_URL)
        return problem_answer(request, problem) if is_api(request) else plain_answer(problem)
    return problem_answer(request, TooMuchAtOnce())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_answer(request, NotForYou())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_answer(request, NotFound() if is_api(request) else NothingHere())


def broken(request: HttpRequest) -> HttpResponse:
    """Called while the error is still in hand: a disk or a database that fails is told apart from our own faults."""
    problem = trouble.problem_of(sys.exc_info()[1])
    if is_api(request):
        return problem_answer(request, problem or OutOfOrder())
    return _when_to_try_again(plain_answer(problem or Broken()), problem)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components in all states; public, since it holds examples only."""
    return render(request, "core/gallery.html", samples.samples(request))
