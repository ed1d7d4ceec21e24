"""What a chart shows is what it was given: lengths, shades, labels beside each other, outlines of every province."""

import gzip
from datetime import date, timedelta
from itertools import combinations

import geothai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.charts.marks import (
    SHADES,
    Bars,
    Lines,
    Mark,
    Place,
    Scale,
    Series,
    ShapeMap,
    Span,
    Spark,
    YearLine,
    _meet,
    shades,
    share_text,
)
from ruamsuk.charts.provinces import SHAPES
from ruamsuk.core.frontend import VENDOR


def marks(*values: int) -> list[Mark]:
    return [Mark(f"ที่ {number}", value, str(value), f"/{number}/") for number, value in enumerate(values)]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_a_bar_is_as_long_as_its_part_of_the_longest(values):
    lengths = [length for _mark, length, _share in Bars("", "", marks(*values), sum(values)).lines]
    assert all(0 <= length <= 100 for length in lengths)
    assert sorted(zip(values, lengths, strict=True)) == sorted(
        zip(sorted(values), sorted(lengths), strict=True)
    )
    assert not any(values) or max(lengths) == 100


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_a_darker_shade_is_never_less_and_only_nothing_has_none(values):
    found = shades(marks(*values))
    assert all((shade == 0) == (value == 0) for value, shade in zip(values, found, strict=True))
    assert all(one[1] <= other[1] for one, other in combinations(sorted(zip(values, found, strict=True)), 2))
    assert not any(values) or max(found) == SHADES


def test_a_share_that_is_small_does_not_read_as_nothing():
    assert [share_text(*pair) for pair in ((1, 1000), (0, 5), (1, 3), (3, 0))] == ["<1%", "", "33%", ""]


def test_small_bars_and_lines_stand_on_nothing_and_reach_the_top_at_the_most():
    spark = Spark(marks(0, 5, 10))
    assert [(top, height) for _mark, _left, top, height in spark.columns] == [(30, 0), (15, 15), (0, 30)]
    assert spark.spoken == "ที่ 0: 0 · ที่ 1: 5 · ที่ 2: 10"
    lines = Lines("", "", [Series("ก", marks(0, 10)), Series("ข", marks(5, 5))])
    heights = [[y for _x, y in corners] for _one, _points, corners in lines.drawn]
    assert heights == [[36, 4], [20, 20]]  # one scale for both


def test_every_province_has_its_own_outline():
    provinces = {province.code for province in geothai.provinces()}
    assert set(SHAPES) == provinces
    assert len(set(SHAPES.values())) == len(provinces)
    sheet = (VENDOR / "provinces.svg").read_text()
    assert [name for name in (*SHAPES.values(), "lksg") if f'<path id="{name}"' not in sheet] == []


def test_the_outlines_of_all_maps_are_one_small_file():
    assert len(gzip.compress((VENDOR / "provinces.svg").read_bytes())) <= 25_000


def test_no_label_of_a_map_covers_another_one():
    """All provinces in one map are too many: the largest keep name and number, others their number, some nothing."""
    places = [Place(Mark(f"จังหวัดที่ {code}", 1, "1,234"), [shape]) for code, shape in SHAPES.items()]
    whole = ShapeMap("", "", places)
    rooms = [whole._room(label) for label in whole.labels]
    assert not any(_meet(one, other) for one, other in combinations(rooms, 2))
    assert len(rooms) > 20
    left, _top, right, _bottom = whole._box
    assert all(left <= room[0] and room[2] <= right for room in rooms)  # none is cut off
    assert whole.water == ["lksg"]
    few = ShapeMap("", "", [place for place in places if place.shapes[0] in ("trg", "plg", "ska")])
    assert len(few.labels) == 3
    assert all(label.is_named for label in few.labels)


WAYS = st.lists(st.one_of(st.none(), st.integers(-(10**12), 10**12)), min_size=3, max_size=3)


@given(WAYS)
def test_points_of_a_scale_stand_in_the_order_of_their_numbers_and_on_the_line(values):
    scale = Scale("", *(None if value is None else Mark("", value, "") for value in values))
    assert {name for name, _mark, _left in scale.points} == {
        name for name, value in zip(("start", "now", "target"), values, strict=True) if value is not None
    }
    assert all(Scale.EDGE <= left <= 100 - Scale.EDGE for _name, _mark, left in scale.points)
    start, now, target = values
    is_down = start is not None and target is not None and target < start
    by_value = sorted((mark.value, left) for _name, mark, left in scale.points)
    assert [left for _value, left in by_value] == sorted((left for _v, left in by_value), reverse=is_down)
    at = {name: left for name, _mark, left in scale.points}
    if start is None or now is None:
        assert scale.done is None
    else:
        left, length = scale.done
        assert left == min(at["start"], at["now"])
        assert length == pytest.approx(abs(at["now"] - at["start"]), abs=0.11)


def a_span(starts_on: date | None, ends_on: date | None) -> YearLine:
    return YearLine("", "", 2570, [Span("", starts_on, ends_on, "", "", "plain")])


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(DAYS, st.integers(0, 400))
def test_a_span_of_a_year_lies_inside_of_it_and_is_seen(first, days):
    last = first + timedelta(days=days)
    ((_span, left, length),) = a_span(first, last).drawn
    if last < date(2026, 10, 1) or first > date(2027, 9, 30):
        assert left is None
    else:
        assert length >= YearLine.LEAST
        assert 0 <= left <= left + length <= 100.001


def test_a_month_of_a_fiscal_year_is_a_twelfth_and_its_quarters_say_their_year():
    line = a_span(date(2026, 10, 1), date(2026, 10, 31))
    assert line.drawn[0][1:] == (0.0, 8.33)
    assert a_span(date(2027, 9, 1), date(2027, 9, 30)).drawn[0][1:] == (91.67, 8.33)
    assert a_span(date(2026, 10, 1), date(2027, 9, 30)).drawn[0][1:] == (0.0, 100.0)
    assert a_span(None, date(2027, 4, 1)).drawn[0][1] == 50.0  # one of its days is known
    assert a_span(None, None).drawn[0][1] is None
    assert line.quarters == ["ต.ค. 69", "ม.ค. 70", "เม.ย. 70", "ก.ค. 70"]
