"""One thing has one name in the API: a fund its uid or its code wherever it is named; what GET gives PATCH takes."""

import json
import re

import pytest
from django.test import Client

from ruamsuk.committees.models import Position
from ruamsuk.config.api import described
from ruamsuk.files.tests.samples import pdf, photo, sent
from ruamsuk.funds.actions import add_network
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.tests.conftest import (  # noqa: F401  # fixtures
    YEAR,
    complete,
    kho_hong,
    started,
    submitted,
    write,
)
from tests.api_caller import Caller, answered, refused
from tests.test_api_description import real_names, small_world  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db

SCHEMA = json.loads(json.dumps(described(), default=str))


def named_funds():
    """Every place of the description that takes a fund: (where, its shape)."""
    for path, calls in SCHEMA["paths"].items():
        for method, call in calls.items():
            for given in call["parameters"]:
                is_of_path = given["in"] == "path" and path.split(f"{{{given['name']}}}")[0].endswith(
                    "/funds/"
                )
                if is_of_path or (given["in"] == "query" and given["name"] == "fund"):
                    yield f"{method} {path} {given['name']}", given["schema"]
    for name, shape in SCHEMA["components"]["schemas"].items():
        if shape.get("additionalProperties") is False and "fund" in shape["properties"]:  # a body
            yield f"{name}.fund", shape["properties"]["fund"]


def test_a_fund_is_named_in_one_way_wherever_it_is_named():
    shapes = {
        where: (one.get("type"), one.get("maxLength"), one.get("format"))
        for where, shape in named_funds()
        for one in shape.get("anyOf", [shape])  # a patch may leave it out
        if one.get("type") != "null"
    }
    assert len(shapes) > 15
    assert set(shapes.values()) == {("string", 300, None)}, shapes


@pytest.fixture(params=["uid", "code"])
def name(request, kho_hong):  # noqa: F811
    return str(kho_hong.fund.uid) if request.param == "uid" else "l7257"  # as people type it


def test_addresses_take_a_funds_uid_and_its_code(name, kho_hong):  # noqa: F811
    caller = Caller(kho_hong.officer)
    assert answered(caller.get(f"/funds/{name}"))["uid"] == str(kho_hong.fund.uid)
    assert answered(caller.patch(f"/funds/{name}", {"population": 5000}))["population"] == 5000
    assert answered(caller.get(f"/funds/{name}/committees")) == []
    body = {"fiscal_year": YEAR + 1, "from_year": YEAR}
    assert answered(caller.post(f"/funds/{name}/copy-plans", body))[0]["issue"]["code"] == "tobacco"
    for other in ("L9999", "00000000-0000-0000-0000-000000000000"):
        refused(caller.get(f"/funds/{other}"), 404, "not-found")


def test_filters_and_bodies_take_both(name, kho_hong, person, area):  # noqa: F811
    caller = Caller(kho_hong.officer)
    assert len(answered(caller.get("/plans", fund=name))["items"]) == 1
    made = answered(caller.post("/proposals", {"title": "x", "fiscal_year": YEAR, "fund": name}), 201)
    assert made["fund"]["code"] == "L7257"
    assert answered(caller.post("/plans", {"issue": "alcohol", "fiscal_year": YEAR, "fund": name}), 201)
    admin = Caller(person("Boss", "administrator"))
    network = add_network(name="เครือข่าย", by=None)
    assert admin.post(f"/networks/{network.uid}/join", {"fund": name}).status_code == 200
    assert admin.post(f"/networks/{network.uid}/funds/{name}/leave").status_code == 200
    # The name of before.
    assert admin.post(f"/networks/{network.uid}/join", {"code": name}).status_code == 200
    problem = refused(admin.post(f"/networks/{network.uid}/join", {"fund": "L9999"}), 422, "invalid-fields")
    assert problem["errors"][0]["field"] == "fund"


def test_who_pays_is_named_by_uid_too(kho_hong):  # noqa: F811
    project = enter_project(
        title="จากกระดาษ", fiscal_year=YEAR, home_area=kho_hong.home, budget_satang=100, fund=kho_hong.fund,
        organization=kho_hong.owner, by=kho_hong.officer,
    )  # fmt: skip
    lines = [
        {"giver": str(kho_hong.fund.uid), "amount_satang": 60},
        {"giver": str(kho_hong.owner.uid), "amount_satang": 40},
    ]
    found = answered(Caller(kho_hong.officer).post(f"/projects/{project.uid}/fundings", {"fundings": lines}))
    assert [line["fund"] and line["fund"]["code"] for line in found["fundings"]] == ["L7257", None]
    assert found["fundings"][1]["organization"]["uid"] == str(kho_hong.owner.uid)


# What GET gives, PATCH takes.

# What is changed but not read at its own address, each with why.
SEEN = "the version that the writer saw"
UNREAD: dict[str, str] = {
    "situations/{uid} seen": SEEN,
    "objectives/{uid} seen": SEEN,
    "measures/{uid} seen": SEEN,
    "planned-projects/{uid} seen": SEEN,
    "plans/{uid} seen": SEEN,
}


def test_what_get_gives_patch_takes(small_world):  # noqa: F811
    client = Client(headers={"Authorization": f"Bearer {small_world.key}", "Accept-Language": "en"})
    faults, tried = [], 0
    for path, calls in SCHEMA["paths"].items():
        short = path.removeprefix("/api/v1/")
        if "patch" not in calls or short in UNREAD:
            continue
        names = real_names(path.removeprefix("/api/v1"), small_world.uids)
        address = path.format(**names)
        shape = calls["patch"]["requestBody"]["content"]["application/json"]["schema"]
        fields = SCHEMA["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]["properties"]
        got = client.get(address)
        if got.status_code != 200:
            faults.append(f"{path}: GET {got.status_code}")
            continue
        got = got.json()
        for field in fields:
            if f"{short} {field}" in UNREAD:
                continue
            if field not in got:
                faults.append(f"{path}: {field} is not read")
                continue
            tried += 1
            answer = client.patch(address, {field: got[field]}, content_type="application/json")
            if answer.status_code != 200:
                faults.append(
                    f"{path}: {field}={got[field]!r} {answer.status_code} {answer.content.decode()[:200]}"
                )
    assert not faults, "\n".join(faults)
    assert tried > 60


def test_location_names_what_was_made(kho_hong):  # noqa: F811
    """A line of a plan, too, has an address of its own."""
    caller = Caller(kho_hong.officer)
    lines = {
        "situations": {"text": "ขับรถเร็ว", "unit": "คน", "value": "3"},
        "objectives": {"text": "ลดลง"},
        "measures": {"approach": "ชวนเลิก"},
        "planned-projects": {"title": "โครงการ"},
    }
    for part, body in lines.items():
        answer = caller.post(f"/plans/{kho_hong.plan.uid}/{part}", body)
        made = answered(answer, 201)
        assert answer["Location"] == f"/api/v1/{part}/{made['uid']}"
        assert answered(caller.client.get(answer["Location"], headers=caller.headers)) == made


def test_location_names_each_part_that_was_made(small_world, kho_hong, person):  # noqa: F811
    """Each has an address that answers what was made, for who may read it."""
    boss = Caller()
    boss.headers["Authorization"] = f"Bearer {small_world.key}"
    project = f"/projects/{small_world.uids['projects']['uid']}"
    draft = f"/proposals/{small_world.uids['proposals']['uid']}"
    report = f"/reports/{small_world.uids['reports'].uid}"
    objective = answered(boss.get(project))["design"]["objectives"][0]["uid"]
    activity = small_world.uids["projects"]["row"]
    seat = {
        "position": Position.objects.exclude(max_people=1).first().code,
        "name": "สมศรี ใจดี",
        "starts_on": "2026-10-02",
    }
    lists = small_world.uids["issue-lists"]["code"]
    photos = [sent("a.jpg", photo()), sent("b.jpg", photo())]
    document = {"kind": "other", "title": "ขอบเขตงาน", "upload": sent("tor.pdf", pdf())}
    made = [
        (f"{project}/rows", {"kind": "target", "fields": {"group": "fund-1", "people": 3}}, f"{project}/rows/target/*"),
        (
            f"{project}/rows",
            {"kind": "indicator", "parent": objective, "fields": {
                "text": "ลด", "unit": "%", "baseline": "9.00", "target": "3.50",
            }},
            f"{project}/rows/indicator/*",
        ),
        (f"{project}/rows", {"kind": "line", "parent": activity, "fields": {
            "category": "302", "detail": "อาหาร", "quantity": "60.00", "unit": "คน", "unit_cost_satang": 12_550,
        }}, f"{project}/rows/line/*"),
        (f"{draft}/rows", {"kind": "target"}, f"{draft}/rows/target/*"),
        (f"{draft}/rows", {"kind": "applicant"}, f"{draft}/rows/applicant/*"),
        (f"{draft}/comments", {"text": "ดี"}, f"{draft}/comments/*"),
        (f"{report}/comments", {"text": "ดี"}, f"{report}/comments/*"),
        (f"{report}/participants", None, f"{report}/parts/people/*"),
        (f"/committees/{small_world.uids['committees'].uid}/members", seat, "/members/*"),
        (f"/issue-lists/{lists}/entries", {"name_th": "ใหม่", "name_en": "New"}, f"/issue-lists/{lists}/entries/*"),
        (f"{report}/photos", {"photos": photos}, f"{report}/parts/photo/*"),
        (f"{report}/files", {"documents": [sent("a.pdf", pdf())]}, f"{report}/parts/file/*"),
        (f"{project}/documents", document, f"{project}/documents/*/details"),
    ]  # fmt: skip
    for address, body, where in made:
        sends_files = address.endswith(("/photos", "/files", "/documents"))
        answer = boss.upload(address, body) if sends_files else boss.post(address, body)
        answered(answer, 201)
        location = answer["Location"].removeprefix("/api/v1")
        assert re.fullmatch(where.replace("*", "[^/]+"), location), (address, location)
        read = answered(boss.get(location))
        name = re.fullmatch(where.replace("*", "([^/]+)"), location)[1]
        assert name in (read.get("uid"), read.get("code")), location
        if "/rows/" in where:
            assert body.get("fields", {}).items() <= read["fields"].items()
    stranger = Caller(person("Nobody", "executive"))
    applicant = small_world.uids["proposals"]["applicant"]
    for hidden in (f"{draft}/rows/applicant/{applicant}", f"/members/{small_world.member.uid}"):
        assert boss.get(hidden).status_code == 200
        assert stranger.get(hidden).status_code == 404
