"""The pages at `/api/` say all that the description says, and their examples are taken by it."""

import json

import jsonschema_rs
import pytest
from django.test import Client
from django.utils.translation import override

from ruamsuk.config.handbook import nouns
from ruamsuk.web.nouns import NOUNS
from tests.test_api_names import SCHEMA

pytestmark = pytest.mark.django_db

CALLS = [(noun, call) for noun in nouns().values() for call in noun.calls]


def test_every_call_stands_on_the_page_of_its_noun():
    described = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, calls in SCHEMA["paths"].items()
        for method in calls
    }
    assert {(call.method, call.path) for _noun, call in CALLS} == described
    assert len(CALLS) == len(described)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_pages_lead_from_the_first_call_to_each_noun(language):
    client = Client(headers={"Accept-Language": language})
    first = client.get("/api/").content.decode()
    assert f'<html lang="{language}"' in first
    for said in ("rs_…", "Idempotency-Key", "updated_since", "application/problem+json", "openapi.json"):
        assert said in first
    for slug, noun in nouns().items():
        assert f'href="/api/{slug}/"' in first
        with override(language):
            assert str(noun.name) in first
        page = client.get(f"/api/{slug}/")
        assert page.status_code == 200
        text = page.content.decode()
        for call in noun.calls:
            assert f'id="{call.key}"' in text
            assert f"{call.method} {call.path}" in text
        assert len(page.content) < 250_000, slug  # sent packed, a tenth of it
    assert client.get("/api/nothing/").status_code == 404


def test_each_noun_has_words_in_thai():
    with override("th"):
        for tag, words in NOUNS.items():
            assert all(any("ก" <= letter <= "๙" for letter in str(word)) for word in words), tag


@pytest.mark.one_database("it asks none")
@pytest.mark.parametrize(("noun", "call"), CALLS, ids=[call.key for _noun, call in CALLS])
def test_examples_fit_what_is_described(noun, call):
    described = SCHEMA["paths"][f"/api/v1{call.path}"][call.method.lower()]
    for example, where in (
        (call.body, described.get("requestBody", {})),
        (call.answer, described["responses"][call.status]),
    ):
        shape = where.get("content", {}).get("application/json", {}).get("schema")
        if shape is None:
            continue
        jsonschema_rs.validate({**shape, "components": SCHEMA["components"]}, json.loads(example))
    for value in call.values:
        assert value.shape, value.name
