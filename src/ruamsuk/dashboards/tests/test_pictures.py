"""The pictures show the figures of the tables beside them, and say in their sentence what is seen."""

import re

import pytest
from django.utils import translation

from ruamsuk.charts.marks import Bars, Lines, ShapeMap, Squares
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards.tables import text_of
from ruamsuk.dashboards.tests.conftest import LIST, YEAR

CROSSED = [code for code, figure in FIGURES.items() if figure.is_crossed]


def seen(client, address: str, figure: str = "", year: int = YEAR):
    answer = client.get(f"/counts/?{address}&year={year}&list={LIST}&figure={figure}")
    assert answer.status_code == 200
    return answer, {type(chart): chart for chart in answer.context["pictures"]}


@pytest.mark.parametrize("figure", CROSSED)
def test_bars_are_the_column_of_the_table_by_issue_and_the_sentence_names_the_longest(reader, world, figure):
    answer, found = seen(reader, "area=TH", figure)
    counts = answer.context["found"]
    column = {entry.name: counts.whole.of(entry.pk)[figure] for entry in counts.entries}
    if not any(column.values()):
        assert Bars not in found
        return
    bars, rest = found[Bars], counts.not_classified[figure]
    assert [mark.value for mark in bars.marks if mark.label not in column] == [rest] * bool(rest)
    assert [mark.value for mark in bars.marks if mark.label in column] == sorted(
        filter(None, column.values()), reverse=True
    )
    most = max(column.values())
    assert bars.marks[0].value == most
    assert bars.whole == counts.totals[figure]
    for words in (
        bars.marks[0].label,
        text_of(most, FIGURES[figure].is_money),
        text_of(bars.whole, FIGURES[figure].is_money),
    ):
        assert words in bars.sentence
    assert ("หลายแผนงาน" in bars.sentence) == bool(counts.overlap[figure])


def test_provinces_are_a_map_and_smaller_places_are_squares_with_the_same_numbers_as_the_table(reader, world):
    for address, kind in (("area=Z12", ShapeMap), ("area=90", Squares), ("area=9011", Squares)):
        answer, found = seen(reader, address, "approved")
        chart = found[kind]
        marks = [place.mark for place in chart.places] if kind is ShapeMap else chart.marks
        approved = [line.split.total["approved"] for line in answer.context["found"].lines if line.area]
        assert [mark.value for mark in marks] == approved
        most = max(marks, key=lambda mark: mark.value)
        assert f"{most.label}" in chart.sentence
        assert most.text in chart.sentence
        none = approved.count(0)
        assert (f"{none} " in chart.sentence) == bool(none)
        assert all("/counts/?area=" in mark.url for mark in marks)


def test_a_zone_is_drawn_with_the_outlines_of_its_provinces(reader, world):
    """The country has one zone here: one line is no map. Of the zone each province has an outline of its own."""
    assert ShapeMap not in seen(reader, "area=TH", "approved")[1]
    answer, found = seen(reader, "area=Z12", "approved")
    assert [place.shapes for place in found[ShapeMap].places] == [["plg"], ["ska"]]
    assert re.search(r'provinces[.0-9a-f]*svg#ska"', answer.content.decode())


def test_lines_and_small_bars_are_what_the_page_of_each_year_says(reader, world):
    world.make.project(world.kho_hong, "food", year=YEAR - 1)
    world.make.project(world.bo_yang, "food", year=YEAR - 2)
    answer, found = seen(reader, "area=90", "approved")
    years = {
        year: seen(reader, "area=90", "approved", year)[0].context["found"]
        for year in (YEAR - 2, YEAR - 1, YEAR)
    }
    lines = found[Lines]
    assert len(lines.series) == 2
    for one in lines.series:
        for mark in one.marks:
            line = next(
                line for line in years[int(mark.label)].lines if line.area and line.area.name == one.label
            )
            assert mark.value == line.split.total["approved"]
    tile = next(tile for tile in answer.context["tiles"] if tile["label"] == FIGURES["approved"].label)
    assert [(mark.label, mark.value) for mark in tile["spark"].marks] == [
        (str(year), counts.totals["approved"]) for year, counts in years.items()
    ]


def test_a_year_that_is_not_over_is_named_as_such(reader, world):
    assert current_fiscal_year() == YEAR
    with translation.override("th"):
        assert f"ปี {YEAR} ยังไม่สิ้นปี" in seen(reader, "area=90")[1][Lines].sentence


def test_of_a_past_day_there_are_no_years_and_of_a_fund_no_places(reader, world):
    _answer, found = seen(reader, "area=90&on=1/10/2569")
    assert Lines not in found
    answer, found = seen(reader, f"fund={world.kho_hong.uid}")
    assert not {Lines, ShapeMap, Squares} & found.keys()
    assert found[Bars].marks
    assert answer.context["choices"] == []


def test_amounts_of_a_country_are_written_in_millions(reader, world):
    world.make.project(world.kho_hong, "food", budget_satang=25_000_000_00)
    _answer, found = seen(reader, "area=TH", "budget_satang")
    assert "ล้าน" in found[Bars].title
    assert {mark.text for mark in found[Bars].marks} == {"25.1", "<0.1"}


def test_nothing_to_see_is_no_empty_sheet(reader, world):
    _answer, found = seen(reader, "area=90", year=2560)
    assert found == {}
    assert 'class="charts"' not in reader.get("/counts/?area=90&year=2560").content.decode()
