"""Places are numbers: an area covers what lies in it and nothing else."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruamsuk.areas.models import Area
from ruamsuk.areas.ranges import Places, Stand, place_no, province_code, span

codes = st.integers(10_00_00_00, 99_99_99_99).map(str)
stands = st.lists(st.builds(Stand, st.integers(0, 60), st.integers(1, 12)), max_size=8)


@settings(max_examples=200)
@given(code=codes, other=codes)
def test_an_area_covers_the_codes_that_begin_with_its_own(code: str, other: str) -> None:
    for kind, length in (("province", 2), ("district", 4), ("subdistrict", 6), ("village", 8)):
        area = Area(kind=kind, code=code[:length], place_no=place_no(code[:length]))
        assert area.places.covers(place_no(code))
        assert area.places.covers(place_no(other)) == other.startswith(code[:length])


@given(number=st.integers(0, 99), code=codes)
def test_a_zone_covers_its_provinces_and_itself(number: int, code: str) -> None:
    own, inside, other = place_no(f"Z{number:02d}"), code[:2], f"{(int(code[:2]) - 9) % 90 + 10}"
    zone = Area(kind="zone", code=f"Z{number:02d}", place_no=own, province_codes=inside)
    assert zone.places.covers(own)
    assert zone.places.covers(place_no(code))
    assert not zone.places.covers(place_no(other))
    assert not zone.places.covers(place_no(f"Z{(number + 1) % 100:02d}"))
    assert not zone.places.covers(place_no(""))
    assert zone.own_places.covers(own)
    assert not zone.own_places.covers(place_no(code))
    country = Area(kind="country", code="TH", place_no=0)
    assert all(country.places.covers(place) for place in (0, own, own + span("zone") - 1, place_no(code)))
    assert (province_code(own), province_code(0), province_code(place_no(code))) == (None, None, inside)


@settings(max_examples=300)
@given(stands=stands)
def test_places_cover_what_any_of_their_parts_covers(stands: list[Stand]) -> None:
    places = Places.of(stands)
    for place in range(-2, 80):
        assert places.covers(place) == any(
            stand.place <= place < stand.place + stand.width for stand in stands
        )
    # In order and apart: a database is asked for no number twice, and for neighbours at once.
    assert all(before[1] + 1 < after[0] for before, after in itertools.pairwise(places.ranges))


@pytest.mark.parametrize(
    ("ranges", "found"),
    [
        ([], ""),
        ([(90, 1)], "B"),
        ([(90, 2)], "BC"),
        ([(90, 1), (92, 8)], "BD"),
        ([(0, span("country"))], "ABCDE"),
    ],
)
def test_the_filter_finds_what_is_covered(db, ranges: list[tuple[int, int]], found: str) -> None:
    for name, place in zip("ABCDE", (0, 90, 91, 99, 112_000_000), strict=True):
        Area.objects.create(kind="village", code=name, name_th=name, place_no=place)
    places = Places.of(Stand(*one) for one in ranges)
    asked = Area.objects.filter(places.q()).order_by("code")
    assert "".join(area.code for area in asked) == found
    # Joined by OR it is still the same question.
    both = Area.objects.filter(places.q() | Places.of([Stand(0, 1)]).q())
    assert {area.code for area in both} == {*found, "A"}
