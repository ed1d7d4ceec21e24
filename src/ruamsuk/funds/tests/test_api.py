"""Funds through the API, by the same gates, forms and actions as the pages."""

import pytest

from ruamsuk.organizations.actions import add_organization
from tests.api_caller import Caller, answered, refused

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank": "ธ.ก.ส.", "account_name": "กองทุน", "number": "123-4-56789-0"}


@pytest.fixture
def officer(fund, person):
    return Caller(person("Malee", "fund-officer", fund))


@pytest.fixture
def mentor(person, area):
    return Caller(person("Wichai", "mentor", area("9011")))


def test_a_coordinator_adds_a_fund_and_changes_it(make_fund, area, person):
    make_fund("L5166", area("901104"))
    owner = add_organization(name="ทต.ใหม่", kind="local_authority", home_area=area("901102"), by=None)
    body = {
        "kind": "subdistrict-health", "code": "L5299", "name": "กองทุนใหม่", "home_area": "901102",
        "organization": str(owner.uid),
    }  # fmt: skip
    caller = Caller(person("Somsri", "coordinator", area("90")))
    made = answered(caller.post("/funds", body), 201)
    changed = answered(caller.patch(f"/funds/{made['uid']}", {"population": 5000}))
    assert (changed["population"], changed["name_th"]) == (5000, "กองทุนใหม่")
    refused(caller.patch(f"/funds/{made['uid']}", {"code": "?"}), 422, "fund-code-of-wrong-form")
    refused(Caller(person("Wichai", "mentor", area("9011"))).post("/funds", body), 403, "not-allowed")


def test_a_closed_fund_is_listed_as_closed_and_opened_again(fund, officer, mentor):
    path = f"/funds/{fund.uid}"
    refused(mentor.post(f"{path}/reopen"), 403, "not-allowed")
    assert answered(officer.post(f"{path}/close", {"reason": "รวม"}))["closed_on"]
    assert [row["code"] for row in Caller().get("/funds", closed=True).json()["items"]] == [fund.code]
    assert Caller().get("/funds").json()["items"] == []
    assert answered(officer.post(f"{path}/reopen"))["closed_on"] is None
    refused(officer.post(f"{path}/close", {"reason": ""}), 422, "invalid-fields")


def test_a_fund_moves_to_another_local_authority(fund, officer, mentor, area):
    owner = add_organization(name="ทม.คอหงส์", kind="local_authority", home_area=area("901104"), by=None)
    path, body = f"/funds/{fund.uid}/move", {"organization": str(owner.uid)}
    refused(mentor.post(path, body), 403, "not-allowed")
    refused(officer.post(path, {"organization": "x"}), 422, "invalid-fields")
    assert answered(officer.post(path, body))["organization"]["name_th"] == "ทม.คอหงส์"


def test_bank_accounts_have_a_gate_of_their_own(fund, officer, mentor):
    path = f"/funds/{fund.uid}/bank-accounts"
    refused(mentor.post(path, ACCOUNT), 403, "not-allowed")
    refused(officer.post(path, ACCOUNT | {"number": "12"}), 422, "invalid-fields")
    made = answered(officer.post(path, ACCOUNT), 201)
    account = f"/bank-accounts/{made['uid']}"
    assert mentor.get(account).status_code == 404
    assert answered(officer.patch(account, {"purpose": "LTC"}))["number"] == "1234567890"
    assert answered(officer.post(f"{account}/close"))["closed_on"]
    assert mentor.post(f"{account}/reopen").status_code == 404
    assert answered(officer.post(f"{account}/reopen"))["closed_on"] is None


def test_a_kind_of_funds_is_changed_by_who_keeps_the_catalogues(fund, officer, person):
    path, boss = "/fund-kinds/subdistrict-health", Caller(person("Boss", "administrator"))
    refused(officer.patch(path, {"name_en": "x"}), 403, "not-allowed")
    refused(boss.patch(path, {"code_example": "?"}), 422, "pattern-unfit")
    refused(boss.patch(path, {"name_en": ""}), 422, "invalid-fields")
    changed = answered(boss.patch(path, {"name_en": "Health fund"}))
    assert changed == Caller().get(path).json()
    assert changed["name_en"] == "Health fund"
    kind = {
        "code": "sports",
        "name_th": "กองทุนกีฬา",
        "name_en": "Sports",
        "code_example": "SP01",
        "same_person": "off",
    }
    refused(officer.post("/fund-kinds", kind), 403, "not-allowed")
    refused(boss.post("/fund-kinds", kind | {"code_pattern": "("}), 422, "pattern-unreadable")
    made = answered(boss.post("/fund-kinds", kind), 201)
    assert (made["code_pattern"], made["home_kind"]) == (r"SP\d{2}", "")
    refused(boss.post("/fund-kinds", kind), 422, "code-taken")


def test_a_retired_kind_takes_no_new_fund_and_keeps_those_that_it_has(fund, officer, person):
    path, boss = "/fund-kinds/subdistrict-health", Caller(person("Boss", "administrator"))
    new = {
        "kind": "subdistrict-health",
        "code": "L5167",
        "name_th": "กองทุนใหม่",
        "organization": str(fund.organization.uid),
        "home_area": "901104",
    }
    refused(officer.post(f"{path}/retire"), 403, "not-allowed")
    assert answered(boss.post(f"{path}/retire"))["retired"]
    refused(boss.post(f"{path}/retire"), 409, "already-retired")
    refused(boss.post("/funds", new), 422, "invalid-fields")
    assert answered(officer.patch(f"/funds/{fund.uid}", {"population": 900}))["population"] == 900
    assert not answered(boss.post(f"{path}/restore"))["retired"]
    answered(boss.post("/funds", new), 201)


def test_networks_are_kept_by_the_central_team(fund, officer, person):
    boss = Caller(person("Boss", "administrator"))
    refused(officer.post("/networks", {"name": "เครือข่าย"}), 403, "not-allowed")
    path = f"/networks/{answered(boss.post('/networks', {'name': 'เครือข่าย'}), 201)['uid']}"
    answered(boss.post(f"{path}/join", {"code": fund.code, "capacity": "learning_centre"}))
    assert [row["capacity"] for row in Caller().get(f"{path}/funds").json()["items"]] == ["learning_centre"]
    assert refused(boss.post(f"{path}/join", {"code": "L0000"}), 422, "invalid-fields")["errors"]
    answered(boss.post(f"{path}/funds/{fund.uid}/leave"))
    assert Caller().get(f"{path}/funds").json()["items"] == []


def test_a_refusal_is_said_in_both_languages(fund, officer):
    english = refused(officer.post(f"/funds/{fund.uid}/close", {}), 422, "invalid-fields")
    officer.headers["Accept-Language"] = "th"
    thai = refused(officer.post(f"/funds/{fund.uid}/close", {}), 422, "invalid-fields")
    assert english["title"] != thai["title"]
    refused(Caller().get("/funds", limit=201), 422, "invalid-fields")
