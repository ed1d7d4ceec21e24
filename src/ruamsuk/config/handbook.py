"""`/api/`: the description of the API as pages that people read, drawn here, of nothing but the description."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from ninja.responses import NinjaJSONEncoder

from ruamsuk.config.api import described
from ruamsuk.core.api import ROOT
from ruamsuk.web.nouns import NOUNS

DEEPEST = 5  # lists inside lists that an example fills
REFUSAL = {
    "type": "/problems/invalid-fields",
    "title": "Something in what was sent has to be mended.",
    "status": 422,
    "detail": "…",
    "code": "invalid-fields",
    "errors": [{"field": "state", "message": "…", "permitted": ["draft", "agreed"]}],
}
# What a value looks like that has no example of its own.
OF_FORMAT = {
    "uuid": "01922b3e-5f00-7c3a-9d7e-2f1a6b0c4d5e",
    "date": "2026-11-28",
    "date-time": "2026-11-28T02:30:00Z",
    "binary": "…",
}
OF_TYPE = {"string": "…", "integer": 1, "number": 1.5, "boolean": True, "null": None}


# What is typed to try it; {root} is the API's address here.
TRIED = {
    "figures": "curl '{root}/counts?area=90&fiscal_year=2570'",
    "me": 'curl -H "Authorization: Bearer rs_…" {root}/me',
    "page": "curl '{root}/funds?area=9011&limit=20'",
    "changes": "curl '{root}/projects?updated_since=2026-11-28T02:30:00Z&sort=updated'",
    "write": """curl -X POST {root}/proposals \\
  -H "Authorization: Bearer rs_…" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: 6f1c0a52-2f5e-4a55-9a0b-0c1d2e3f4a5b" \\
  -d '{{"title": "…", "fiscal_year": 2570, "fund": "L7257"}}'""",
}


@dataclass(frozen=True)
class Value:
    """One parameter: its name, whether it must be sent, what may stand in it, and what it means."""

    name: str
    needed: bool
    shape: str
    meaning: str


@dataclass(frozen=True)
class Call:
    key: str  # its name in the description
    method: str
    path: str  # below the root of the API
    title: str
    text: str
    needs_key: bool
    values: list[Value]
    body: str  # an example; empty: it has none
    status: str
    answer: str  # an example; empty: a file, or nothing

    @property
    def writes(self) -> bool:
        return self.method != "GET"


@dataclass(frozen=True)
class Noun:
    tag: str
    calls: list[Call]

    @property
    def slug(self) -> str:
        return slugify(self.tag)

    @property
    def name(self) -> Any:
        return NOUNS[self.tag][0]

    @property
    def purpose(self) -> Any:
        return NOUNS[self.tag][1]


@cache
def nouns() -> dict[str, Noun]:
    """Slug → noun with its calls. The description stays the same while the process runs."""
    schema = described()
    calls: dict[str, list[Call]] = {tag: [] for tag in NOUNS}
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            calls[call["tags"][0]].append(_call(path, method, call, schema["components"]["schemas"]))
    found = [Noun(tag, some) for tag, some in calls.items()]
    return {noun.slug: noun for noun in found}


def _call(path: str, method: str, call: dict[str, Any], shapes: dict[str, Any]) -> Call:
    status = min(call["responses"])
    return Call(
        key=call["operationId"],
        method=method.upper(),
        path=path.removeprefix(ROOT),
        title=call["summary"],
        text=" ".join(call.get("description", "").split()),
        needs_key={} not in call["security"],
        values=[
            Value(
                given["name"],
                given.get("required", False),
                " · ".join(_shape(given["schema"], shapes)),
                given["schema"].get("description", ""),
            )
            for given in call["parameters"]
            if given["in"] != "header"
        ],
        body=_example_in(call.get("requestBody", {}), shapes),
        status=str(status),
        answer=_example_in(call["responses"][status], shapes),
    )


def _shape(schema: dict[str, Any], shapes: dict[str, Any]) -> Iterator[str]:
    """The values of a closed list, else the format or type."""
    schema = _followed(schema, shapes)
    if "enum" in schema:
        yield from map(str, schema["enum"])
    elif "const" in schema:
        yield str(schema["const"])
    elif parts := schema.get("anyOf") or schema.get("allOf"):
        for part in parts:
            if part.get("type") != "null":
                yield from _shape(part, shapes)
    else:
        yield str(schema.get("format") or schema.get("type") or "")


def _followed(schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = shapes[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _example_in(content: dict[str, Any], shapes: dict[str, Any]) -> str:
    for kind, found in content.get("content", {}).items():
        schema = _followed(found.get("schema", {}), shapes)
        if schema.get("format") == "binary":
            return ""
        example = _example(schema, shapes, 0)
        if kind.startswith("multipart/"):
            return "\n".join(f"{name}={value}" for name, value in example.items())
        return _json(example)
    return ""


def _json(value: Any) -> str:
    return json.dumps(value, cls=NinjaJSONEncoder, ensure_ascii=False, indent=2)


def _example(schema: dict[str, Any], shapes: dict[str, Any], depth: int) -> Any:
    """A value that fits: the example of the description where it gives one."""
    for said in (schema.get("examples"), [schema["example"]] if "example" in schema else None):
        if said:
            return said[0]
    schema = _followed(schema, shapes)
    if said := schema.get("examples") or schema.get("enum"):
        return said[0]
    if "const" in schema:
        return schema["const"]
    if parts := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return _example(next((one for one in parts if one.get("type") != "null"), parts[0]), shapes, depth)
    if schema.get("type") == "array":
        return [] if depth >= DEEPEST else [_example(schema["items"], shapes, depth + 1)]
    if "properties" in schema:
        return {name: _example(inner, shapes, depth + 1) for name, inner in schema["properties"].items()}
    if schema.get("type") == "object":
        return {}
    if schema.get("minimum", 0) > OF_TYPE["integer"]:
        return schema["minimum"]
    return OF_FORMAT.get(schema.get("format", ""), OF_TYPE.get(schema.get("type", "string"), "…"))


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """How to begin, and every noun with its calls."""
    root = request.build_absolute_uri(ROOT)
    context = {
        "nouns": nouns().values(),
        "keys": reverse("accounts:api-tokens"),
        "tried": {name: typed.format(root=root) for name, typed in TRIED.items()},
        "refusal": _json(REFUSAL),
        "file": "openapi.json",
    }
    return render(request, "web/handbook.html", context)


@require_safe
def handbook_noun(request: HttpRequest, noun: str) -> HttpResponse:
    """The calls of one noun, each with its values and examples."""
    if noun not in nouns():
        raise Http404
    return render(request, "web/handbook_noun.html", {"noun": nouns()[noun]})
