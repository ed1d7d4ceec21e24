"""Committees and their positions through the API."""

import pytest

from ruamsuk.committees.actions import load_catalogue
from ruamsuk.committees.models import Position
from ruamsuk.core.calendar import today
from ruamsuk.funds.tests.conftest import fund, make_fund  # noqa: F401  # fixtures
from tests.api_caller import Caller, answered, refused

pytestmark = pytest.mark.django_db
DAY = today().isoformat()


@pytest.fixture
def officer(fund, person):  # noqa: F811
    load_catalogue(by=None)
    return Caller(person("Malee", "fund-officer", fund))


def test_a_series_takes_members_and_remembers_who_left(fund, officer, person, area):  # noqa: F811
    path = f"/funds/{fund.uid}/committee"
    refused(officer.post(path, {"term_starts_on": "x"}), 422, "invalid-fields")
    made = answered(officer.post(path, {"term_starts_on": DAY}), 201)
    member = {"position": Position.objects.first().code, "name": "สมศรี มีชื่อ", "starts_on": DAY}
    seats = answered(officer.post(f"/committees/{made['uid']}/members", member), 201)["seats"]
    uid = next(one["uid"] for seat in seats for one in seat["members"])
    ended = answered(officer.post(f"/members/{uid}/end", {"ends_on": DAY, "reason": "ย้าย"}))
    assert [(one["name"], one["end_reason"]) for one in ended["former"]] == [("สมศรี มีชื่อ", "ย้าย")]
    assert "สมศรี" not in Caller().get(path).content.decode()
    assert [row["series_no"] for row in Caller().get(f"/funds/{fund.uid}/committees").json()] == [1]
    outsider = Caller(person("Somkid", "coordinator", area("93")))
    refused(outsider.post(path, {"term_starts_on": DAY}), 403, "not-allowed")


def test_positions_are_changed_by_who_keeps_the_catalogues(officer, person):
    boss, code = Caller(person("Boss", "administrator")), Position.objects.first().code
    path = f"/positions/{code}"
    refused(officer.patch(path, {"max_people": 3}), 403, "not-allowed")
    assert refused(boss.patch(path, {"max_people": 0}), 422, "invalid-fields")["errors"]
    assert refused(boss.patch(path, {"short_th": "x"}), 422, "invalid-fields")["errors"]
    assert answered(boss.patch(path, {"max_people": 3}))["max_people"] == 3
    refused(officer.post(f"{path}/retire"), 403, "not-allowed")
    assert answered(boss.post(f"{path}/retire"))["retired"]
    assert not answered(boss.post(f"{path}/restore"))["retired"]
    assert Caller().get(path).json() in Caller().get("/positions").json()
    assert (
        Caller(language="th").get("/positions/none").json()["title"]
        != Caller().get("/positions/none").json()["title"]
    )


def test_a_position_is_added_once_by_who_keeps_the_catalogues(officer, person):
    boss = Caller(person("Boss", "administrator"))
    sent = {"code": "youth", "name_th": "ผู้แทนเยาวชน", "name_en": "Youth", "max_people": 2}
    refused(officer.post("/positions", sent), 403, "not-allowed")
    refused(boss.post("/positions", sent | {"group": 1}), 422, "invalid-fields")
    assert answered(boss.post("/positions", sent), 201)["max_people"] == 2
    refused(boss.post("/positions", sent), 422, "code-taken")
    assert Caller().get("/positions").json()[-1]["code"] == "youth"
