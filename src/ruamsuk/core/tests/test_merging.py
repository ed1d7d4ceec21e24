"""The one rule of texts: what a screen was drawn from, what stands, what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.core.merging import Fate, both, fate, mark

SOME = st.text(alphabet="กขab \r\n", max_size=6)


@pytest.mark.parametrize(
    ("drawn", "standing", "typed", "expected"),
    [
        ("ก", "ก", "ข", Fate.WRITE),
        ("ก", "ก", "ก", Fate.UNCHANGED),
        ("ก", "ข", "ก", Fate.UNCHANGED),  # nobody touched it here
        ("ก", "ข", "ข", Fate.UNCHANGED),  # both say the same
        ("ก", "ข", "ค", Fate.CONFLICT),
        ("", "ข", "ค", Fate.CONFLICT),
        ("ก", "", "ค", Fate.CONFLICT),  # emptied elsewhere is newer, too
        (None, "ข", "ค", Fate.CONFLICT),  # nobody can say
        (None, "ข", "ข", Fate.UNCHANGED),
        ("ก\r\nข", "ก\nข ", "ค", Fate.WRITE),  # browsers change line ends and ends
    ],
)
def test_what_becomes_of_a_text(drawn, standing, typed, expected):
    assert fate(drawn=None if drawn is None else mark(drawn), standing=standing, typed=typed) == expected


@given(drawn=st.none() | SOME, standing=SOME, typed=SOME)
def test_nothing_is_written_over_what_the_screen_was_not_drawn_from(drawn, standing, typed):
    said = None if drawn is None else mark(drawn)
    if fate(drawn=said, standing=standing, typed=typed) == Fate.WRITE:
        assert said == mark(standing)
    if said is not None and mark(typed) != said and mark(standing) not in (said, mark(typed)):
        assert fate(drawn=said, standing=standing, typed=typed) == Fate.CONFLICT


@given(one=SOME, two=SOME, three=SOME)
def test_a_choice_names_exactly_two_texts(one, two, three):
    assert (both(one, two) == both(one, three)) == (mark(two) == mark(three))
