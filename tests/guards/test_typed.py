"""Whatever text people type is stored in one way of writing, through forms, drafts and programs alike."""

import inspect
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.urls import get_resolver
from ninja import Schema
from pydantic import ValidationError

from ruamsuk.config.api import api
from ruamsuk.core.api import Given, Listed, _holds_shape, _parts
from ruamsuk.core.forms import DayField, OfYearForm, TextField
from ruamsuk.core.text import tidy, tidy_lines
from ruamsuk.drafts import specs
from ruamsuk.drafts.forms import field_of
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.reports.specs import REPORT
from tests.guards.allowed import DAYS_OF_NO_YEAR, TYPED_EXACTLY

TYPED = "อบรมทํานํ้าหมัก\u200b  เเม่บ้านท่ี\u00a0หนึ่ง"
# In bodies, too, to the letter: a code or uid, the mark of a text, a path.
KEYS = {"fund", "seen", "about"}
STORED = "อบรมทำน้ำหมัก แม่บ้านที่ หนึ่ง"


def below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def ours(kind: type) -> list[Any]:
    assert get_resolver().url_patterns  # every view, and with it every form and shape, is loaded
    return [
        one
        for one in set(below(kind))
        if one.__module__.startswith("ruamsuk.") and ".tests." not in one.__module__
    ]


def test_every_text_field_of_every_form_tidies():
    untidy = {
        f"{form.__module__.removeprefix('ruamsuk.')}.{form.__name__}.{name}"
        for form in ours(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field) is forms.CharField
    }
    assert len(ours(forms.BaseForm)) > 60
    assert untidy == set(TYPED_EXACTLY)


def test_every_day_of_a_plan_or_project_is_asked_about_where_it_lies_far_from_its_year():
    """1 January 1990 is a day that exists; for a decision on this year's project it is a slip."""
    unasked = {
        f"{form.__module__.removeprefix('ruamsuk.')}.{form.__name__}.{name}"
        for form in ours(forms.BaseForm)
        if form.__module__.startswith(("ruamsuk.plans.", "ruamsuk.projects."))
        for name, field in form.base_fields.items()
        if isinstance(field, DayField)
        and not issubclass(form, OfYearForm)
        and not any("far_from_year" in text or "check_near" in text for text in map(_source, form.__mro__))
    }
    assert unasked == set(DAYS_OF_NO_YEAR)


def _source(kind: type) -> str:
    return inspect.getsource(kind) if kind.__module__.startswith("ruamsuk.p") else ""


def test_no_form_makes_a_field_that_does_not(text_of_sources):
    for place, text in text_of_sources.items():
        allowed = sum(name.startswith(place.removesuffix(".py").replace("/", ".")) for name in TYPED_EXACTLY)
        own = place == "core/forms.py"  # the field itself
        assert text.count("forms.CharField") <= allowed + own, place


@pytest.fixture
def text_of_sources() -> dict[str, str]:
    from tests.guards.house import SRC, sources

    return {str(path.relative_to(SRC)): path.read_text() for path in sources()}


@pytest.mark.parametrize("spec", [PROPOSAL, REPORT], ids=["proposal", "report"])
def test_every_text_of_a_document_tidies(spec):
    texts = [field for part in spec.parts for field in part.texts]
    assert len(texts) > 10
    for field in texts:
        assert field_of(field).clean(TYPED) == STORED, field.name
    longs = [field for field in texts if isinstance(field.kind, specs.Long)]
    for field in longs:
        assert field_of(field).clean(f"{TYPED}\n\n  - {TYPED}") == f"{STORED}\n\n  - {STORED}"


def _tidies(what: Any) -> bool:
    """Whether texts below an annotation are tidied."""
    found = [getattr(one, "func", None) for one in getattr(what, "__metadata__", ())]
    return tidy in found or tidy_lines in found


def _texts(annotation: Any, above: bool = False) -> Iterator[bool]:
    """For each text that an annotation names: is it tidied, or bound to a pattern?"""
    bound = (
        above or _tidies(annotation) or "pattern='^[0-9A-Z" in str(getattr(annotation, "__metadata__", ""))
    )
    if annotation is str:
        yield above
    for part in getattr(annotation, "__args__", ()):
        if not isinstance(part, str | int):
            yield from _texts(part, bound)


def test_every_text_of_every_body_tidies():
    untidy = []
    for shape in ours(Given):
        for name, field in shape.model_fields.items():
            above = any(getattr(one, "func", None) in (tidy, tidy_lines) for one in field.metadata)
            above = above or any("^[0-9A-Z" in str(one) for one in field.metadata)
            if not all(_texts(field.annotation, above)) and name not in KEYS:
                untidy.append(f"{shape.__name__}.{name}")
    assert len(ours(Given)) > 40
    assert untidy == []


def test_a_text_field_is_tidied_on_the_page():
    class Page(forms.Form):
        line = TextField()
        lines = TextField(widget=forms.Textarea)

    page = Page({"line": TYPED, "lines": f"{TYPED}\r\n{TYPED}"})
    assert page.is_valid()
    assert page.cleaned_data == {"line": STORED, "lines": f"{STORED}\r\n{STORED}"}


def _shapes_of_calls() -> set[Any]:
    """Bodies and queries of every call of the API."""
    found = set()
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                for parameter in inspect.signature(operation.view_func).parameters.values():
                    parts = [parameter.annotation, *getattr(parameter.annotation, "__args__", ())]
                    found |= {part for part in parts if isinstance(part, type) and issubclass(part, Schema)}
    return found


def test_every_call_looks_at_numbers_and_days_before_they_are_read():
    shapes = _shapes_of_calls()
    assert len(shapes) > 60
    assert [one.__name__ for one in shapes if not issubclass(one, Given | Listed)] == []


@pytest.mark.parametrize("typed", ["50.000", "1,23,4", "1_000"])
def test_no_number_of_any_body_is_guessed(typed):
    numbers = 0
    for shape in [*ours(Given), *ours(Listed)]:
        for name, field in shape.model_fields.items():
            kinds = {part for part in _parts(field.annotation) if isinstance(part, type)}
            if str not in kinds and kinds & {int, float, Decimal} and not _holds_shape(field.annotation):
                numbers += 1
                with pytest.raises(ValidationError) as refused:
                    shape.model_validate({name: typed})
                assert [one["type"] for one in refused.value.errors() if one["loc"] == (name,)] == ["unclear"]
    assert numbers > 30
