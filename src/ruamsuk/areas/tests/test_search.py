"""Typing a few letters brings the place that is meant to the top."""

import pytest

from ruamsuk.areas import queries

pytestmark = [pytest.mark.usefixtures("south"), pytest.mark.one_worker]


FIRST = {
    "หาดให": "9011",  # the district before the sub-district of that name
    "หาดใหญ่": "9011",
    "หาดใหญ": "9011",  # tone mark left out
    "ต.หาดใหญ่": "901101",
    "อ.หาดใหญ่": "9011",
    "อำเภอหาดใหญ่": "9011",
    "จ.สงขลา": "90",
    "สงขลา": "90",
    "คอหง": "901104",
    "kho h": "901104",
    "HAT YAI": "9011",
    "901104": "901104",
    "๙๐๑๑๐๔": "901104",
    "90110": "901101",  # a postal code
    "คอหงส์ หาดใหญ่": "901104",
    "ต.คอหงส์ อ.หาดใหญ่": "901104",
    "โกลก": "9610",
    "เเขวง": None,
}


def test_the_place_that_is_meant_stands_first() -> None:
    found = {typed: next((area.code for area in queries.search(typed)), None) for typed in FIRST}
    assert found == FIRST


def test_a_whole_name_stands_before_longer_ones_and_only_wanted_levels_are_found() -> None:
    codes = [area.name_th for area in queries.search("ควน", kinds=["district"])]
    assert codes[0].startswith("ควน")
    assert {area.kind for area in queries.search("หาดใหญ่", kinds=["subdistrict"])} == {"subdistrict"}


def test_a_search_is_two_queries_at_most(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        [queries.short_path(area) for area in queries.search("นา")]
