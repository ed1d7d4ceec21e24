"""The API: one address tree under /api/v1/, made of the routers of the apps, and its description."""

import functools
from collections.abc import Callable
from typing import Any

import pydantic
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from ruamsuk.accounts.api import people
from ruamsuk.accounts.api import router as me
from ruamsuk.applications.api import router as applications
from ruamsuk.area_sets.api import router as area_sets
from ruamsuk.areas.api import router as areas
from ruamsuk.checks.api import router as checks
from ruamsuk.committees.api import router as committees
from ruamsuk.config.description import Description, Packed, answer, pack
from ruamsuk.core import readable
from ruamsuk.core.api import ROOT, misshapen, unknown_names
from ruamsuk.core.problems import CannotBeRead, NotFound, Problem, SignInNeeded
from ruamsuk.core.views import problem_answer
from ruamsuk.dashboards.api import router as counts
from ruamsuk.dashboards.breakdowns.api import router as breakdowns
from ruamsuk.dashboards.indicators.api import router as indicator_values
from ruamsuk.dashboards.units.api import router as units
from ruamsuk.evidence.api import router as official_figures
from ruamsuk.exchanges.api import router as exchanges
from ruamsuk.files.api import router as files
from ruamsuk.funds.api import router as funds
from ruamsuk.grades.api import router as grades
from ruamsuk.imports.api import router as imports
from ruamsuk.instruments.api import router as instruments
from ruamsuk.issues.api import router as issues
from ruamsuk.notices.api import router as notices
from ruamsuk.older_pages.api import router as older_pages
from ruamsuk.organizations.api import router as organizations
from ruamsuk.plans.api import router as plans
from ruamsuk.projects.api import router as projects
from ruamsuk.web.api import router as tasks
from ruamsuk.workbooks.api import router as workbooks

BODY_VALUES = 100_000

DESCRIPTION = """Funds, plans, proposals, projects and reports of Thailand's community-health network.

Public figures need no key. A program acts for a person with an access key made in that person's profile:
`Authorization: Bearer rs_…`; a key that only reads is refused every other method than GET.

Money is whole satang, days are ISO dates (CE), fiscal years are BE numbers (2570 runs from 1 October 2026).
Send a new UUID as `Idempotency-Key` with each write: the same call sent again is done once and answered alike.
Refusals are `application/problem+json`, in the language of `Accept-Language` (th, en).
"""


class Readable(JSONRenderer):
    """Thai as Thai letters: a third of the bytes."""

    json_dumps_params = {"ensure_ascii": False}


class Bounded(Parser):
    """A body costs what its size says: the most that may be sent (3 MB) can hold no more than this many values."""

    def parse_body(self, request: HttpRequest) -> Any:
        return readable.loads(request.body, most=BODY_VALUES)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Description:
        return Description(self, path_prefix or f"{ROOT}/")


api = Api(
    title="Ruamsuk",
    version="1",
    description=DESCRIPTION,
    docs_url=None,  # its page would load scripts from other sites
    openapi_url=None,  # `openapi` below answers it: built once, not at every call
    urls_namespace="api",
    renderer=Readable(),
    parser=Bounded(),
    openapi_extra={"info": {"license": {"name": "Apache-2.0"}}},
)


@api.exception_handler(Problem)
def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Left to the middleware, which also knows what to answer to a call that was sent twice."""
    raise problem


@api.exception_handler(Http404)
def not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem_answer(request, NotFound())


@api.exception_handler(AuthenticationError)
def sign_in(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem_answer(request, SignInNeeded())


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem_answer(request, misshapen(error.errors))


@api.exception_handler(pydantic.ValidationError)
def unanswerable(request: HttpRequest, error: pydantic.ValidationError) -> HttpResponse:
    """An answer that could not be made. What a value of it met is only told as text by pydantic: it is met once more,
    and then is what it was, a database that went away meanwhile, say."""
    for fault in error.errors(include_url=False):
        if fault["type"] == "get_attribute_error":
            getattr(fault["input"], str(fault["loc"][-1]))
    raise error


@api.exception_handler(HttpError)
@api.exception_handler(SuspiciousOperation)
@api.exception_handler(UnreadablePostError)
def unreadable(request: HttpRequest, _error: Exception) -> HttpResponse:
    """A body that is no JSON, too large, or cut off."""
    return problem_answer(request, CannotBeRead())


def only_known_names(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A misspelt filter is refused: forgotten in silence, it would answer the whole country's rows."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    known = {name for model in queries for name in model.__ninja_flatten_map__}
    compares = any(model.__ninja_param_source__ == "header" for model in operation.models)
    several = {name for model in queries for name in getattr(model, "__ninja_collection_fields__", ())}

    @functools.wraps(run)
    def checked(request: HttpRequest, **path: Any) -> HttpResponseBase:
        strange = [
            name
            for name, values in request.GET.lists()
            if name not in known or (len(values) > 1 and name not in several)
        ]
        if "If-Match" in request.headers and not compares:
            strange.append("If-Match")  # in the belief that it guards the call
        if strange:
            return api.on_exception(request, unknown_names(strange, known))
        return run(request, **path)

    return checked


api.add_decorator(only_known_names, mode="view")

PARTS = (
    areas,
    issues,
    checks,
    official_figures,
    instruments,
    organizations,
    funds,
    committees,
    plans,
    projects,
    applications,
    grades,
    counts,
    area_sets,
    units,
    breakdowns,
    indicator_values,
    me,
    notices,
    tasks,
    people,
    imports,
    workbooks,
    exchanges,
    older_pages,
    files,
)
for router in PARTS:
    api.add_router("", router)


@functools.cache
def described() -> Description:
    """Worked out once, which takes a second: it stays the same while the process runs."""
    return api.get_openapi_schema()


@functools.cache
def _packed() -> Packed:
    return pack(described())


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """`/api/v1/openapi.json`, for anyone."""
    return answer(request, _packed())
