"""What a figure consists of: partners by kind, participants by sector and organisation. Parts make up the whole."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ruamsuk.core.calendar import today
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.dashboards.tests.test_page import rows_of
from ruamsuk.dashboards.urls import urlpatterns
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.models import ActivityReport
from ruamsuk.projects.projects.actions.partners import PartnerTerms, set_partners
from ruamsuk.projects.reports.actions import enter_report, return_report
from ruamsuk.projects.reports.models import ParticipantLine
from ruamsuk.projects.tallies.actions import recount_all, recount_for


def of(what: str, more: str = "area=90") -> str:
    return f"/counts/breakdowns/{what}/?year={YEAR}&{more}"


def parts(client: Client, address: str) -> dict[str, tuple[int | None, ...]]:
    """Words of a row → its numbers; each number of a part opens a list with something in it."""
    table = client.get(address).context["parts"]
    for row in table.rows:
        for cell in row.cells:
            assert bool(cell.url) == bool(cell.value), row.label
            assert not cell.url or rows_of(client, cell.url), row.label
    return {row.label: tuple(cell.value for cell in row.cells) for row in table.rows}


@pytest.fixture
def partners(world):
    """อบต. and เทศบาล by the register, a school, a club by its name; one project with three of them."""
    town = add_organization(
        name="ทม.คอหงส์",
        kind="local_authority",
        la_size=5,
        home_area=world.kho_hong.home_area,
        by=None,
    )
    sao = world.khuan_lang.organization  # called อบต.…, its size is not in the register

    def line(organization, baht: int = 0, state: str = "received", name: str = "", kind: str = ""):
        return PartnerTerms(organization, name, kind, baht * 100, state)

    set_partners(
        project=world.both,
        partners=[
            line(town, 20_000),
            line(sao, 5_000, "promised"),
            line(None, name="ชมรมผู้สูงอายุ", kind="community"),
        ],
        by=None,
    )
    set_partners(
        project=world.plain,
        partners=[line(sao, 1_000), line(None, 2, "promised", "อบต.ที่ไม่อยู่ในทะเบียน", "local_authority")],
        by=None,
    )
    return world


SAO, MUNICIPALITIES, CLUBS = "องค์การบริหารส่วนตำบล (อบต.)", "เทศบาล", "กลุ่มหรือองค์กรชุมชน"


def test_partners_by_kind_with_their_money_make_up_the_figures_of_the_page(client: Client, partners):
    found = parts(client, of("partners"))
    assert found[SAO] == (2, 600_200, 100_000)
    assert found[MUNICIPALITIES] == (1, 2_000_000, 2_000_000)
    assert found["รวม"] == (2, 2_600_200, 2_100_000)
    *kinds, overlap, whole = found.values()
    for no in range(3):
        assert sum(row[no] for row in kinds) + overlap[no] == whole[no]
    assert overlap == (-2, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(amount_satang) FROM projects_projectpartner WHERE is_confirmed")
        assert cursor.fetchone()[0] == whole[1]


def test_each_number_of_projects_by_kind_opens_as_many(client: Client, partners):
    context = client.get(of("partners", "area=TH")).context
    for table in (context["parts"], context["places"]):
        for row in table.rows:
            for cell in row.cells:
                if cell.url and not cell.is_money and cell.value > 0:
                    assert len(rows_of(client, cell.url)) == cell.value, (row.label, cell.head)
    rows = {row.label: [cell.value for cell in row.cells] for row in context["places"].rows}
    together = [sum(column) for column in zip(*(c for name, c in rows.items() if name != "รวม"), strict=True)]
    assert together == rows["รวม"]


def test_a_partner_that_nobody_confirmed_is_not_counted(client: Client, partners):
    partners.both.partners.update(is_confirmed=False)
    recount_for(partners.both)
    assert parts(client, of("partners"))["รวม"] == (1, 100_200, 100_000)


def test_page_and_api_give_the_same_of_an_issue_a_network_and_a_fund(client: Client, partners):
    asked = f"area=90&list={LIST}&entry=tobacco&network={partners.network.uid}"
    page = parts(client, of("partners", asked))
    answer = client.get(f"/api/v1/counts/breakdowns/partners?year={YEAR}&{asked}").json()
    said = {row["name"]: tuple(figure["value"] for figure in row["figures"]) for row in answer["parts"]}
    assert said == {name: row for name, row in page.items() if name in said}
    assert len(said) == 3
    assert [one["value"] for one in answer["whole"]] == list(page["รวม"]) == [1, 2_500_000, 2_000_000]
    assert parts(client, of("partners", f"fund={partners.kho_hong.uid}"))["รวม"][0] == 2
    of_fund = client.get(
        f"/api/v1/counts/breakdowns/partners?year={YEAR}&fund={partners.kho_hong.code}"
    ).json()
    assert (of_fund["whole"][0]["value"], of_fund["by_place"]) == (2, [])
    assert "places" in client.get(of("partners")).context
    assert client.get(of("partners", f"fund={partners.kho_hong.uid}")).context["places"] is None


def test_parts_without_end_come_by_pages_in_the_api(client: Client, partners, monkeypatch):
    """Pages together are the whole answer; each place has the parts of the page."""
    address = f"/api/v1/counts/breakdowns/partners?year={YEAR}&area=90"
    whole = client.get(address).json()
    assert whole["next_from"] is None
    monkeypatch.setattr("ruamsuk.dashboards.breakdowns.api.MOST", 1)
    found, begin = [], 0
    while begin is not None:
        page = client.get(f"{address}&from={begin}").json()
        assert page["whole"] == whole["whole"]
        named = {row["part"] for one in page["by_place"] for row in one["parts"]}
        assert named <= {row["part"] for row in page["parts"]}
        found += page["parts"]
        begin = page["next_from"]
    assert found == whole["parts"]
    assert len(found) > 1
    assert client.get(f"{address}&from=-1").status_code == 422


@pytest.fixture
def reported(world):
    """Two more reports of one project: people of an organisation, of a name, of a sector only, and of nobody knows."""
    school = add_organization(
        name="โรงเรียนบ้านสมมุติ", kind="school", home_area=world.bo_yang.home_area, by=None
    )
    activity = world.make.activity(world.both, today())

    def enter(*lines, state="sent"):
        return enter_report(
            project=world.both, activity=activity, state=state, title="อบรม", participants=lines, by=None
        )

    of_school = {"organization": school, "organization_name": school.name, "sector": "school"}
    enter({**of_school, "people": 30}, {"sector": "community", "people": 12}, {"people": 5})
    enter(
        {**of_school, "people": 10},
        {"organization_name": "ชมรมสมมุติ", "sector": "community", "people": 3},
        state="accepted",
    )
    enter({**of_school, "people": 1000}, state="started")  # not sent: not counted
    world.school = school
    return world


def test_participants_by_sector_and_organisation_are_all_of_them(client: Client, reported):
    assert parts(client, of("sectors")) == {
        "โรงเรียน": (40,),
        "กลุ่มหรือองค์กรชุมชน": (15,),
        "ไม่ได้ระบุ": (5,),
        "รวม": (60,),
    }
    stranger = {reported.school.name: (40,), "ไม่ได้ระบุ": (20,), "รวม": (60,)}
    # A part of few people is told to those with an account.
    assert parts(client, of("organizations")) == stranger
    call = f"/api/v1/counts/breakdowns/organizations?area=90&fiscal_year={YEAR}"
    assert {one["figures"][0]["value"] for one in client.get(call).json()["parts"]} == {40, 20}
    client.force_login(reported.coordinator)
    assert parts(client, of("organizations")) == {
        reported.school.name: (40,),
        "ชมรมสมมุติ": (3,),
        "ไม่ได้ระบุ": (17,),
        "รวม": (60,),
    }
    report = ActivityReport.objects.get(people=13)
    return_report(report=report, note="แก้", by=None)
    assert parts(client, of("sectors"))["รวม"] == (47,)
    for what in ("sectors", "organizations"):
        *some, whole = (row[0] for row in parts(client, of(what)).values())
        assert sum(some) == whole


def test_participants_of_a_place_and_a_part_open_their_reports(client: Client, reported):
    context = client.get(of("sectors", "area=TH")).context
    for row in context["places"].rows:
        for cell in row.cells:
            if cell.url:
                reports = rows_of(client, cell.url)
                assert sum(report.people for report in reports) >= cell.value
    listed = f"/reports/?area=90&year={YEAR}&figure=participants"
    assert len(rows_of(client, f"{listed}&organization={reported.school.uid}")) == 2
    assert len(rows_of(client, f"{listed}&sector=none")) == 1
    assert "โรงเรียน" in client.get(f"{listed}&sector=school").text


def test_files_hold_every_part_and_the_past_is_refused(client: Client, reported):
    file = of("organizations").replace("/?", "/download/csv/?")
    assert "ชมรมสมมุติ" not in client.get(file).content.decode("utf-8-sig")
    client.force_login(reported.coordinator)
    text = client.get(file).content.decode("utf-8-sig")
    _head, *lines = csv.reader(io.StringIO(text))
    assert lines == [[reported.school.name, "40"], ["ชมรมสมมุติ", "3"], ["ไม่ได้ระบุ", "17"], ["รวม", "60"]]
    assert client.get(of("sectors").replace("/?", "/download/xlsx/?")).status_code == 200
    assert client.get(f"{of('sectors')}&on=2020-01-01").status_code == 422
    assert client.get(of("nothing")).status_code == 404
    assert client.get(f"{of('sectors')}&figure=approved").status_code == 404
    assert client.get("/api/v1/counts/breakdowns/nothing").status_code == 404


ASKS_NOTHING = {"frozen-sets", "definitions"}
ASKING = [one for one in urlpatterns if set(one.pattern.converters) <= {"kind", "code"}]


@pytest.mark.parametrize("day", ["31/02/2569", "1/1/2700", "เมื่อวาน"])
def test_a_day_that_cannot_be_read_is_never_answered_with_figures_of_today(client, world, person, day):
    """By no address that is asked a question."""
    client.force_login(person("Somchai", "central"))
    asked = {"kind": "csv", "code": "sectors"}
    for one in ASKING:
        given = {name: asked[name] for name in one.pattern.converters}
        address = reverse(f"dashboards:{one.name}", kwargs=given)
        answer = client.get(address, {"on": day, "figure": "participants", "year": YEAR})
        assert answer.status_code == (200 if one.name in ASKS_NOTHING else 422), address
        assert day in answer.content.decode() or one.name in ASKS_NOTHING, address
    assert len(ASKING) > 8


def test_mentors_who_came_are_a_sector_of_their_own(client: Client, reported):
    ParticipantLine.objects.filter(people=12).update(sector="mentors")
    recount_all()
    assert parts(client, of("sectors"))["ทีมพี่เลี้ยง"] == (12,)
