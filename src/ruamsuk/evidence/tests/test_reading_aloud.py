"""A figure and its unit, in the order in which people say them."""

import pytest

from ruamsuk.evidence.choices import read_with


@pytest.mark.parametrize(
    ("number", "unit", "said"), [("12.5", "ร้อยละ", "ร้อยละ 12.5"), ("40", "คน", "40 คน"), ("7", "", "7")]
)
def test_a_figure_is_read_with_its_unit(number, unit, said):
    assert read_with(number, unit) == said
