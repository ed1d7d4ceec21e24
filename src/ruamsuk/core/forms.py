"""Form fields that accept what Thai people type, and the renderer that draws every field the same way."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from ruamsuk.core import money
from ruamsuk.core.calendar import arabic, day_text, fiscal_year, parse_day, today
from ruamsuk.core.problems import Problem
from ruamsuk.core.text import typed_number


class Renderer(TemplatesSetting):
    """Forms and fields are drawn by core/form.html and core/field.html."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"


class DayField(forms.CharField):
    """A day typed in any Thai way; see core.calendar.parse_day. Cleans to a date; shows พ.ศ."""

    default_error_messages = {
        "day": _("“%(typed)s” is no day that exists. Type it like 15/11/2569 or 15 พ.ย. 2569."),
        "far": _("“%(typed)s” is the year %(year)s. Check whether the year is right."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return day_text(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        text = super().clean(value)
        if not text:
            return None
        day = parse_day(text)
        if day is None:
            raise ValidationError(self.error_messages["day"], code="day", params={"typed": text})
        if not today().year - 120 <= day.year <= today().year + 30:
            raise ValidationError(
                self.error_messages["far"], code="far", params={"typed": text, "year": day.year + 543}
            )
        return day


class WholeField(forms.IntegerField):
    """A whole number; Thai digits and thousands separators are welcome."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(arabic(value).replace(",", "") if isinstance(value, str) else value)


class NumberField(forms.DecimalField):
    """A number with decimals; Thai digits, thousands separators, % and ร้อยละ are welcome."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = typed_number(value)
        return super().to_python(value)


class BahtField(forms.CharField):
    """Baht typed by a person; cleans to satang (int)."""

    default_error_messages = {
        "money": _("“%(typed)s” is no amount of money. Type baht like 12,000 or 12000.50."),
        "negative": _("An amount cannot be below 0."),
        "large": _("The amount is larger than any fund's budget. Check the number of zeros."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return money.baht_text(value).removesuffix(".00") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = super().clean(value)
        if not text:
            return None
        satang = money.parse_baht(text)
        if satang is None:
            raise ValidationError(self.error_messages["money"], code="money", params={"typed": text})
        if satang < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if satang > money.MAX_SATANG:
            raise ValidationError(self.error_messages["large"], code="large")
        return satang


class FiscalYearField(WholeField):
    """A fiscal year in BE; a CE year is understood (2026 → 2569)."""

    default_error_messages = {"year": _("“%(typed)s” is no fiscal year. Type it like 2570.")}

    def clean(self, value: Any) -> int | None:
        year = super().clean(value)
        if year is None:
            return None
        if year < 100:
            year += 2500
        if year < 2400:
            year += 543
        if not 2540 <= year <= fiscal_year(today()) + 20:
            raise ValidationError(self.error_messages["year"], code="year", params={"typed": value})
        return year


def show_problem(form: forms.Form, problem: Problem) -> None:
    """A refusal of an action becomes an error of the form: beside its field, else at the top."""
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))
