"""Reading the API as programs do: HEAD, what is known already, pages of other sites, what may be chosen instead."""

import pytest
from django.test import Client

from ruamsuk.comments.actions import add_comment
from ruamsuk.projects.tests.conftest import kho_hong, start  # noqa: F401  # a fixture
from tests.api_caller import ROOT, Caller, answered, refused
from tests.test_api_names import SCHEMA

pytestmark = pytest.mark.django_db


def test_head_answers_wherever_get_does_with_the_same_headers_and_nothing_else(kho_hong):  # noqa: F811
    caller = Caller(kho_hong.officer, access="read")
    for path in ("/funds", f"/funds/{kho_hong.fund.uid}", "/counts", "/openapi.json", "/me", "/funds/L9999"):
        read = caller.get(path)
        asked = caller.client.head(ROOT + path, headers=caller.headers)
        assert asked.status_code == read.status_code, path
        assert asked.content == b""
        for name in ("Content-Type", "ETag", "Cache-Control"):
            assert asked.headers.get(name) == read.headers.get(name), (path, name)
    assert Client().head(ROOT + "/me").status_code == 401
    assert caller.client.head(f"{ROOT}/proposals/x/submit", headers=caller.headers).status_code in (404, 405)


@pytest.mark.parametrize("path", ["/funds", "/funds/L7257", "/counts", "/issues", "/me"])
def test_what_is_known_already_is_not_sent_again(path, kho_hong):  # noqa: F811
    caller = Caller(kho_hong.officer)
    known = caller.get(path)["ETag"]
    again = caller.client.get(ROOT + path, headers={**caller.headers, "If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == known
    assert "Authorization" in again["Vary"]
    caller.patch("/funds/L7257", {"population": 4321})
    changed = caller.client.get(ROOT + path, headers={**caller.headers, "If-None-Match": known})
    assert changed.status_code == (200 if path.startswith("/funds") else 304)
    # Another reader, another language, another answer.
    assert Caller(kho_hong.officer, language="th").get("/counts").status_code == 200


def test_public_figures_are_read_by_pages_of_other_sites_and_nothing_else_is(kho_hong):  # noqa: F811
    elsewhere = {"Origin": "https://example.org"}
    answer = Client().get(ROOT + "/counts", headers=elsewhere)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    caller = Caller(kho_hong.officer)
    wrong = {"Authorization": "Bearer rs_none"}
    for status, asked in (
        (422, Client().get(ROOT + "/counts", {"area": "ZZ"}, headers=elsewhere)),
        (422, Client().get(ROOT + "/counts", {"aera": "90"}, headers=elsewhere)),
        (401, Client().get(ROOT + "/counts", headers=elsewhere | wrong)),
        (405, caller.client.post(ROOT + "/counts", headers=caller.headers | elsewhere)),
        (304, Client().get(ROOT + "/counts", headers=elsewhere | {"If-None-Match": answer["ETag"]})),
        (200, Client().head(ROOT + "/counts", headers=elsewhere)),
    ):
        assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (status, "*")
    refused(caller.client.get(f"{ROOT}/countss", headers=elsewhere), 404, "not-found")
    for path in ("/me", "/funds", "/funds/L9999", "/proposals", "/openapi.json", "/countss"):
        answer = caller.client.get(ROOT + path, headers={**caller.headers, **elsewhere})
        assert "Access-Control-Allow-Origin" not in answer


# A refusal of a choice says what may be chosen.


def closed_lists():
    """Every filter with a closed list: (path, name, its values)."""
    shapes = SCHEMA["components"]["schemas"]
    for path, calls in SCHEMA["paths"].items():
        for given in calls.get("get", {}).get("parameters", ()):
            if given["in"] != "query" or "{" in path:
                continue
            for part in [
                given["schema"],
                *given["schema"].get("anyOf", ()),
                *given["schema"].get("allOf", ()),
            ]:
                named = shapes.get(part.get("$ref", "").rsplit("/", 1)[-1], part)
                if "enum" in named:
                    yield path, given["name"], named["enum"]


def test_a_filter_that_is_no_choice_is_refused_with_the_choices(person):
    caller = Caller(person("Boss", "administrator"))
    lists = list(closed_lists())
    assert len(lists) > 5
    for path, name, values in lists:
        problem = refused(caller.get(path.removeprefix("/api/v1"), **{name: "-"}), 422, "invalid-fields")
        told = [error for error in problem["errors"] if error["field"] == name]
        assert told[0]["permitted"] == [str(value) for value in values], (path, name)


def test_a_field_that_is_no_choice_is_refused_with_the_choices(kho_hong):  # noqa: F811
    caller = Caller(kho_hong.officer)
    problem = refused(caller.patch("/funds/L7257", {"kind": "none"}), 422, "invalid-fields")
    assert "subdistrict-health" in problem["errors"][0]["permitted"]
    problem = refused(caller.patch("/funds/L7257", {"capacity": "none"}), 422, "invalid-fields")
    assert "ordinary" in problem["errors"][0]["permitted"]
    assert answered(caller.patch("/funds/L7257", {"capacity": "ordinary"}))
    # Texts that are wrong in another way have no list.
    problem = refused(caller.patch("/funds/L7257", {"email": "none"}), 422, "invalid-fields")
    assert "permitted" not in problem["errors"][0]


def test_a_plan_that_cannot_be_agreed_says_what_is_empty(kho_hong):  # noqa: F811
    caller = Caller(kho_hong.officer)
    body = {"fund": "L7257", "fiscal_year": kho_hong.plan.fiscal_year, "issue": "alcohol"}
    plan = answered(caller.post("/plans", body), 201)["uid"]
    answer = caller.post(f"/plans/{plan}/agree", {"agreed_on": "2026-10-15"})
    assert [error["field"] for error in answer.json()["errors"]] == ["situations", "objectives"]


def test_a_long_talk_is_read_page_by_page(kho_hong):  # noqa: F811
    proposal = start(kho_hong)
    caller = Caller(kho_hong.officer)
    for number in range(5):
        add_comment(thread=proposal.thread, text=f"ข้อที่ {number}", by=kho_hong.officer)
    address, read = f"{ROOT}/proposals/{proposal.uid}/comments?limit=2", []
    while address:
        answer = caller.client.get(address, headers=caller.headers)
        read += [one["text"] for one in answer.json()]
        link = answer.headers.get("Link", "")
        assert link == "" or link.endswith('; rel="next"')
        address = link[1:].partition(">")[0]
    assert read == [f"ข้อที่ {number}" for number in range(5)]
    refused(caller.get(f"/proposals/{proposal.uid}/comments?limit=201"), 422, "invalid-fields")
