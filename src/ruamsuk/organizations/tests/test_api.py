"""Organisations through the API, by the same gates, forms and actions as the pages."""

import pytest

from tests.api_caller import Caller, answered, refused

pytestmark = pytest.mark.django_db
SCHOOL = {"name": "โรงเรียนคอหงส์", "kind": "school", "home_area": "901104"}


@pytest.fixture
def coordinator(person, area):
    area("901104")
    return Caller(person("Somsri", "coordinator", area("90")))


def test_an_organisation_is_added_closed_listed_and_opened_again(coordinator, person, area):
    path = f"/organizations/{answered(coordinator.post('/organizations', SCHOOL), 201)['uid']}"
    outsider = Caller(person("Wichai", "coordinator", area("93")))
    refused(outsider.post(f"{path}/close"), 403, "not-allowed")
    answered(coordinator.post(f"{path}/close"))
    assert Caller().get("/organizations").json()["items"] == []
    closed = Caller().get("/organizations", closed=True).json()["items"]
    assert [row["name_th"] for row in closed] == ["โรงเรียนคอหงส์"]
    refused(outsider.post(f"{path}/reopen"), 403, "not-allowed")
    assert answered(coordinator.post(f"{path}/reopen"))["closed_on"] is None
    answered(coordinator.post(f"{path}/areas", {"areas": ["901104"]}))


def test_bad_input_is_refused_in_both_languages(coordinator):
    english = refused(coordinator.post("/organizations", SCHOOL | {"home_area": "9"}), 422, "invalid-fields")
    coordinator.headers["Accept-Language"] = "th"
    thai = refused(coordinator.post("/organizations", SCHOOL | {"home_area": "9"}), 422, "invalid-fields")
    assert english["errors"][0]["field"] == thai["errors"][0]["field"] == "home_area"
    assert english["title"] != thai["title"]
