"""Money is whole satang: what is shown can be typed again, and no satang is lost or made on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.core.money import MAX_SATANG, baht, baht_text, parse_baht

AMOUNTS = st.integers(-MAX_SATANG, MAX_SATANG)
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@given(AMOUNTS, st.sampled_from(["{}", " {} ", "{} บาท", "{}บาทถ้วน", "฿{}", "{} Baht"]), st.booleans())
def test_an_amount_as_it_is_shown_is_read_as_the_same_amount(satang, written, in_thai_digits):
    text = baht_text(satang)
    assert parse_baht(written.format(text.translate(THAI) if in_thai_digits else text)) == satang


@given(AMOUNTS)
def test_satang_are_hundredths_of_a_baht(satang):
    assert baht(satang) * 100 == satang
    assert baht(satang) == Decimal(satang).scaleb(-2)


@given(st.integers(-(10**9), 10**9))
def test_overviews_are_rounded_by_less_than_a_baht(satang):
    shown = parse_baht(baht_text(satang, decimals=False))
    assert shown is not None
    assert abs(shown - satang) <= 50


@pytest.mark.parametrize(
    ("typed", "satang"),
    [("12,000.-", 1_200_000), ("๑๒,๐๐๐", 1_200_000), ("1,234.5", 123_450), ("-5", -500), ("0.01", 1)],
)
def test_amounts_are_read_as_people_write_them(typed, satang):
    assert parse_baht(typed) == satang


@pytest.mark.parametrize("typed", ["", "1.005", "1e5", "NaN", "1_000", "12.000.000", "x", "--5", "บาท"])
def test_what_is_no_amount_is_none(typed):
    assert parse_baht(typed) is None


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(typed):
    assert parse_baht(typed) is None or isinstance(parse_baht(typed), int)


def test_nothing_is_shown_as_nothing():
    assert baht_text(None) == ""


def test_an_amount_is_written_in_one_way_with_satang_only_where_there_are_some():
    shown = {satang: baht_text(satang) for satang in (0, 1_600_000, 1_600_050, -5)}
    assert shown == {0: "0", 1_600_000: "16,000", 1_600_050: "16,000.50", -5: "-0.05"}
