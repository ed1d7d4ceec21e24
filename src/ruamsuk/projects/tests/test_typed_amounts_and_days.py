"""Amounts and days that may mean two, or cannot be meant, are asked about: while writing, on forms, by programs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ruamsuk.core.calendar import fiscal_year_days, today
from ruamsuk.core.money import MOST_OF_A_PROJECT, baht_text
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.tests.conftest import YEAR
from tests.api_caller import Caller

pytestmark = pytest.mark.django_db
FIRST, LAST = fiscal_year_days(YEAR)
FAR = date(FIRST.year - 3, 1, 1)


@pytest.fixture
def officer(kho_hong):
    return Caller(kho_hong.officer)


@pytest.fixture
def save(officer, started):
    """`save("d.starts_on", "1/1/27")`: the message about it, and what stands then."""

    def save(path, typed):
        here = f"/proposals/{started.uid}"
        version = officer.get(here).json()["version"]
        answer = officer.post(f"{here}/fields", {"base_version": version, "fields": {path: typed}})
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()["errors"].get(path, ""), officer.get(here).json()["design"]

    return save


@pytest.mark.parametrize(
    "typed", ["1/1/27", "1/1/20", "1/1/3113", "1/1/2527", f"1/1/{YEAR - 3}", f"1/1/{YEAR + 3}"]
)
def test_a_day_of_a_draft_that_is_not_of_its_years_is_asked_about(save, typed):
    said, design = save("d.starts_on", typed)
    assert said
    assert design["starts_on"] is None


@pytest.mark.parametrize(
    "typed", [f"1/1/{YEAR}", f"1/1/{YEAR % 100}", f"1/1/{YEAR - 543}", f"1 ม.ค. {YEAR + 1}"]
)
def test_a_day_of_its_years_is_taken(save, typed):
    said, design = save("d.starts_on", typed)
    assert not said
    assert design["starts_on"].endswith("-01-01")


def test_both_days_of_a_short_year_are_named(save):
    said, _design = save("d.ends_on", "1/1/27")
    assert "1984" in said
    assert "2027" in said


def test_a_day_of_an_activity_is_asked_about_too_and_stays_as_typed(client, kho_hong, started):
    row = drafting.add_row(proposal=started, kind="activity", by=kho_hong.officer)
    client.force_login(kho_hong.officer)
    started.refresh_from_db()
    path, typed = f"activity.{row.uid}.starts_on", f"1/1/{YEAR - 3}"
    address = reverse("projects:proposal-save", args=[started.uid])
    answer = client.post(address, {"screen": "", "version": started.version, path: typed}).json()
    assert str(YEAR) in answer["errors"][path]
    row.refresh_from_db()
    assert row.starts_on is None
    shown = client.get(reverse("projects:proposal-write", args=[started.uid, "work"])).content.decode()
    assert f'value="{typed}"' in shown


def test_amounts_of_a_draft_are_not_guessed(officer, started, kho_hong):
    activity = drafting.add_row(proposal=started, kind="activity", by=kho_hong.officer)
    line = drafting.add_row(proposal=started, kind="line", parent_uid=str(activity.uid), by=kho_hong.officer)
    path = f"line.{line.uid}.unit_cost_satang"
    for typed in ("50.000", "1,23,4", "50.000,00", "99,999,999,999"):
        body = {"base_version": 0, "fields": {path: typed}}
        answer = officer.post(f"/proposals/{started.uid}/fields", body).json()
        assert set(answer["errors"]) | set(answer["conflicts"]) == {path}
        line.refresh_from_db()
        assert line.unit_cost_satang is None
    answer = officer.post(
        f"/proposals/{started.uid}/fields", {"base_version": 99, "fields": {path: "50,000"}}
    )
    line.refresh_from_db()
    assert line.unit_cost_satang == 5_000_000, answer.content.decode()


@pytest.fixture
def paper():
    return {
        "title": "ขยะเป็นศูนย์",
        "fiscal_year": YEAR,
        "fund": "L7257",
        "owner_name": "ชมรม",
        "home_area": "901104",
        "budget_satang": 2_500_000,
        "starts_on": FIRST.isoformat(),
        "ends_on": LAST.isoformat(),
    }


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("budget_satang", "50.000"),
        ("budget_satang", "1_000"),
        ("budget_satang", "1,23,4"),
        ("budget_satang", MOST_OF_A_PROJECT + 1),
        ("fiscal_year", "2570.000"),
        ("starts_on", 86_400),
        ("starts_on", "86400"),
        ("starts_on", "27-01-01"),
        ("starts_on", "3113-01-01"),
        ("starts_on", FAR.isoformat()),
        ("approved_on", FAR.isoformat()),
        ("report_due_on", "2500-01-01"),
    ],
)
def test_a_program_is_asked_about_what_may_be_two_or_cannot_be(officer, paper, field, sent):
    refused = officer.post("/projects", paper | {field: sent})
    assert refused.status_code == 422, refused.content.decode()
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert not Project.objects.exists()
    assert officer.post("/projects", paper).status_code == 201


def test_a_program_is_told_both_readings(officer, paper):
    refused = officer.post("/projects", paper | {"budget_satang": "50.000"}).json()
    (error,) = refused["errors"]
    assert error["permitted"] == ["50000", "50"]
    assert "50000" in error["message"]


def test_a_filter_of_the_api_is_no_guess(officer):
    assert officer.get(f"/proposals?fiscal_year={YEAR}").status_code == 200
    for asked in (f"{YEAR}.000", "2_570", "27"):
        assert officer.get(f"/proposals?fiscal_year={asked}").status_code == 422


def test_a_form_asks_about_an_amount_with_a_point_and_about_far_days(client, kho_hong, paper):
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-new")
    form = {name: value for name, value in paper.items() if name not in ("budget_satang", "home_area")}
    form |= {"home_area": "901104", "budget_satang": "25,000", "kind": "project"}
    for name, typed, named in (
        ("budget_satang", "50.000", "50000"),
        ("budget_satang", "99,999,999,999", baht_text(MOST_OF_A_PROJECT, decimals=False)),
        ("starts_on", f"1/1/{FAR.year + 543}", str(YEAR)),
        ("starts_on", "1/1/27", "2527"),
        ("fiscal_year", "2527", "2527"),
    ):
        answer = client.post(address, form | {name: typed})
        assert answer.status_code == 422
        assert named in " ".join(answer.context["form"].errors[name])
    assert client.post(address, form).status_code == 302


def test_a_project_whose_days_were_far_before_can_still_be_changed(client, kho_hong, officer):
    project = enter_project(
        title="จากกระดาษ", fiscal_year=YEAR, home_area=kho_hong.home, budget_satang=1_000_000, fund=kho_hong.fund,
        organization=kho_hong.owner, starts_on=FAR, ends_on=LAST, by=kho_hong.officer,
    )  # fmt: skip
    path = f"/projects/{project.uid}"
    assert officer.patch(path, {"title": "ชื่อใหม่"}).status_code == 200
    refused = officer.patch(path, {"starts_on": FAR.replace(day=2).isoformat()})
    assert [error["field"] for error in refused.json()["errors"]] == ["starts_on"]


def test_a_decision_and_a_report_lie_in_the_years_of_their_project(officer, kho_hong, submitted):
    decision = {
        "outcome": "rejected",
        "decided_on": FAR.isoformat(),
        "resolution_no": "1",
        "conditions": "ซ้ำ",
    }
    refused = officer.post(f"/proposals/{submitted.uid}/decide", decision)
    assert [error["field"] for error in refused.json()["errors"]] == ["decided_on"]


def test_a_status_is_of_no_day_to_come_and_of_none_before_the_years_of_its_project(officer, paper):
    made = officer.post("/projects", paper).json()
    path, stopped = f"/projects/{made['uid']}/status", {"status": "stopped", "reason": "น้ำท่วม"}
    for day in (FAR, today() + timedelta(days=1)):
        refused = officer.post(path, {**stopped, "on_day": day.isoformat()})
        assert refused.status_code == 422
        assert "on_day" in str(refused.json())
    assert officer.post(path, {**stopped, "on_day": today().isoformat()}).status_code == 200


def test_a_list_says_that_it_could_not_read_its_year(client, kho_hong):
    client.force_login(kho_hong.officer)
    address = reverse("projects:projects")
    assert "“ปีนี้”" in client.get(address, {"year": "ปีนี้"}).content.decode()
    for typed in (YEAR, YEAR - 543, YEAR % 100):
        answer = client.get(address, {"year": typed})
        assert answer.wsgi_request.focus.year == YEAR
        assert not answer.wsgi_request.focus.unread_year


@pytest.mark.parametrize(
    "name",
    ["projects:projects", "projects:proposals", "projects:reports", "plans:funds", "plans:planned-projects"],
)
def test_every_page_of_a_year_says_that_it_could_not_read_it(client, kho_hong, name):
    client.force_login(kho_hong.officer)
    assert "“ปีนี้”" in client.get(reverse(name), {"year": "ปีนี้"}).content.decode()
    assert "“ปีนี้”" not in client.get(reverse(name), {"year": YEAR}).content.decode()
