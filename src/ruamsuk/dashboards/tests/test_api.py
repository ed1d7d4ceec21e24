"""GET /api/v1/counts: public, in one fixed shape."""

from datetime import datetime

from django.test import Client

from ruamsuk.dashboards.actions import note_figure
from ruamsuk.dashboards.tests.conftest import LIST, YEAR


def test_the_answer_has_the_promised_shape_and_needs_no_key(client: Client, world, area):
    note_figure(area=area("90"), fiscal_year=YEAR, figure="approved", printed=7, source="รายงาน", by=None)
    answer = client.get(f"/api/v1/counts?area=90&fiscal_year={YEAR}&issue_list={LIST}")
    assert answer.status_code == 200
    found = answer.json()
    assert list(found) == [
        "area",
        "fiscal_year",
        "network",
        "as_of",
        "totals",
        "by_issue",
        "not_classified",
        "overlap",
        "stated",
    ]
    assert (found["area"], found["fiscal_year"], found["network"]) == ("90", YEAR, None)
    assert datetime.fromisoformat(found["as_of"]).tzinfo is not None
    assert found["totals"] == {
        "funds": 3,
        "funds_learning_centre": 0,
        "funds_expansion": 0,
        "planned": 3,
        "developed": 3,
        "approved": 6,
        "running": 6,
        "budget_satang": 7_500_000,
        "reports_due": 3,
        "reports_sent": 2,
        "reports_accepted": 1,
    }
    rows = {row["issue"]: row["approved"] for row in found["by_issue"]}
    assert (rows["food"], rows["tobacco"], rows["pollution"]) == (3, 1, 1)
    for name in ("developed", "approved", "budget_satang", "planned"):
        rows_sum = sum(row[name] for row in found["by_issue"])
        assert rows_sum + found["not_classified"][name] - found["overlap"][name] == found["totals"][name], (
            name
        )
    assert found["stated"] == [{"figure": "approved", "printed": 7, "computed": 6, "source": "รายงาน"}]


def test_a_network_limits_it(client: Client, world):
    found = client.get(f"/api/v1/counts?area=TH&network={world.network.uid}").json()
    assert found["network"] == str(world.network.uid)
    assert (found["totals"]["funds"], found["totals"]["funds_learning_centre"]) == (2, 1)


def test_country_and_zone_are_asked_for_by_their_codes(client: Client, world):
    assert client.get("/api/v1/counts").json()["totals"]["approved"] == 7
    assert client.get("/api/v1/counts?area=TH").json()["area"] == "TH"
    assert client.get("/api/v1/counts?area=Z12").json()["totals"]["funds"] == 4


def test_what_cannot_be_understood_is_refused_in_the_reader_s_language(client: Client, world):
    for query, status in (
        ("area=12345678", 422),
        ("area=", 422),
        ("fiscal_year=1", 422),
        ("fiscal_year=twenty", 422),
        ("network=x", 422),
        ("network=019a0000-0000-7000-8000-000000000000", 404),
        ("issue_list=nothing", 404),
    ):
        answer = client.get(f"/api/v1/counts?{query}", headers={"Accept-Language": "en"})
        assert answer.status_code == status, query
        assert answer["Content-Type"] == "application/problem+json"
        thai = client.get(f"/api/v1/counts?{query}", headers={"Accept-Language": "th"})
        assert thai.json()["title"] != answer.json()["title"]


def test_the_description_names_it(client: Client, db):
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/counts"]["get"]
    assert {parameter["name"] for parameter in described["parameters"]} == {
        "area",
        "fiscal_year",
        "network",
        "issue_list",
    }
