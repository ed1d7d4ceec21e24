"""Catalogues through the API: read by everybody, changed by those who keep them."""

import pytest

from ruamsuk.issues.models import Indicator, Issue, IssueList
from tests.api_caller import Caller, answered, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(person, catalogues):
    return Caller(person("Boss", "administrator"))


def test_an_issue_gets_its_places_and_a_line_gets_its_issues(keeper):
    tobacco, first = Issue.objects.get(code="tobacco"), IssueList.objects.first()
    line, other = first.entries.all()[:2]
    path = f"/issues/{tobacco.uid}/places"
    placed = answered(keeper.post(path, {"places": {first.code: line.code}}))
    assert {"list": first.code, "entry": line.code} in placed["places"]
    others = [place for place in placed["places"] if place["list"] != first.code]
    assert others  # lists that are left out stay as they are
    entry = f"/issue-lists/{first.code}/entries/{other.code}"
    filled = answered(keeper.patch(entry, {"name_en": "Smoke", "issues": ["tobacco"]}))
    assert (filled["name_en"], [row["code"] for row in filled["issues"]]) == ("Smoke", ["tobacco"])
    assert answered(keeper.patch(entry, {"valid_from_fy": 2570}))["issues"] == filled["issues"]
    placed = Caller().get(f"/issues/{tobacco.uid}").json()["places"]
    assert {"list": first.code, "entry": other.code} in placed
    gone = answered(keeper.post(path, {"places": {first.code: None}}))
    assert gone["places"] == others


def test_standard_measures_are_added_changed_and_retired(keeper):
    tobacco = Issue.objects.get(code="tobacco")
    made = answered(keeper.post(f"/issues/{tobacco.uid}/standard-measures", {"text_th": "ชวนเลิก"}), 201)
    path = f"/standard-measures/{made['code']}"
    assert answered(keeper.patch(path, {"text_en": "Quit"}))["text_th"] == "ชวนเลิก"
    assert answered(keeper.post(f"{path}/retire"))["retired"]
    listed = Caller().get("/standard-measures", issue="tobacco", limit=200).json()["items"]
    assert made["code"] not in [row["code"] for row in listed]
    assert not answered(keeper.post(f"{path}/restore"))["retired"]


CALLS = {  # call: (method, a body that is taken, a body that is not)
    "/issues/{issue}/places": ("post", {"places": {"{list}": None}}, {"places": {"none": "x"}}),
    "/issues/{issue}/standard-measures": ("post", {"text_th": "ชวน"}, {"text_th": ""}),
    "/standard-measures/{measure}": ("patch", {"text_th": "ชวน"}, {"text": "x"}),
    "/issue-lists/{list}/entries/{line}": ("patch", {"name_en": "x"}, {"issues": ["none"]}),
    "/issue-lists/{list}/entries": (
        "post",
        {"name_th": "ใหม่", "name_en": "New", "issues": ["tobacco"]},
        {"name_th": "x", "name_en": ""},
    ),
    "/issue-lists": (
        "post",
        {"code": "regional-5", "name_th": "ห้าเรื่อง", "name_en": "The five", "source": "Zone 12"},
        {"code": "", "name_th": "x", "name_en": "x"},
    ),
    "/issue-lists/{list}": ("patch", {"source": "x"}, {"name_en": ""}),
    "/codes/target-groups": (
        "post",
        {"code": "monks", "name_th": "พระ", "name_en": "Monks", "scheme": "fund", "kind": "special"},
        {"code": "monks-2", "name_th": "พระ", "name_en": "Monks"},
    ),
    "/codes/expense-groups": (
        "post",
        {"code": "9", "name_th": "ใหม่", "name_en": "New"},
        {"code": "x", "name_th": "x", "name_en": "x"},
    ),
    "/codes/expense-categories": (
        "post",
        {"code": "990", "name_th": "ใหม่", "name_en": "New", "group": 1},
        {"code": "991", "name_th": "ใหม่", "name_en": "New", "max_people": 2, "group": 1},
    ),
    "/codes/support-types": (
        "post",
        {"code": "6", "name_th": "ใหม่", "name_en": "New", "short_th": "ใหม่"},
        {"code": "100", "name_th": "ใหม่", "name_en": "New", "short_th": "ใหม่"},
    ),
    "/codes/target-groups/{group}": ("patch", {"name_en": "x"}, {"max_people": 3}),
    "/codes/expense-categories/302": ("patch", {"valid_until_fy": 2575}, {"valid_until_fy": 1}),
    "/codes/support-types/1": ("patch", {"short_th": "x"}, {"short_th": ""}),
}
VERBS = [
    "/issues/{issue}", "/indicators/{indicator}", "/standard-measures/{measure}",
    "/issue-lists/{list}", "/issue-lists/{list}/entries/{line}", "/codes/support-types/1",
    "/codes/target-groups/{group}",
]  # fmt: skip


@pytest.fixture
def names():
    first, issue = IssueList.objects.first(), Issue.objects.get(code="tobacco")
    return {
        "issue": issue.uid,
        "list": first.code,
        "line": first.entries.first().code,
        "measure": issue.measures.first().code,
        "indicator": Indicator.objects.first().uid,
        "group": Caller().get("/target-groups").json()[0]["code"],
    }


@pytest.mark.parametrize("path", CALLS)
def test_only_who_keeps_the_catalogues_changes_them(path, keeper, names, person, area):
    method, good, bad = CALLS[path]
    path = path.format(**names)
    if "places" in good:
        good = {"places": {names["list"]: None}}
    outsider = Caller(person("Malee", "mentor", area("90")))
    refused(getattr(outsider, method)(path, good), 403, "not-allowed")
    refused(getattr(Caller(), method)(path, good), 401, "sign-in-needed")
    assert refused(getattr(keeper, method)(path, bad), 422, "invalid-fields")["errors"][0]["field"]
    assert getattr(keeper, method)(path, good).status_code in (200, 201)


@pytest.mark.parametrize("path", VERBS)
def test_what_is_retired_is_taken_back_into_use(path, keeper, names, person, area):
    path = path.format(**names)
    outsider = Caller(person("Malee", "mentor", area("90")))
    refused(outsider.post(f"{path}/retire"), 403, "not-allowed")
    refused(outsider.post(f"{path}/restore"), 403, "not-allowed")
    answered(keeper.post(f"{path}/retire"))
    refused(keeper.post(f"{path}/retire"), 409, "already-retired")
    answered(keeper.post(f"{path}/restore"))
    refused(
        keeper.post(f"{path.rpartition('/')[0]}/00000000-0000-7000-8000-000000000000/retire"),
        404,
        "not-found",
    )


def test_a_refusal_is_said_in_both_languages(keeper, person):
    path = "/codes/target-groups/none"
    english = refused(keeper.patch(path, {"name_en": "x"}), 404, "not-found")
    keeper.headers["Accept-Language"] = "th"
    thai = refused(keeper.patch(path, {"name_en": "x"}), 404, "not-found")
    assert english["title"] != thai["title"]
    refused(Caller().get("/standard-measures", limit=201), 422, "invalid-fields")


def test_a_code_is_given_once_in_each_catalogue(keeper):
    sent = {"code": "6", "name_th": "ใหม่", "name_en": "New", "short_th": "ใหม่"}
    answered(keeper.post("/codes/support-types", sent), 201)
    refused(keeper.post("/codes/support-types", sent), 422, "code-taken")
    assert [row["code"] for row in Caller().get("/support-types").json()][-1] == 6
    answered(keeper.post("/codes/support-types/6/retire"))
    refused(keeper.post("/codes/support-types", sent), 422, "code-taken")  # a code stays for ever
    answered(keeper.post("/codes/support-types", sent | {"code": "7"}), 201)
