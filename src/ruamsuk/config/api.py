"""The API: one address tree under /api/v1/, made of the routers of the apps, and its description."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from ruamsuk.accounts.api import people
from ruamsuk.accounts.api import router as me
from ruamsuk.areas.api import router as areas
from ruamsuk.committees.api import router as committees
from ruamsuk.core.api import ProblemAnswer, SignedIn, misshapen
from ruamsuk.core.problems import CannotBeRead, NotFound, Problem, SignInNeeded
from ruamsuk.core.views import problem_answer
from ruamsuk.dashboards.api import router as counts
from ruamsuk.files.api import router as files
from ruamsuk.funds.api import router as funds
from ruamsuk.issues.api import router as issues
from ruamsuk.notices.api import router as notices
from ruamsuk.organizations.api import router as organizations
from ruamsuk.plans.api import router as plans
from ruamsuk.projects.api import router as projects
from ruamsuk.transfer.api import router as imports
from ruamsuk.web.api import router as tasks

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


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with what can be refused written at every call."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["ProblemAnswer"] = ProblemAnswer.model_json_schema(
            ref_template=REF_TEMPLATE
        )
        shared = schema["components"]["schemas"]["ProblemAnswer"].pop("$defs", {})
        schema["components"]["schemas"].update(shared)
        bearer = SignedIn.__name__
        schema["components"].setdefault("securitySchemes", {})[bearer] = SignedIn().openapi_security_schema
        for path in schema["paths"].values():
            for method, call in path.items():
                call.setdefault("security", [{}, {bearer: []}])  # a key is welcome everywhere
                for status, why in refusals(method, call):
                    call["responses"].setdefault(status, _refusal(why))
                if method != "get":
                    call["parameters"].append(IDEMPOTENCY)
        return schema


IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A new UUID for each thing to be done; the same call sent again is done once and answered alike.",
    "schema": {"type": "string", "format": "uuid"},
}


def refusals(method: str, call: dict[str, Any]) -> list[tuple[int, str]]:
    """What a call may answer when it does not do what was asked: (status, why)."""
    found = [
        (401, "No access key, or one that does not work"),
        (404, "Not there, or not for this reader"),
        (429, "Too many tries with a key that does not work"),
    ]
    if method != "get" or call["parameters"]:
        found.append((422, "A value that cannot be taken; `errors` names each"))
    if call["security"] != [{}, {SignedIn.__name__: []}]:
        found.append((403, "Visible, but not for this person to do"))
    if method == "get" and any(parameter["in"] == "path" for parameter in call["parameters"]):
        found.append((409, "Not to be read in its present state"))
    if method != "get":
        found.append((400, "A body or Idempotency-Key that cannot be read"))
        found.append((409, "Not possible in its present state, or changed meanwhile"))
    return found


def _refusal(why: str) -> dict[str, Any]:
    shape = {"$ref": REF_TEMPLATE.format(model="ProblemAnswer")}
    return {"description": why, "content": {"application/problem+json": {"schema": shape}}}


api = Api(
    title="Ruamsuk",
    version="1",
    description=DESCRIPTION,
    docs_url=None,  # its page would load scripts from other sites
    openapi_url="/openapi.json",
    urls_namespace="api",
    renderer=Readable(),
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


@api.exception_handler(HttpError)
@api.exception_handler(SuspiciousOperation)
def unreadable(request: HttpRequest, _error: Exception) -> HttpResponse:
    """A body that is no JSON, too large, or cut off."""
    return problem_answer(request, CannotBeRead())


PARTS = (
    areas,
    issues,
    organizations,
    funds,
    committees,
    plans,
    projects,
    counts,
    me,
    notices,
    tasks,
    people,
    imports,
    files,
)
for router in PARTS:
    api.add_router("", router)
