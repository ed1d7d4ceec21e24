"""Outlines of the drawing of provinces, thinned for the phone."""

import pytest

from ruamsuk.core import outlines

TWO = """<svg viewBox="0 0 560 1025">
<path id="west" aria-label="West" d="m 0,0 10.02,0 0,10.06 -10.02,0 z"/>
<path id="east" aria-label="East" d="m 10.02,0 9.98,0 0,10 -9.98,0.06 z m 5,20 4,0 0,4 z m 0,0 0.01,0 0,0.01 z"/>
</svg>"""


def test_both_sides_of_a_border_keep_the_same_corners():
    found = outlines.thinned(TWO)
    assert set(found["west"][0]) & set(found["east"][0]) == {(40, 0), (40, 40)}


def test_a_piece_begins_where_the_one_before_began_and_what_is_smaller_than_a_point_is_gone():
    east = outlines.thinned(TWO)["east"]
    assert east[1:] == [[(60, 80), (76, 80), (76, 96)]]


def test_the_sheet_draws_what_was_read_and_the_boxes_say_where():
    found = outlines.thinned(TWO)
    assert '<path id="west" d="M0 0l40 0 0 40 -40 0z"></path>' in outlines.sheet(found)
    assert '"west": [0, 0, 40, 40, 20, 20]' in outlines.boxes(found)


def test_a_drawing_that_is_drawn_otherwise_is_refused_by_name():
    with pytest.raises(outlines.NotOurDrawing, match="C"):
        outlines.thinned(TWO.replace("m 0,0 10.02,0", "m 0,0 C 1,1 2,2 10.02,0"))
    with pytest.raises(outlines.NotOurDrawing, match="no outline"):
        outlines.thinned("<svg></svg>")
