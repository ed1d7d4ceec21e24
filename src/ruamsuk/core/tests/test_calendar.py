"""Days and fiscal years: what is shown can be typed again, and a year has no gap and no day twice."""

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.core import calendar
from ruamsuk.core.calendar import BE_OFFSET, day_text, days, fiscal_year, fiscal_year_days, parse_day

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


@given(
    st.dates(date(1957, 1, 1), date(2056, 12, 31)),
    st.sampled_from(["{0}/{1}/{2}", "{0} {3} {2}", "{0}-{1}-{2}"]),
)
def test_two_digits_of_a_year_are_taken_only_where_one_era_is_likely(day, written):
    short = (day.year + BE_OFFSET) % 100
    typed = written.format(day.day, day.month, f"{short:02d}", calendar.MONTHS_TH_SHORT[day.month - 1])
    in_thai, in_common = day, None
    with contextlib.suppress(ValueError):  # no 29 February
        in_common = day.replace(year=2000 + short)
    if in_common is None and 2000 + short <= calendar.latest().year:
        assert (parse_day(typed), days(typed)) == (None, ())  # "29/2/27" is not 1984
        return
    likely = [one for one in (in_thai, in_common) if one and calendar.is_likely(one)]
    assert parse_day(typed) == (likely[0] if len(likely) == 1 else None)
    assert set(days(typed)) == {in_thai, in_common} - {None}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/11/66", date(2023, 11, 15)),  # 2066 is too far away
        ("1/1/27", None),  # 1984 and 2027
        ("1/1/20", None),  # 1977 and 2020
        ("27-01-05", None),
        ("1/1/90", None),  # 2047 and 2090: neither is likely
        ("29/2/83", None),  # 2040 is too far away, and 2083 has no such day
        ("29/2/67", date(2024, 2, 29)),
        ("29/2/27", None),  # 2027 has no such day, and 1984 is hardly meant
        ("1 ม.ค. พ.ศ. 27", date(1984, 1, 1)),
        ("1 มกราคม ค.ศ. 27", date(2027, 1, 1)),
        ("1 มกราคม ค.ศ. 2027", date(2027, 1, 1)),
        ("1/1/027", None),
    ],
)
def test_a_year_with_two_digits_is_not_guessed(monkeypatch, typed, day):
    monkeypatch.setattr(calendar, "today", lambda: date(2026, 11, 29))
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2570", (2570,)),
        ("๒๕๗๐", (2570,)),
        ("2027", (2570,)),
        ("70", (2570,)),
        ("27", (2570,)),
        ("39", ()),
        ("2527", ()),
        ("2700", ()),
        ("7", ()),
        ("257", ()),
        ("2,570", ()),
        ("", ()),
    ],
)
def test_a_fiscal_year_is_one_that_funds_have(monkeypatch, typed, years):
    monkeypatch.setattr(calendar, "today", lambda: date(2026, 11, 29))
    assert calendar.fiscal_years(typed) == years


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
