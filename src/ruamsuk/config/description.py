"""The API's description (OpenAPI 3.1): what the library makes of the calls, with what can be refused, and its answer.

It stays the same while the process runs, so it is built once, packed once and known by its hash.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.responses import NinjaJSONEncoder

from ruamsuk.core.api import ProblemAnswer, SignedIn
from ruamsuk.core.middleware import understood

IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A new UUID for each thing to be done; the same call sent again is done once and answered alike.",
    "schema": {"type": "string", "format": "uuid"},
}


class TwoShapesOfOneName(Exception):
    """Programs made from the description would know only one of the two, and send the wrong one."""


class Description(OpenAPISchema):
    """The library's description with the refusals of every call, and without what makes it invalid."""

    def __init__(self, api: Any, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        self.add_schema_definitions({"ProblemAnswer": _problem_shape(self)})
        bearer = SignedIn.__name__
        self["components"].setdefault("securitySchemes", {})[bearer] = SignedIn().openapi_security_schema
        for path in self["paths"].values():
            for method, call in path.items():
                call.setdefault("security", [{}, {bearer: []}])  # a key is welcome everywhere
                for status, why in refusals(method, call):
                    call["responses"].setdefault(status, _refusal(why))
                if method != "get":
                    call["parameters"].append(IDEMPOTENCY)

    def _extract_parameters(self, model: Any) -> list[dict[str, Any]]:
        """Examples stand in the schema of a value; beside it OpenAPI wants them in another form."""
        parameters = super()._extract_parameters(model)
        for parameter in parameters:
            parameter.pop("examples", None)
        return parameters

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        for name, shape in definitions.items():
            if self.schemas.setdefault(name, shape) != shape:
                raise TwoShapesOfOneName(name)


def _problem_shape(description: Description) -> dict[str, Any]:
    shape = ProblemAnswer.model_json_schema(ref_template=REF_TEMPLATE)
    description.add_schema_definitions(shape.pop("$defs", {}))
    return shape


def refusals(method: str, call: dict[str, Any]) -> list[tuple[int, str]]:
    """What a call may answer when it does not do what was asked: (status, why)."""
    found = [
        (401, "No access key, or one that does not work"),
        (404, "Not there, or not for this reader"),
        (422, "A value or a name that cannot be taken; `errors` names each"),
        (429, "Too many tries with a wrong key, or too many files; Retry-After says when to go on"),
    ]
    if call["security"] != [{}, {SignedIn.__name__: []}]:
        found.append((403, "Visible, but not for this person to do"))
    if method == "get" and any(parameter["in"] == "path" for parameter in call["parameters"]):
        found.append((409, "Not to be read in its present state"))
    if any(parameter["name"] == "If-Match" for parameter in call["parameters"]):
        found.append((412, "Changed since it was read, as If-Match says; nothing was written"))
    if method != "get":
        found.append((400, "A body or Idempotency-Key that cannot be read"))
        found.append((409, "Not possible in its present state, or changed meanwhile"))
    return found


def _refusal(why: str) -> dict[str, Any]:
    shape = {"$ref": REF_TEMPLATE.format(model="ProblemAnswer")}
    return {"description": why, "content": {"application/problem+json": {"schema": shape}}}


@dataclass(frozen=True)
class Packed:
    """The description as it is sent: plain and in the two ways of packing that programs understand."""

    etag: str
    ways: dict[str, bytes]  # Content-Encoding, empty for plain → bytes


def pack(description: Description) -> Packed:
    text = json.dumps(description, cls=NinjaJSONEncoder, ensure_ascii=False, sort_keys=True)
    plain = text.encode()
    return Packed(
        etag=hashlib.sha256(plain).hexdigest()[:32],
        ways={"br": brotli.compress(plain, quality=9), "gzip": gzip.compress(plain, mtime=0), "": plain},
    )


def answer(request: HttpRequest, packed: Packed) -> HttpResponse:
    """The description in the best way that the program unpacks; asked again with its ETag it costs nothing."""
    known = understood(request)
    way = next(way for way in packed.ways if not way or way in known)
    etag = f'"{packed.etag}-{way}"' if way else f'"{packed.etag}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(packed.ways[way], content_type="application/json")
        if way:
            response["Content-Encoding"] = way
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=300"
    return response
