"""Who has some of a figure, who has none, and of whom nothing is recorded: numbers, lists, files, API."""

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from ruamsuk.core.calendar import today
from ruamsuk.counting.units import Has
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.dashboards.tests.test_page import rows_of
from ruamsuk.funds.actions import close_fund
from ruamsuk.funds.models import Fund

UNITS = f"/counts/units/?year={YEAR}"


def number_of(client: Client, address: str, figure: str) -> tuple[int, int, int]:
    """Have some, have none, nothing recorded; each is as long as its list."""
    context = client.get(address).context
    rows = [*context["table"].rows, *context["nowhere"].rows]
    row = next(row for row in rows if f"figure={figure}&" in row.cells[0].url)
    some, none = (cell.value for cell in row.cells)
    for cell in row.cells:
        assert len(rows_of(client, cell.url.partition("#")[0])) == cell.value
    unknown = context["unrecorded"]
    assert len(rows_of(client, context["unrecorded_url"].partition("#")[0])) == unknown
    assert some + none + unknown == context["asked"].units.number
    return some, none, unknown


def names(client: Client, address: str) -> list[str]:
    return [line.name for line, _url in client.get(address).context["lines"]]


def test_the_funds_of_a_network_that_developed_and_those_that_did_not(client: Client, world):
    within = f"{UNITS}&area=90&network={world.network.uid}"
    assert number_of(client, within, "developed") == (1, 1, 0)
    assert names(client, f"{within}&figure=developed&has=none") == [world.bo_yang.name]
    assert names(client, f"{within}&figure=developed&has=some") == [world.kho_hong.name]
    page = client.get(f"{within}&figure=developed&has=some")
    assert [line.value for line, _url in page.context["lines"]] == [2]
    assert world.kho_hong.name in page.content.decode()


def test_the_list_that_was_asked_for_comes_first_and_says_of_how_many_and_of_which_network(
    client: Client, world
):
    """Also on paper, where the form is not printed."""
    within = f"{UNITS}&area=90&network={world.network.uid}"
    page = client.get(f"{within}&figure=developed&has=none").content.decode()
    asked, rest = page.split('<details class="fold', 1)
    assert world.bo_yang.name in asked
    assert "1 จาก 2" in asked
    assert f"เฉพาะกองทุนในเครือข่าย “{world.network}”" in asked
    assert not rest[: rest.index(">")].endswith("open")
    assert "open" in client.get(within).content.decode().split('<details class="fold')[1][:12]


@pytest.mark.parametrize("page", ["", "units/", "coverage/", "breakdowns/partners/", "indicators/"])
def test_every_page_of_figures_names_the_network_that_it_is_of(client: Client, world, page):
    said = client.get(f"/counts/{page}?area=90&year={YEAR}&network={world.network.uid}").content.decode()
    assert f"เฉพาะกองทุนในเครือข่าย “{world.network}”" in said
    assert "เฉพาะกองทุนในเครือข่าย" not in client.get(f"/counts/{page}?area=90&year={YEAR}").content.decode()


def test_of_a_fund_that_recorded_nothing_it_is_not_said_that_it_did_nothing(client: Client, world):
    quiet = world.make.fund("L0009", "901101")
    assert number_of(client, f"{UNITS}&area=9011", "developed") == (2, 0, 1)
    assert names(client, f"{UNITS}&area=9011&figure=developed&has=unknown") == [quiet.name]
    world.make.planned(quiet, "food", 0)  # an agreed plan without projects: something is recorded
    assert number_of(client, f"{UNITS}&area=9011", "developed") == (2, 1, 0)
    assert names(client, f"{UNITS}&area=9011&figure=planned&has=none") == sorted(
        [quiet.name, world.khuan_lang.name]
    )


@pytest.mark.parametrize(
    "address", [f"{UNITS}&area=90", f"/counts/coverage/?year={YEAR}&area=90&list={LIST}"]
)
def test_of_a_past_day_it_is_not_told_who_has_some(client: Client, world, address):
    day = (today() - timedelta(days=1)).isoformat()
    assert client.get(address).status_code == 200
    refused = client.get(f"{address}&on={day}")
    assert refused.status_code == 422
    assert "กรุณาถามโดยไม่ระบุวันที่" in refused.text
    past = client.get(f"/counts/?year={YEAR}&area=90&on={day}")
    assert (past.context["units_url"], past.context["coverage_url"]) == ("", "")


def test_a_closed_fund_is_none_of_them(client: Client, world):
    before = number_of(client, f"{UNITS}&area=90", "approved")
    close_fund(fund=world.bo_yang, reason="ยุบรวม", by=None)
    assert sum(number_of(client, f"{UNITS}&area=90", "approved")) == sum(before) - 1


@pytest.mark.parametrize(("unit", "digits"), [("subdistrict", 6), ("district", 4), ("province", 2)])
def test_areas_are_counted_as_the_records_say(client: Client, world, unit, digits):
    """Counted again from the projects by SQL of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT area.code FROM projects_project JOIN areas_area area ON area.id = home_area_id"
            " WHERE fiscal_year = %s AND status <> 'annulled'",
            [YEAR],
        )
        codes = {code[:digits] for (code,) in cursor.fetchall() if len(code) >= digits}
        cursor.execute("SELECT COUNT(*) FROM areas_area WHERE kind = %s AND closed_on IS NULL", [unit])
        every = cursor.fetchone()[0]
    some, none, unknown = number_of(client, f"{UNITS}&area=TH&unit={unit}", "approved")
    assert (some, some + none + unknown) == (len(codes), every)
    listed = [
        line.code
        for line, _url in client.get(f"{UNITS}&area=TH&unit={unit}&figure=approved").context["lines"]
    ]
    assert sorted(listed) == sorted(codes)


def test_funds_are_counted_as_the_records_say(client: Client, world):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fund_id FROM projects_project WHERE fiscal_year = %s AND status = 'running'"
            " AND fund_id IS NOT NULL",
            [YEAR],
        )
        running = Counter(fund for (fund,) in cursor.fetchall())
    answer = client.get(f"/api/v1/counts/units?year={YEAR}&figure=running").json()
    code_of = dict(Fund.objects.values_list("code", "pk"))
    assert {code_of[row["code"]]: row["value"] for row in answer["units"]} == running
    assert answer["number"] == Fund.objects.open().count()


def test_under_an_issue_only_what_stands_there_counts(client: Client, world):
    within = f"{UNITS}&area=90&list={LIST}"
    assert number_of(client, f"{within}&entry=food", "approved")[0] == 2
    assert names(client, f"{within}&entry=tobacco&figure=approved") == [world.kho_hong.name]
    answer = client.get(
        f"/api/v1/counts/units?area=90&year={YEAR}&list={LIST}&entry=tobacco&figure=approved&has=none"
    ).json()
    assert [row["name"] for row in answer["units"]] == sorted([world.khuan_lang.name, world.bo_yang.name])


def test_page_and_api_give_the_same_numbers(client: Client, world):
    for has in Has:
        asked = f"area=90&year={YEAR}&network={world.network.uid}&figure=approved&has={has}"
        found = client.get(f"/api/v1/counts/units?{asked}").json()
        page = client.get(f"/counts/units/?{asked}")
        assert [row["name"] for row in found["units"]] == [line.name for line, _url in page.context["lines"]]
        approved = next(row for row in found["figures"] if row["figure"] == "approved")
        assert approved[has] == page.context["total"] == len(found["units"])


def test_the_files_hold_the_units_of_the_list_with_all_their_figures(client: Client, world):
    asked = f"year={YEAR}&area=90&figure=developed&has=none"
    content = client.get(f"/counts/units/download/csv/?{asked}").content.decode("utf-8-sig")
    _head, *lines = csv.reader(io.StringIO(content))
    assert [line[0].split(" (")[0] for line in lines] == [world.bo_yang.name]
    book = client.get(f"/counts/units/download/xlsx/?{asked}").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert any(str(row[0]).startswith(world.bo_yang.name) for row in rows)
    nobody = client.get(f"/counts/units/download/csv/?{asked.replace('none', 'unknown')}")
    assert nobody.content.decode("utf-8-sig").splitlines()[1:] == []


def test_what_does_not_exist_is_not_found(client: Client, world):
    good = f"area=90&year={YEAR}&figure=approved&has=some&unit=district"
    assert client.get(f"/counts/units/?{good}").status_code == 200
    for bad in (
        "figure=nothing",
        "figure=budget_satang",
        "has=few",
        "unit=zone",
        "unit=village",
        "list=x&entry=y",
    ):
        assert client.get(f"/counts/units/?area=90&figure=approved&{bad}").status_code == 404, bad
        answer = client.get(f"/api/v1/counts/units?area=90&figure=approved&{bad}")
        assert answer.status_code in (404, 422), bad
    assert client.get("/counts/units/?area=901104&unit=subdistrict").status_code == 404  # no smaller unit
    assert client.get(f"/counts/units/?fund={world.kho_hong.uid}").status_code == 404
    assert client.get("/counts/units/download/pdf/?area=90").status_code == 404
    assert client.get("/api/v1/counts/units?from=-1").status_code == 422
