"""GET /api/v1/counts: public, in one fixed shape; figures of documents beside it."""

from datetime import datetime
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from ruamsuk.dashboards.actions import note_figure
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.grades.figures import FIGURES as GRADES
from ruamsuk.issues.models import IssueList, ListEntry
from tests.api_caller import Caller, answered, refused


def test_the_answer_has_the_promised_shape_and_needs_no_key(client: Client, world, area):
    note_figure(area=area("90"), fiscal_year=YEAR, figure="approved", printed=7, source="รายงาน", by=None)
    answer = client.get(f"/api/v1/counts?area=90&fiscal_year={YEAR}&issue_list={LIST}")
    assert answer.status_code == 200
    found = answer.json()
    assert list(found) == [
        "area",
        "asked_area",
        "note",
        "fiscal_year",
        "network",
        "area_set",
        "as_of",
        "on",
        "way",
        "not_known",
        "today",
        "totals",
        "by_issue",
        "not_classified",
        "overlap",
        "by_place",
        "stated",
    ]
    assert (found["area"], found["fiscal_year"], found["network"]) == ("90", YEAR, None)
    assert datetime.fromisoformat(found["as_of"]).tzinfo is not None
    assert found["totals"] == {
        "funds": 3,
        "funds_learning_centre": 0,
        "funds_expansion": 0,
        "plans": 2,
        "planned": 3,
        "developed": 3,
        "approved": 6,
        "running": 6,
        "finished": 0,
        "stopped": 0,
        "funded": 5,
        "joint": 0,
        "joint_local": 0,
        "joint_satang": 0,
        "joint_received_satang": 0,
        "varied": 0,
        "budget_satang": 7_500_000,
        "approved_satang": 7_500_000,
        "spent_satang": 0,
        "unreported_satang": 7_500_000,
        "reports_due": 3,
        "reports_sent": 2,
        "participants": 0,
        "reports_accepted": 1,
        "reports_waived": 0,
        "problems_official": 0,
        "problems_survey": 0,
        "problems_estimate": 0,
        "problems_unsaid": 0,
        "reports_late": 1,
        "plans_checked": 0,
        **dict.fromkeys((figure.code for figure in GRADES), 0),
    }
    rows = {row["issue"]: row["approved"] for row in found["by_issue"]}
    assert (rows["food"], rows["tobacco"], rows["pollution"]) == (3, 1, 1)
    for name in ("developed", "approved", "budget_satang", "planned"):
        rows_sum = sum(row[name] for row in found["by_issue"])
        assert rows_sum + found["not_classified"][name] - found["overlap"][name] == found["totals"][name], (
            name
        )
    (stated,) = found["stated"]
    assert {name: stated[name] for name in ("figure", "printed", "computed", "source", "issue")} == {
        "figure": "approved",
        "printed": 7,
        "computed": 6,
        "source": "รายงาน",
        "issue": None,
    }


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
        "year",
        "list",
        "network",
        "issue_list",
        "here",
        "set",
        "on",
        "way",
    }


# What documents state

NOTED = {"area": "9011", "fiscal_year": YEAR, "figure": "approved", "printed": 6, "source": "รายงาน หน้า 2"}


def test_a_stated_figure_is_noted_and_one_is_chosen(world):
    keeper = Caller(world.coordinator)
    made = answered(keeper.post("/stated-figures", NOTED), 201)
    assert (made["printed"], made["computed"], made["difference"]) == (6, 4, 2)
    path = f"/stated-figures/{made['uid']}"
    assert Caller().get(path).json() == made
    assert [row["uid"] for row in Caller().get("/stated-figures", area="90").json()["items"]] == [made["uid"]]
    assert Caller().get("/stated-figures", area="93").json()["items"] == []
    refused(keeper.post(f"{path}/choose", {"choice": "printed"}), 422, "choice-needs-reason")
    chosen = answered(keeper.post(f"{path}/choose", {"choice": "printed", "reason": "ยังไม่ได้บันทึก"}))
    assert (chosen["choice"], chosen["computed"]) == ("printed", 4)
    refused(keeper.post("/stated-figures", NOTED), 409, "stated-figure-already-noted")


def test_money_is_satang_and_a_line_of_a_list_is_named_by_its_code(world):
    keeper, entry = Caller(world.coordinator), ListEntry.objects.filter(issue_list__code=LIST).first()
    more = {"figure": "budget_satang", "printed": 1_234_50, "issue_list": LIST, "issue": entry.code}
    made = answered(keeper.post("/stated-figures", NOTED | more), 201)
    assert (made["printed"], made["issue"], made["issue_list"]) == (123_450, entry.code, LIST)


def test_who_keeps_the_funds_of_the_area_notes_and_chooses(world, person):
    keeper, officer = Caller(world.coordinator), Caller(person("Orn", "fund-officer", world.kho_hong))
    refused(Caller().post("/stated-figures", NOTED), 401, "sign-in-needed")
    refused(officer.post("/stated-figures", NOTED), 403, "not-allowed")
    for name, value in {"area": "9999", "network": str(uuid4()), "source": "", "printed": -1}.items():
        problem = refused(keeper.post("/stated-figures", NOTED | {name: value}), 422, "invalid-fields")
        assert problem["errors"][0]["field"] == name
    made = answered(keeper.post("/stated-figures", NOTED), 201)
    choose, body = f"/stated-figures/{made['uid']}/choose", {"choice": "computed", "reason": "x"}
    refused(officer.post(choose, body), 403, "not-allowed")
    english = refused(keeper.post(choose, {"choice": "x"}), 422, "invalid-fields")
    keeper.headers["Accept-Language"] = "th"
    assert refused(keeper.post(choose, {"choice": "x"}), 422, "invalid-fields")["title"] != english["title"]
    refused(Caller().get("/stated-figures", limit=201), 422, "invalid-fields")


def test_page_and_api_take_the_names_of_each_other(world, client):
    code = IssueList.objects.last().code
    answers = [
        client.get(f"/api/v1/counts?area=90&{year}={YEAR - 1}&{of}={code}").json()
        for year, of in (("fiscal_year", "issue_list"), ("year", "list"))
    ]
    assert answers[0]["fiscal_year"] == answers[1]["fiscal_year"] == YEAR - 1
    assert answers[0]["by_issue"] == answers[1]["by_issue"]
    pages = [
        client.get(f"{reverse('dashboards:counts')}?area=90&{year}={YEAR - 1}&{of}={code}").context[
            "question"
        ]
        for year, of in (("fiscal_year", "issue_list"), ("year", "list"))
    ]
    assert {(page.fiscal_year, page.issue_list.code) for page in pages} == {(YEAR - 1, code)}
