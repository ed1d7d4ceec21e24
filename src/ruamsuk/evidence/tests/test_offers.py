"""An official figure is offered beside the box; one press takes it with its evidence, in the plan and the proposal."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.urls import reverse

from ruamsuk.areas.models import Population
from ruamsuk.evidence.actions import remove_official_figure
from ruamsuk.evidence.choices import EVIDENCE
from ruamsuk.evidence.queries.offers import offers
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.tests.conftest import start
from tests.world import person

TAKEN = ["official", "สสอ.หาดใหญ่", date(2026, 9, 30), 2_644, 8_137]


def evidence_of(row):
    return [getattr(row, name) for name in EVIDENCE]


def test_the_newest_figure_of_the_place_comes_first_then_that_of_the_area_above(here):
    found = offers([here.situation], here.home)[here.situation.pk]
    assert [one.key for one in found] == [str(here.newest.uid), str(here.of_district.uid)]


def test_one_press_in_the_plan_takes_the_figure_with_its_evidence(client, here):
    client.force_login(here.officer)
    form = client.get(reverse("plans:situation", args=[here.situation.uid])).text
    assert "สสอ.หาดใหญ่" in form
    press = reverse("plans:use-figure", args=[here.situation.uid])
    client.post(press, {"figure": str(here.newest.uid), "op_id": str(uuid4())})
    here.situation.refresh_from_db()
    assert here.situation.value == Decimal("32.5")
    assert evidence_of(here.situation) == TAKEN
    assert here.plan.objectives.get().baseline == Decimal("32.5")


def test_what_is_not_offered_is_refused_and_changes_nothing(client, here):
    before = evidence_of(here.situation)
    press = f"/api/v1/situations/{here.situation.uid}/use-figure"
    client.force_login(here.officer)
    for key in (str(here.older.uid), str(uuid4()), "population", "x"):
        answer = client.post(press, {"figure": key}, content_type="application/json")
        assert answer.json()["code"] == "figure-not-offered"
    here.situation.refresh_from_db()
    assert evidence_of(here.situation) == before
    taken = client.post(press, {"figure": str(here.newest.uid)}, content_type="application/json")
    assert taken.json()["agency"] == "สสอ.หาดใหญ่"


def test_only_who_writes_the_plan_takes_a_figure(client, here, area):
    press = reverse("plans:use-figure", args=[here.situation.uid])
    for who, status in ((person("Other", "fund-officer", here.fund), 302), (here.mentor, 403)):
        client.force_login(who)
        answer = client.post(press, {"figure": str(here.newest.uid), "op_id": str(uuid4())})
        assert answer.status_code == status
    client.force_login(person("Stranger"))
    assert client.post(press, {"figure": str(here.newest.uid)}).status_code == 404
    Plan.objects.update(state="agreed", agreed_on=date(2026, 10, 1))
    client.force_login(here.officer)
    assert client.post(press, {"figure": str(here.of_district.uid)}).status_code == 302
    here.situation.refresh_from_db()
    assert here.situation.value == Decimal("32.5")  # an agreed plan stays


def test_one_press_in_the_proposal_takes_it_and_keeps_what_stood_there(client, here):
    proposal = start(here)
    row = proposal.design.situations.get()
    client.force_login(here.officer)
    page = client.get(reverse("projects:proposal-write", args=[proposal.uid, "aims"])).text
    assert f'value="{row.uid}.{here.newest.uid}"' in page
    press = reverse("projects:proposal-row", args=[proposal.uid])
    client.post(press, {"figure": f"{row.uid}.{here.newest.uid}", "version": proposal.version})
    row.refresh_from_db()
    assert row.size == Decimal("32.5")
    assert evidence_of(row) == TAKEN
    kept = client.get(reverse("projects:proposal-texts", args=[proposal.uid])).text
    assert "รพ.สต.คอหงส์" in kept
    again = f"/api/v1/proposals/{proposal.uid}/situations/{row.uid}/use-figure"
    answer = client.post(again, {"figure": str(here.of_district.uid)}, content_type="application/json")
    assert answer.json()["errors"] == {}
    row.refresh_from_db()
    assert (row.size, row.covered, row.agency) == (Decimal(28), None, "สสอ.หาดใหญ่")


def test_a_proposal_keeps_the_figure_that_it_took_when_it_is_removed(here, client):
    proposal = start(here)
    row = proposal.design.situations.get()
    client.force_login(here.officer)
    press = reverse("projects:proposal-row", args=[proposal.uid])
    client.post(press, {"figure": f"{row.uid}.{here.newest.uid}", "version": proposal.version})
    remove_official_figure(figure=here.newest, by=None)
    assert Proposal.objects.get().design.situations.get().agency == "สสอ.หาดใหญ่"


def test_registered_people_are_offered_where_a_problem_is_of_all_people(here):
    Population.objects.create(area=here.home, year=2568, people=8_137, source="กรมการปกครอง")
    row = here.situation
    row.indicator, row.text = None, "ประชากรที่ไม่ได้ออกกำลังกาย"
    (people,) = offers([row], here.home)[row.pk]
    assert (people.key, people.fields) == ("population", {"total": 8_137})
    row.text = "หญิงตั้งครรภ์ที่ไม่ได้ฝากครรภ์"
    assert offers([row], here.home)[row.pk] == []


def test_a_figure_that_was_taken_is_offered_no_more_until_the_row_says_something_else(client, here):
    client.force_login(here.officer)
    press = reverse("plans:use-figure", args=[here.situation.uid])
    client.post(press, {"figure": str(here.newest.uid), "op_id": str(uuid4())})
    here.situation.refresh_from_db()
    assert [one.key for one in offers([here.situation], here.home)[here.situation.pk]] == [
        str(here.of_district.uid)
    ]
    assert client.post(press, {"figure": str(here.newest.uid), "op_id": str(uuid4())}).status_code == 302
    here.situation.covered = 2_000
    assert str(here.newest.uid) in [one.key for one in offers([here.situation], here.home)[here.situation.pk]]
    problem = start(here).design.situations.get()
    assert str(here.newest.uid) not in [one.key for one in offers([problem], here.home)[problem.pk]]
