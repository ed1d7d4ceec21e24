"""Days and fiscal years: what is shown can be typed again, and a year has no gap and no day twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.core import calendar
from ruamsuk.core.calendar import BE_OFFSET, day_text, fiscal_year, fiscal_year_days, parse_day

DAYS = st.dates(date(1957, 1, 1), date(2156, 12, 31))
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@given(DAYS)
def test_a_day_lies_in_the_days_of_its_fiscal_year_and_in_no_other(day):
    year = fiscal_year(day)
    first, last = fiscal_year_days(year)
    assert first <= day <= last
    assert fiscal_year_days(year - 1)[1] + timedelta(days=1) == first
    assert fiscal_year_days(year + 1)[0] - timedelta(days=1) == last


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
        (date(2026, 12, 31), 2570),
        (date(2027, 1, 1), 2570),
    ],
)
def test_the_fiscal_year_turns_on_the_first_of_october(day, year):
    assert fiscal_year(day) == year


@given(DAYS, st.sampled_from(["th", "en"]), st.booleans(), st.booleans())
def test_a_day_as_it_is_shown_is_read_as_the_same_day(day, language, is_long, in_thai_digits):
    with translation.override(language):
        text = day_text(day, long=is_long)
    assert parse_day(text.translate(THAI) if in_thai_digits else text) == day


@given(DAYS, st.sampled_from("/.- "), st.sampled_from([0, BE_OFFSET]), st.booleans())
def test_a_day_in_figures_is_read_in_either_era_with_any_sign_between(day, between, era, with_zeros):
    width = "02d" if with_zeros else "d"
    typed = between.join([f"{day.day:{width}}", f"{day.month:{width}}", str(day.year + era)])
    assert parse_day(typed) == day
    assert parse_day(f" {typed.translate(THAI)} ") == day
    assert parse_day(f"{day.year + era}-{day.month:02d}-{day.day:02d}") == day


@given(st.dates(date(1957, 1, 1), date(2056, 12, 31)))
def test_two_digits_are_a_year_of_the_buddhist_era(day):
    assert parse_day(f"{day.day}/{day.month}/{(day.year + BE_OFFSET) % 100:02d}") == day


@pytest.mark.parametrize(
    "typed", ["31/2/2569", "0/1/2569", "1/13/2569", "29/2/2568", "", "15", "15 xx 2569", "๓๒/๑/๒๕๖๙"]
)
def test_what_is_no_day_is_none(typed):
    assert parse_day(typed) is None


@given(st.text(max_size=40))
def test_no_text_makes_it_fail(typed):
    assert parse_day(typed) is None or isinstance(parse_day(typed), date)


@pytest.mark.parametrize(("hour", "day"), [(16, 30), (17, 1)])
def test_a_day_begins_at_midnight_in_bangkok(monkeypatch, hour, day):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 9, 30, hour, 59, tzinfo=UTC))
    assert calendar.today().day == day
    assert calendar.current_fiscal_year() == (2569 if day == 30 else 2570)
    assert calendar.clock_text(timezone.now()) == f"{(hour + 7) % 24:02d}:59"
