"""Areas through the API: read by everybody, changed by date by those who keep the official list."""

from datetime import timedelta

import pytest

from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today
from tests.api_caller import Caller, answered, refused

pytestmark = [pytest.mark.django_db, pytest.mark.one_worker]
DAY = today().isoformat()


@pytest.fixture
def keeper(person, south):
    return Caller(person("Boss", "administrator"))


def open_code(code):
    return Area.objects.open().filter(code=code).first()


def test_a_subdistrict_is_opened_renamed_recoded_moved_and_closed(keeper):
    body = {"parent": "9011", "code": "901188", "name_th": "ทุ่งใหม่", "name_en": "Thung Mai", "on_day": DAY}
    made = answered(keeper.post("/areas", body), 201)
    assert [area["code"] for area in made["path"]] == ["TH", "Z12", "90", "9011", "901188"]
    renamed = answered(keeper.post("/areas/901188/rename", {"name_th": "ทุ่งเก่า", "on_day": DAY}))
    assert renamed["name_th"] == "ทุ่งเก่า"
    recoded = keeper.post("/areas/901188/recode", {"code": "901189", "on_day": DAY})
    assert (answered(recoded)["code"], recoded["Location"]) == ("901189", "/api/v1/areas/901189")
    moved = answered(keeper.post("/areas/901189/move", {"to": "9001", "code": "900189", "on_day": DAY}))
    assert moved["path"][-2]["code"] == "9001"
    assert {row["code"] for row in moved["history"]} >= {"900189"}
    answered(keeper.post("/areas/901104/close", {"on_day": DAY}))
    assert open_code("901104") is None
    closed = Caller().get("/areas", parent="9011", closed=True, limit=200).json()["items"]
    assert "901104" in [row["code"] for row in closed]


def test_villages_and_population_come_as_lists(keeper):
    rows = [{"moo": 1, "name_th": "เหนือ"}, {"moo": 2, "name_th": "ใต้", "name_en": "Tai"}]
    made = answered(keeper.post("/areas/901104/villages", {"villages": rows}))
    assert [row["code"] for row in made] == ["90110401", "90110402"]
    assert answered(keeper.post("/areas/901104/villages", {"villages": rows})) == []
    body = {"year": 2568, "people": 4000, "source": "สำนักทะเบียน"}
    assert answered(keeper.post("/areas/901104/population", body))["populations"] == [body]
    twice = [rows[0], {"moo": 1, "name_th": "อื่น"}]
    refused(keeper.post("/areas/901104/villages", {"villages": twice}), 422, "area-bad-rows")


def test_areas_are_merged_and_split(keeper):
    effects = answered(keeper.get("/areas/901101/effects"))
    assert effects["areas"] == []
    merge = {"into": "901104", "others": ["901102"], "on_day": DAY}
    assert answered(keeper.post("/areas/901101/merge", merge))["code"] == "901104"
    assert Caller().get("/areas/901102").json()["successors"][0]["code"] == "901104"
    parts = [{"code": "901188", "name_th": "ใหม่"}, {"code": "901189", "name_th": "เก่า", "name_en": "Kao"}]
    split = answered(keeper.post("/areas/901104/split", {"parts": parts, "on_day": DAY}))
    assert [(row["code"], row["name_en"]) for row in split] == [("901188", ""), ("901189", "Kao")]


CALLS = {
    "/areas": {"parent": "9011", "code": "901188", "name_th": "ใหม่", "on_day": DAY},
    "/areas/901104/close": {"on_day": DAY, "successor": "901101"},
    "/areas/901104/rename": {"name_th": "ใหม่", "on_day": DAY},
    "/areas/901104/recode": {"code": "901188", "on_day": DAY},
    "/areas/901104/move": {"to": "9001", "code": "900188", "on_day": DAY},
    "/areas/901104/merge": {"into": "901101", "on_day": DAY},
    "/areas/901104/split": {"parts": [{"code": "901188", "name_th": "ใหม่"}], "on_day": DAY},
    "/areas/901104/villages": {"villages": [{"moo": 9, "name_th": "ใหม่"}]},
    "/areas/901104/population": {"year": 2568, "people": 1, "source": "x"},
}


@pytest.mark.parametrize("path", CALLS)
def test_only_who_keeps_the_areas_changes_them(path, keeper, person, at):
    body, officer = CALLS[path], Caller(person("Malee", "coordinator", at("90")))
    refused(Caller().post(path, body), 401, "sign-in-needed")
    refused(officer.post(path, body), 403, "not-allowed")
    later = (today() + timedelta(days=2)).isoformat()
    if "on_day" in body:
        refused(keeper.post(path, body | {"on_day": later}), 422, "area-day-in-future")
    fields = {error["field"] for error in refused(keeper.post(path, {}), 422, "invalid-fields")["errors"]}
    assert fields
    assert fields <= set(body)
    assert keeper.post(path, body).status_code in (200, 201)


def test_a_change_that_a_level_does_not_have_is_refused_in_words(keeper):
    refused(keeper.post("/areas/TH/rename", {"name_th": "x", "on_day": DAY}), 422, "area-wrong-level")
    parts = [{"code": "9099", "name_th": "ใหม่", "areas": ["930101"]}]
    problem = refused(
        keeper.post("/areas/9011/split", {"parts": parts, "on_day": DAY}), 422, "invalid-fields"
    )
    assert problem["errors"][0]["field"] == "parts.areas"
    thai = Caller(language="th").get("/areas", limit=201)
    assert refused(thai, 422, "invalid-fields")["title"] != problem["title"]


def test_an_address_is_certain_or_to_be_confirmed(client, south) -> None:
    def read(text: str) -> dict:
        answer = client.get("/api/v1/areas/understand-address", {"text": text}, HTTP_ACCEPT_LANGUAGE="th")
        assert answer.status_code == 200
        return answer.json()

    certain = read("ม.3 คอหงส์ หาดใหญ่ สงขลา")
    assert (certain["area"]["code"], certain["to_confirm"], certain["moo"]) == ("901104", False, 3)
    assert (certain["candidates"], certain["contradictions"]) == ([], [])
    misspelt = read("คอหงษ์ หาดใหญ่ สงขลา")
    assert (misspelt["area"]["code"], misspelt["to_confirm"]) == ("9011", True)
    assert [one["path"] for one in misspelt["candidates"]] == ["ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา"]
    assert "คอหงษ์" in misspelt["contradictions"][0]
    several = read("ต.คอหงส์ และ ต.ควนลัง อ.หาดใหญ่")
    assert (several["area"]["code"], several["to_confirm"]) == ("9011", True)
    assert [one["code"] for one in several["candidates"]] == ["901104", "901102"]
    apart = read("ต.คอหงส์ อ.ควนขนุน")
    assert (apart["area"]["kind"], apart["to_confirm"]) == ("zone", True)
    assert apart["candidates"][0]["code"] == "901104"
    nothing = read("ไม่ทราบ")
    assert (nothing["area"], nothing["to_confirm"], nothing["candidates"]) == (None, True, [])
