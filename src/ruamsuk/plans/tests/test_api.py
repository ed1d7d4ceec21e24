"""Plans and their rows through the API, by the same forms and actions as the pages."""

import pytest

from ruamsuk.plans.tests.conftest import YEAR
from tests.api_caller import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world):
    return Caller(world.officer)


def made(answer, status=201):
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_plan_is_written_ranked_agreed_and_then_public(officer, world):
    plan = made(officer.post("/plans", {"fund": str(world.fund.uid), "fiscal_year": YEAR, "issue": "waste"}))
    path = f"/plans/{plan['uid']}"
    assert Caller().get(path).status_code == 404
    figure = {
        "indicator": "waste-sorting",
        "value": 40,
        "evidence_kind": "survey",
        "measured_on": "2026-09-30",
    }
    situation = made(officer.post(f"{path}/situations", figure))
    assert (situation["text"], situation["unit"]) == ("Households that sort waste", "ร้อยละ")
    objective = made(
        officer.post(
            f"{path}/objectives", {"situation": situation["uid"], "text": "To raise it", "target": 60}
        )
    )
    assert float(objective["baseline"]) == 40
    made(officer.post(f"{path}/measures", {"approach": "A waste bank"}))
    planned = {
        "title": "Clean village",
        "support_type": 2,
        "organization": str(world.fund.organization.uid),
        "budget_satang": 5_000_000,
    }
    assert made(officer.post(f"{path}/planned-projects", planned))["support_type"] == 2
    assert made(officer.patch(path, {"budget_satang": 10_000_000}), 200)["budget_satang"] == 10_000_000
    points = {"size": 4, "severity": 3, "awareness": 2, "ease": 1}
    assert made(officer.post(f"{path}/rank", points), 200)["score"]["total"] == 10
    assert made(officer.post(f"{path}/agree", {"agreed_on": "2026-10-15"}), 200)["state"] == "agreed"
    assert Caller().get(path).json()["planned_projects"][0]["title"] == "Clean village"
    late = officer.patch(f"/situations/{situation['uid']}", {"value": 41})
    assert (late.status_code, late.json()["code"]) == (409, "plan-is-agreed")


def test_a_change_on_an_old_version_is_refused(officer, full_plan):
    row = officer.get(f"/plans/{full_plan.uid}").json()["situations"][0]
    path = f"/situations/{row['uid']}"
    assert made(officer.patch(path, {"value": 41, "seen": row["version"]}), 200)["value"] in ("41", "41.00")
    stale = officer.patch(path, {"value": 42, "seen": row["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "changed-meanwhile")


def test_a_change_leaves_the_other_fields(officer, full_plan):
    before = officer.get(f"/plans/{full_plan.uid}").json()["situations"][0]
    after = made(officer.patch(f"/situations/{before['uid']}", {"agency": "District office"}), 200)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"agency", "version"}


def test_rows_go_with_a_press(officer, full_plan):
    path = f"/plans/{full_plan.uid}"
    measure = officer.get(path).json()["measures"][0]["uid"]
    assert officer.post(f"/measures/{measure}/remove").status_code == 204
    assert officer.get(path).json()["measures"] == []


def test_values_are_cleaned_as_on_the_page(officer, full_plan):
    row = officer.get(f"/plans/{full_plan.uid}").json()["situations"][0]["uid"]
    wrong = officer.patch(f"/situations/{row}", {"measured_on": "1800-01-01"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "measured_on")
