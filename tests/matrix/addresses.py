"""Every address of the product, found by itself: pages from Django's resolver, API calls from their description.

An address is told by its shape: its fixed words in order ("proposals/decide"), without the API's prefix and without
what names a record. So a page and its twin in the API have one shape and share one row of expected.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

from ruamsuk.config.api import described
from ruamsuk.core.api import ROOT
from ruamsuk.core.calendar import today

HOLE = re.compile(r"\{(\w+)\}")
ONE_UID = "01890000-0000-7000-8000-000000000000"  # of nothing


class NoValue(LookupError):
    """Nothing is known that could stand in an address."""


@dataclass(frozen=True)
class Address:
    method: str
    template: str  # from the root, names of values in braces
    is_api: bool
    query: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)
    body: dict[str, Any] | None = field(default=None, hash=False, compare=False)
    uploads: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def words(self) -> list[str]:
        path = self.template.removeprefix(ROOT)
        return [part for part in path.split("/") if part and not HOLE.search(part)]

    @property
    def shape(self) -> str:
        parts = self.template.removeprefix(ROOT).strip("/").split("/")
        return "/".join(re.sub(r".*\{\w+\}.*", "*", part) for part in parts)

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    def fill(self, values: dict[str, Any]) -> tuple[str, ...]:
        """The values that stand in the address, in order: `proposals//row`, `rows/row` (see world.py)."""
        first, before, found = self.words[0] if self.words else "", "", []
        for part in self.template.removeprefix(ROOT).split("/"):
            names = HOLE.findall(part)
            for name in names:
                keys = (f"{first}//{name}", f"{before}/{name}")
                known = next((values[key] for key in keys if values.get(key) is not None), None)
                if known is None:
                    raise NoValue(
                        f"{self}: say in tests/matrix/world.py, `_values`, what stands at {keys[1]!r}"
                    )
                found.append(str(known))
            before = before if names else part
        return tuple(found)

    def path(self, values: dict[str, Any]) -> str:
        given = iter(self.fill(values))
        return HOLE.sub(lambda _hole: next(given), self.template)

    def stages(self, values: dict[str, dict[str, Any]]) -> list[str]:
        """ "started" and "sent" where it can name a record of either, else one nameless stage."""
        both = [self.fill(values[stage]) for stage in ("started", "sent")]
        return ["started", "sent"] if both[0] != both[1] else [""]


@cache
def addresses() -> list[Address]:
    return [*_pages(get_resolver().url_patterns, ""), *_calls()]


def _pages(patterns: list[Any], prefix: str) -> Iterator[Address]:
    seen = set()
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                yield from _pages(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            for method in _methods(pattern.callback):
                found = Address(method, "/" + _template(path), is_api=False)
                if found not in seen:
                    seen.add(found)
                    yield found


def _template(path: str) -> str:
    path = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"{\1}", path).replace("^", "").replace("$", "")
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)


def _methods(view: Any) -> list[str]:
    """Those that the view's decorators let through; both where none is named."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            named = cell.cell_contents
            if isinstance(named, list | tuple) and named and set(named) <= {"GET", "HEAD", "POST"}:
                return [method for method in named if method != "HEAD"]
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


def _calls() -> Iterator[Address]:
    description = described()
    shapes = description["components"]["schemas"]
    for path, methods in description["paths"].items():
        for method, call in methods.items():
            sent = call.get("requestBody", {}).get("content", {})
            json = sent.get("application/json", {}).get("schema")
            form = sent.get("multipart/form-data", {}).get("schema")
            body = _example(json or form, shapes) if json or form else None
            yield Address(
                method.upper(),
                path,
                is_api=True,
                query={
                    given["name"]: _example(given["schema"], shapes)
                    for given in call["parameters"]
                    if given["in"] == "query" and given.get("required")
                },
                body=body,
                uploads=tuple(_files_of(form, shapes)) if form else (),
            )


def _files_of(shape: dict[str, Any], shapes: dict[str, Any]) -> Iterator[str]:
    for name, inner in _resolved(shape, shapes)["properties"].items():
        if (inner.get("items") or inner).get("format") == "binary":
            yield name


def _resolved(shape: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        return shapes[shape["$ref"].rpartition("/")[2]]
    if "allOf" in shape:
        return _resolved(shape["allOf"][0], shapes)
    if options := shape.get("anyOf"):
        return _resolved(next(one for one in options if one.get("type") != "null"), shapes)
    return shape


def _example(shape: dict[str, Any], shapes: dict[str, Any]) -> Any:
    """The smallest value that has the shape, so that a call comes as far as its gate."""
    if shape.get("examples"):
        return shape["examples"][0]
    found = _resolved(shape, shapes)
    if found.get("examples"):
        return found["examples"][0]
    if "enum" in found:
        return found["enum"][0]
    if "const" in found:
        return found["const"]
    kind = found.get("type")
    if kind == "object":
        inner = found.get("properties", {})
        return {name: _example(inner[name], shapes) for name in found.get("required", ())}
    if kind == "array":
        return [_example(found["items"], shapes) for _ in range(found.get("minItems", 0))]
    if kind in ("integer", "number"):
        return found.get("minimum", 1)
    if kind == "boolean":
        return True
    formats = {"date": today().isoformat(), "uuid": ONE_UID}
    return formats.get(found.get("format", ""), "x")


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("names.txt", b"names")
