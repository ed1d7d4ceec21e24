"""Form fields that accept what Thai people type, and the renderer that draws every field the same way."""

import json
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from ruamsuk.core import money, readable
from ruamsuk.core.calendar import arabic, day_text, fiscal_year, parse_day, today
from ruamsuk.core.merging import Fate, fate, mark
from ruamsuk.core.problems import Problem
from ruamsuk.core.text import typed_number


class Renderer(TemplatesSetting):
    """Forms and fields are drawn by core/form.html and core/field.html."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"


class RecordsField(forms.ModelMultipleChoiceField[Any]):
    """Several records by their keys. A key that no record can have is none of the choices; no database is asked."""

    LONGEST = 18  # digits that every database takes

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if isinstance(key, str | int) and len(str(key)) > self.LONGEST:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


class DayField(forms.CharField):
    """A day typed in any Thai way; see core.calendar.parse_day. Cleans to a date; shows พ.ศ."""

    default_error_messages = {
        "day": _("“%(typed)s” is no day that exists. Type it like 15/11/2569 or 15 พ.ย. 2569."),
        "far": _("“%(typed)s” is the year %(year)s. Check whether the year is right."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return day_text(value) if isinstance(value, date) else value

    def clean(self, value: object) -> date | None:
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

    def to_python(self, value: object) -> int | None:
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

    def prepare_value(self, value: object) -> object:
        return money.baht_text(value).removesuffix(".00") if isinstance(value, int) else value

    def clean(self, value: object) -> int | None:
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

    def clean(self, value: object) -> int | None:
        year: int | None = super().clean(value)
        if year is None:
            return None
        if year < 100:
            year += 2500
        if year < 2400:
            year += 543
        if not 2540 <= year <= fiscal_year(today()) + 20:
            raise ValidationError(self.error_messages["year"], code="year", params={"typed": value})
        return year


class StandingForm(forms.Form):
    """A form over something that stands, which overwrites nothing newer unheard: two screens, one or two people.

    The page carries a mark of each value that it was drawn from (`drawn`, put there by core/form.html). A field that
    nobody touched on this screen takes what stands now. One that was changed here and elsewhere is refused once, with
    both texts in sight; to save again then is a choice.
    """

    @property
    def drawn(self) -> str:
        return json.dumps({self.add_prefix(name): mark(self._standing(name)) for name in self.fields})

    def _standing(self, name: str) -> str:
        field = self.fields[name]
        return _plain(field, self.get_initial_for_field(field, name))

    # Between the fields and `clean`, which then looks at what will be written.
    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, drawn in self._said().items():
            field, standing = self.fields[name], self._standing(name)
            if name in self.errors or drawn == mark(standing):
                continue
            typed = _plain(field, field.clean(self[name].data))  # before a form made something else of it
            match fate(drawn=drawn, standing=standing, typed=typed):
                case Fate.CONFLICT:
                    shown = _shown(field, self.get_initial_for_field(field, name))
                    self.add_error(name, _CHANGED_MEANWHILE % {"text": shown})
                case Fate.UNCHANGED:
                    self._take_standing(name)

    def _said(self) -> dict[str, str]:
        """Field → mark of what it was drawn from; nothing where a page or program does not say."""
        said: dict[str, str] = {}
        for text in self.data.getlist(DRAWN) if isinstance(self.data, QueryDict) else ():
            said |= readable.texts_by_name(text)
        return {name: said[self.add_prefix(name)] for name in self.fields if self.add_prefix(name) in said}

    def _take_standing(self, name: str) -> None:
        field = self.fields[name]
        field.bound_data = lambda data, initial: initial  # type: ignore[method-assign]  # shown, should another be refused
        try:
            self.cleaned_data[name] = field.clean(
                field.prepare_value(self.get_initial_for_field(field, name))
            )
            if own := getattr(self, f"clean_{name}", None):
                self.cleaned_data[name] = own()
        except ValidationError as error:
            self.add_error(name, error)


DRAWN = "drawn"  # the hidden input of all forms of a page
_CHANGED_MEANWHILE = _(
    "This was changed on another screen meanwhile. There it says: “%(text)s”. Yours still stands in the field; save "
    "again if it is the right one."
)


def _plain(field: forms.Field, value: object) -> str:
    """A value in one way of writing, stored or typed."""
    value = field.prepare_value(value)
    if isinstance(value, tuple):
        value = value[-1]  # an area: its text and its key
    if isinstance(value, QuerySet | list):
        return ",".join(sorted(str(getattr(one, "pk", one)) for one in value))
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, Decimal | float):
        return f"{Decimal(str(value)).normalize():f}"
    return "" if value is None else str(getattr(value, "pk", value))


F = TypeVar("F", bound=forms.Field)


def field_as(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """A field of which it is known what it is."""
    field = form.fields[name]
    assert isinstance(field, kind)
    return field


def chosen_words(field: forms.ChoiceField, value: object) -> object:
    """What the field calls one of its choices; the value itself, where it is none."""
    choices: Any = field.choices
    words: dict[object, object] = dict(flatten_choices(choices))
    return words.get(value, value)


def _shown(field: forms.Field, value: object) -> str:
    """A value as people read it."""
    if isinstance(value, QuerySet | list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, Model):
        return getattr(value, "label", None) or str(value)
    prepared = field.prepare_value(value)
    if isinstance(field, forms.ChoiceField):
        return str(chosen_words(field, prepared))
    return "–" if prepared in (None, "") else str(prepared)


def offer(form: forms.Form, **among: QuerySet[Any]) -> None:
    """What fields of a made form may be chosen from: `offer(form, kind=FundKind.objects.all())`."""
    for name, rows in among.items():
        cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def show_problem(form: forms.Form, problem: Problem) -> None:
    """A refusal of an action becomes an error of the form: beside its field, else at the top."""
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))
