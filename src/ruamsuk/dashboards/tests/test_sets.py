"""Figures of a set of areas: on the page, in lists, files and the API; what overlaps in it counts once."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client

from ruamsuk.area_sets.actions import add_area_set
from ruamsuk.area_sets.forms import read_areas
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards.actions import note_figure
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.dashboards.tests.test_page import numbers_of, rows_of


@pytest.fixture
def sets(world):
    """`sets("9011", "930101")`: a shared set of these areas."""

    def make(*codes: str):
        return add_area_set(name=" ".join(codes), areas=read_areas("\n".join(codes)), is_shared=True, by=None)

    return make


def approved_by_sql(*codes: str) -> int:
    """Projects whose home area begins with one of the codes, each once."""
    begins = " OR ".join(f"area.code LIKE '{code}%%'" for code in codes)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM projects_project JOIN areas_area area ON area.id = home_area_id"
            f" WHERE fiscal_year = %s AND ({begins})",
            [YEAR],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("codes", "parts"),
    [
        (("9011", "930101"), 2),
        (("90", "9011", "901104"), 1),  # what lies in another is counted there
        (("901104", "900101", "9301"), 3),
    ],
)
def test_a_set_is_counted_from_the_records_each_once(reader, sets, codes, parts):
    kept = sets(*codes)
    context = reader.get(f"/counts/?set={kept.uid}&year={YEAR}&list={LIST}").context
    total = next(tile["value"] for tile in context["tiles"] if "figure=approved" in tile["url"])
    assert int(total) == approved_by_sql(*codes)
    table = context["table"]
    assert len(table.rows) == parts + 1
    for no in range(len(table.heads)):
        assert sum(row.cells[no].value for row in table.rows[:-1]) == table.rows[-1].cells[no].value
    found = reader.get(f"/api/v1/counts?set={kept.uid}&year={YEAR}&list={LIST}").json()
    assert found["totals"]["approved"] == int(total)
    assert sum(line["totals"]["approved"] for line in found["by_place"]) == int(total)


def test_a_zone_in_a_set_is_its_provinces(reader, sets, area):
    area("800101")
    kept = sets("Z12", "800101")
    found = reader.get(f"/api/v1/counts?set={kept.uid}&year={YEAR}").json()
    assert found["totals"]["approved"] == approved_by_sql("90", "93", "80")
    assert [line["code"] for line in found["by_place"]] == ["Z12", "800101"]


def test_every_number_of_a_set_opens_as_many_records_as_it_says(reader, sets):
    kept = sets("9011", "930101")
    for within in ("", "&area=90"):
        records, satang = numbers_of(reader, f"/counts/?set={kept.uid}{within}&year={YEAR}&list={LIST}")
        assert len(records) > 3
        for url, value in records.items():
            if "figure=participants" not in url:  # a sum of what its reports say
                assert len(rows_of(reader, url)) == value, url
        for url, value in satang.items():
            assert sum(row.budget_satang for row in rows_of(reader, url)) == value, url


def test_a_set_and_an_area_are_what_lies_in_both(reader, sets):
    kept = sets("9011", "930101")
    answers = {
        area: reader.get(f"/api/v1/counts?set={kept.uid}&area={area}&year={YEAR}").json()
        for area in ("TH", "90", "901104", "9001", "93")
    }
    approved = {area: found["totals"]["approved"] for area, found in answers.items()}
    assert approved == {
        "TH": approved_by_sql("9011", "930101"),
        "90": approved_by_sql("9011"),
        "901104": approved_by_sql("901104"),
        "9001": 0,
        "93": approved_by_sql("930101"),
    }


def test_units_are_asked_of_a_set_too(client: Client, sets, world):
    kept = sets("9011", "900101")
    found = client.get(f"/api/v1/counts/units?set={kept.uid}&year={YEAR}&figure=developed&has=none").json()
    assert (found["number"], [row["name"] for row in found["units"]]) == (3, [world.bo_yang.name])
    page = client.get(f"/counts/units/?set={kept.uid}&year={YEAR}&unit=subdistrict&figure=approved&area=TH")
    assert page.context["total"] == 3


def test_the_file_says_which_set_it_is_of(reader, sets):
    kept = sets("9011", "930101")
    content = reader.get(f"/counts/download/csv/?set={kept.uid}&year={YEAR}").content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(content))
    assert [line[0] for line in lines] == ["หาดใหญ่", "คูหาสวรรค์", "รวม"]
    assert len(head) > len(FIGURES) - 5


def test_what_is_stated_of_the_country_is_not_held_against_a_set(reader, sets, area):
    note_figure(area=area("TH"), fiscal_year=YEAR, figure="approved", printed=7, source="ก", by=None)
    note_figure(area=area("9011"), fiscal_year=YEAR, figure="approved", printed=9, source="ข", by=None)
    kept = sets("9011", "930101")
    context = reader.get(f"/counts/?set={kept.uid}&year={YEAR}").context
    # The table is drawn apart, with a figure in hand.
    page = next(one for one in context if "is_asked" in one)
    assert page["stated"] == []
    assert [stated.record.source for row in context["table"].rows for stated in row.stated] == ["ข"]
    assert reader.get(f"/counts/?area=TH&year={YEAR}").context["stated"]


def test_a_set_that_does_not_exist_is_not_found(client: Client, sets):
    assert client.get(f"/counts/?set={sets('9011').uid}").status_code == 200
    for bad in ("x", "019a0000-0000-7000-8000-000000000000"):
        assert client.get(f"/counts/?set={bad}").status_code == 404
        assert client.get(f"/funds/?set={bad}").status_code == 404
    assert client.get("/api/v1/counts?set=x").status_code == 422


def test_a_set_that_lies_elsewhere_is_looked_at_as_a_whole(reader, sets):
    """Who chooses a set on the page of an area outside of it is not shown noughts."""
    kept = sets("9011")
    for area in ("93", "9001"):
        question = reader.get(f"/counts/?set={kept.uid}&area={area}&year={YEAR}").context["question"]
        assert (question.area.code, question.name) == ("TH", "9011")
    inside = reader.get(f"/counts/?set={kept.uid}&area=90&year={YEAR}").context["question"]
    assert (inside.area.code, [part.code for part in inside.parts]) == ("90", ["9011"])


def test_the_list_of_funds_keeps_the_set_when_it_is_searched(reader, sets, world):
    kept = sets("9011")
    page = reader.get(f"/funds/?area=TH&set={kept.uid}").content.decode()
    assert f'name="set" value="{kept.uid}"' in page
    assert world.bo_yang.name not in page.split("<main")[1]
