"""Numbers and amounts that people type: one meaning is taken, two are asked about, none is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.core import calendar, money
from ruamsuk.core.forms import (
    BahtField,
    DayField,
    FiscalYearField,
    NumberField,
    OfYearForm,
    TextField,
    WholeField,
)
from ruamsuk.core.money import amounts, baht_text, parse_baht
from ruamsuk.core.numbers import numbers, typeable

FIELDS = {
    "whole": WholeField(),
    "number": NumberField(max_digits=14, decimal_places=2),
    "baht": BahtField(),
}


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(["{}", " {} ", "-{}", "{} บาท"]))
def test_three_figures_behind_a_point_are_never_guessed(whole, behind, written):
    typed = written.format(f"{whole}.{behind:03d}")
    assert parse_baht(typed) is None
    assert len(set(map(abs, amounts(typed)))) == (2 if whole else 1)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(sorted(FIELDS)))
def test_every_field_asks_about_them_and_names_both(whole, behind, name):
    typed = f"{whole}.{behind:03d}"
    with pytest.raises(ValidationError) as refused:
        FIELDS[name].clean(typed)
    first, second = map(typeable, numbers(typed))
    for language in ("th", "en"):
        with translation.override(language):
            (said,) = refused.value.messages
        assert first in said
        assert second in said


@given(st.decimals(-(10**9), 10**9, places=4))
def test_what_a_message_says_to_type_is_read_as_that_number(number):
    assert numbers(typeable(number)) == (number,)


@given(st.lists(st.text("0123456789", min_size=1, max_size=5), min_size=2, max_size=5))
def test_commas_are_read_between_thousands_only(groups):
    typed = ",".join(groups)
    well = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    assert numbers(typed) == ((Decimal("".join(groups)),) if well else ())


@pytest.mark.parametrize("name", sorted(FIELDS))
@pytest.mark.parametrize(
    "typed", ["1,23,4", "12,5", "1 23", "50.000,00", "1.234.567", "1,234 567", "1_000", "๑,๒"]
)
def test_signs_in_other_places_are_refused_on_every_field(name, typed):
    with pytest.raises(ValidationError):
        FIELDS[name].clean(typed)


@pytest.mark.parametrize("typed", ["1,234", "1234", "๑,๒๓๔", "1 234", "1,234.0", "1234.00"])
def test_one_meaning_is_taken_on_every_field(typed):
    assert {name: field.clean(typed) for name, field in FIELDS.items()} == {
        "whole": 1234,
        "number": Decimal(1234),
        "baht": 123_400,
    }


def test_a_second_meaning_that_the_field_cannot_hold_is_none():
    latitude = NumberField(min_value=5, max_value=21)
    assert latitude.clean("7.008") == Decimal("7.008")
    with pytest.raises(ValidationError):
        NumberField(min_value=5).clean("7.008")


@pytest.mark.parametrize(("stored", "shown"), [("12.00", "12"), ("32.50", "32.5"), ("1200.00", "1200")])
def test_a_stored_number_is_shown_as_people_write_it_and_taken_back(stored, shown):
    assert FIELDS["number"].prepare_value(Decimal(stored)) == shown
    assert FIELDS["number"].clean(shown) == Decimal(stored)


@given(st.integers(0, money.MOST_OF_A_PROJECT))
def test_an_amount_that_is_shown_is_taken_by_its_field(satang):
    assert BahtField().clean(baht_text(satang)) == satang
    assert BahtField().clean(BahtField().prepare_value(satang)) == satang


@pytest.mark.parametrize("most", [money.MOST_OF_A_LINE, money.MOST_OF_A_PROJECT, money.MOST_OF_A_FUND])
def test_more_than_a_field_may_hold_is_asked_about(most):
    field = BahtField(most=most)
    assert field.clean(baht_text(most)) == most
    for typed in (baht_text(most + 1), "99,999,999,999"):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert baht_text(most, decimals=False) in refused.value.messages[0]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (WholeField(max_value=9_999_999), "10000000", "ต้องไม่เกิน 9,999,999"),
        (WholeField(min_value=1_000), "999", "ต้องไม่น้อยกว่า 1,000"),
        (NumberField(max_value=2_500), "2500.5", "ต้องไม่เกิน 2,500"),
        (WholeField(max_value=99), "100", "ต้องไม่เกิน 99"),
        (TextField(max_length=4_000), "ก" * 5_231, "ยาวได้ไม่เกิน 4,000 ตัวอักษร (ขณะนี้ 5,231)"),
    ],
)
def test_a_limit_is_said_in_groups_of_three_on_every_field(field, typed, said):
    with translation.override("th"), pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]


def test_a_year_with_two_digits_is_asked_about_with_both_days(monkeypatch):
    monkeypatch.setattr(calendar, "today", lambda: date(2026, 11, 29))
    for language, both in (("th", ("2527", "2570")), ("en", ("1984", "2027"))):
        with translation.override(language):
            with pytest.raises(ValidationError) as refused:
                DayField().clean("1/1/27")
            (said,) = refused.value.messages
        assert all(year in said for year in both)
    assert DayField().clean("1/1/70") == DayField().clean("1/1/2570") == date(2027, 1, 1)


@pytest.mark.parametrize("typed", ["1/1/3113", "1/1/2600", "1/1/1850", "1/1/90", "0001-01-01"])
def test_a_day_of_no_plan_and_no_life_is_asked_about(typed):
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.code == "far"


@given(st.dates(calendar.EARLIEST, date(2036, 12, 31)), st.sampled_from(["th", "en"]))
def test_a_day_that_is_shown_is_taken_by_its_field(day, language):
    with translation.override(language):
        assert DayField().clean(calendar.day_text(day)) == day


class Meeting(OfYearForm):
    held_on = DayField()


@given(st.integers(2550, 2575), st.integers(-4, 4))
def test_a_day_of_something_with_a_year_lies_in_it_or_beside_it(year, off):
    day = calendar.fiscal_year_days(year + off)[0]
    form = Meeting({"held_on": day.isoformat()}, year=year)
    assert form.is_valid() == (abs(off) <= 1)
    standing = Meeting({"held_on": day.isoformat()}, year=year, initial={"held_on": day})
    assert standing.is_valid()  # what stood there before


@pytest.mark.parametrize(("typed", "year"), [("2570", 2570), ("2027", 2570), ("๗๐", 2570), ("", None)])
def test_fiscal_years_are_read(typed, year):
    assert FiscalYearField(required=False).clean(typed) == year


@pytest.mark.parametrize("typed", ["2,570", "257", "2527", "2700", "70.0", "9"])
def test_other_years_are_refused(typed):
    with pytest.raises(ValidationError):
        FiscalYearField().clean(typed)


def test_an_empty_field_is_empty():
    for kind in (WholeField, NumberField, BahtField, DayField, FiscalYearField):
        field: forms.Field = kind(required=False)
        assert field.clean("  ") is None
