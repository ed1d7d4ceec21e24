"""Form fields that accept what Thai people type, and the renderer that draws every field the same way."""

import json
from collections.abc import Callable, Sequence
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
from ruamsuk.core.calendar import BE_OFFSET, day_text, days, far_from_year, fiscal_years, is_likely, is_near
from ruamsuk.core.judging import check_seen, mark_of
from ruamsuk.core.merging import Fate, fate, mark
from ruamsuk.core.numbers import numbers, typeable
from ruamsuk.core.problems import ChangedSince, Problem
from ruamsuk.core.text import bare_number, tidy, tidy_lines


class Renderer(TemplatesSetting):
    """Forms and fields are drawn by core/form.html and core/field.html."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"


class LineArea(forms.Textarea):
    """One line of text, shown on as many as it needs: on a phone a sentence is longer than the screen is wide."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, "cols": None, **(attrs or {})})


class _Grouping(forms.Field):
    """What Django's own validators say of a limit reads like every other number: 10,000, never 10000."""

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise ValidationError([_grouped(one) for one in error.error_list]) from None


def _grouped(error: ValidationError) -> ValidationError:
    (text,) = error.messages
    for name in ("limit_value", "show_value"):
        number = (error.params or {}).get(name)
        if isinstance(number, int | Decimal):
            text = text.replace(str(number), f"{number:,}")
    return ValidationError(text, code=error.code)


class TextField(_Grouping, forms.CharField):
    """What people type: one way of writing what looks the same (core.text.tidy); a text area keeps its lines."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if not text:
            return text
        has_lines = isinstance(self.widget, forms.Textarea) and not isinstance(self.widget, LineArea)
        return tidy_lines(text) if has_lines else tidy(text)


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


class DayInput(forms.TextInput):
    """A box to type a day in, with a calendar beside it for those who would rather look (core/calendar.js)."""

    template_name = "core/day_input.html"


class DayField(TextField):
    """A day typed in any Thai way; see core.calendar.days. Cleans to a date; shows พ.ศ."""

    default_error_messages = {
        "day": _("“%(typed)s” is no day that exists. Type it like 15/11/2569 or 15 พ.ย. 2569."),
        "two": _("“%(typed)s” can be %(first)s or %(second)s. Type all four digits of the year."),
        "far": _("“%(typed)s” is the year %(year)s. Check whether the year is right."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return day_text(value) if isinstance(value, date) else value

    def clean(self, value: object) -> date | None:
        if isinstance(value, date):
            return value
        text = super().clean(value)
        return self._one(text) if text else None

    def _one(self, text: str) -> date:
        found = days(text)
        if not found:
            raise ValidationError(self.error_messages["day"], code="day", params={"typed": text})
        likely = [day for day in found if is_likely(day)]
        if not likely:
            raise ValidationError(
                self.error_messages["far"],
                code="far",
                params={"typed": text, "year": found[0].year + BE_OFFSET},
            )
        if len(likely) > 1:
            first, second = map(day_text, likely)
            params = {"typed": text, "first": first, "second": second}
            raise ValidationError(self.error_messages["two"], code="two", params=params)
        return likely[0]


def check_near(form: forms.Form, year: object, *names: str) -> None:
    """Days that were typed now lie in the fiscal year or beside it; what stood there before is left alone."""
    for name in names:
        day = form.cleaned_data.get(name)
        if not isinstance(day, date) or not isinstance(year, int) or is_near(day, year):
            continue
        if day != form.get_initial_for_field(form.fields[name], name):
            form.add_error(name, far_from_year(day, year))


class OfYearForm(forms.Form):
    """A form of what belongs to a fiscal year: its days are asked about when they lie far from it."""

    def __init__(self, *args: Any, year: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._year = year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_near(
            self, self._year, *(name for name in self.fields if isinstance(self.fields[name], DayField))
        )
        return data


_TWO_NUMBERS = _(
    "“%(typed)s” can be %(first)s or %(second)s. Type it without signs between: %(first)s or %(second)s."
)


def _one_number(typed: str, found: Sequence[Decimal]) -> Decimal | None:
    """The only one of the numbers that were read; None: there is none. Asks, where there are two."""
    if len(found) > 1:
        first, second = map(typeable, found)
        raise ValidationError(
            _TWO_NUMBERS, code="two", params={"typed": typed.strip(), "first": first, "second": second}
        )
    return found[0] if found else None


T = TypeVar("T")


def _said_of(value: object, read: Callable[[Any], T]) -> T:
    """A value that is no text as the field reads it; a refusal names it."""
    try:
        return read(value)
    except ValidationError as error:
        error.params = {"typed": shortened(str(value))}
        raise


class WholeField(_Grouping, forms.IntegerField):
    """A whole number; Thai digits and thousands separators are welcome."""

    default_error_messages = {
        "invalid": _("“%(typed)s” is no whole number. Type its digits alone, like 1500.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: object) -> int | None:
        if not isinstance(value, str):
            return _said_of(value, super().to_python)
        if not value.strip():
            return None
        number = _one_number(value, numbers(value))
        if number is None or number != int(number):
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"typed": shortened(value)}
            )
        return int(number)


class NumberField(_Grouping, forms.DecimalField):
    """A number with decimals; Thai digits, thousands separators, % and ร้อยละ are welcome."""

    default_error_messages = {"invalid": _("“%(typed)s” is no number. Type its digits, like 1500 or 12.5.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return _said_of(value, super().to_python)
        if not value.strip():
            return None
        found = numbers(bare_number(value))
        number = _one_number(value, [one for one in found if self._fits(one)] or found[:1])
        if number is None:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"typed": shortened(value)}
            )
        return super().to_python(number)

    def prepare_value(self, value: Any) -> Any:
        """As people write it: 12 and 32.5, whatever decimals are stored."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def _fits(self, number: Decimal) -> bool:
        least, most = self.min_value, self.max_value
        return not (isinstance(least, int) and number < least) and not (
            isinstance(most, int) and number > most
        )


class BahtField(TextField):
    """Baht typed by a person; cleans to satang (int). `most`: satang that are believed of this field."""

    default_error_messages = {
        "money": _("“%(typed)s” is no amount of money. Type baht like 12,000 or 12000.50."),
        "negative": _("An amount cannot be below 0."),
        "large": _(
            "“%(typed)s” is more than %(most)s baht, the most for this field. Check the number of zeros."
        ),
    }

    def __init__(self, *, most: int = money.MOST_OF_A_PROJECT, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        self.most = most
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return money.baht_text(value).removesuffix(".00") if isinstance(value, int) else value

    def clean(self, value: object) -> int | None:
        if isinstance(value, int):
            return value
        text = super().clean(value)
        if not text:
            return None
        amount = _one_number(text, money.amounts(text))
        satang = None if amount is None else money.satang_of(amount)
        if satang is None:
            raise ValidationError(
                self.error_messages["money"], code="money", params={"typed": shortened(text)}
            )
        if satang < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if satang > self.most:
            params = {"typed": shortened(text), "most": money.baht_text(self.most, decimals=False)}
            raise ValidationError(self.error_messages["large"], code="large", params=params)
        return satang


class FiscalYearField(WholeField):
    """A fiscal year in BE; a CE year is understood (2026 → 2569), and two digits that are likely in one era only."""

    default_error_messages = {
        "year": _("“%(typed)s” is no fiscal year. Type it like 2570."),
        "two": _("“%(typed)s” can be %(first)s or %(second)s. Type all four digits of the year."),
    }

    def to_python(self, value: object) -> int | None:
        typed = "" if value is None else str(value).strip()
        if not typed:
            return None
        found = fiscal_years(typed)
        if len(found) > 1:
            params = {"typed": typed, "first": str(found[0]), "second": str(found[1])}
            raise ValidationError(self.error_messages["two"], code="two", params=params)
        if not found:
            raise ValidationError(
                self.error_messages["year"], code="year", params={"typed": shortened(typed)}
            )
        return found[0]


def shortened(text: str) -> str:
    """What was typed, as much as a message repeats of it."""
    text = text.strip()
    return text if len(text) <= 60 else f"{text[:60]}…"


class JudgingForm(forms.Form):
    """A form that judges what stands: a decision, a step, a signature. Nobody judges what was not in sight.

    `judged` changes whenever that does, as its moment of change. The page carries a mark of it; where it has become
    another since, the form is refused once, and what was typed stays. To send it again is a choice. What becomes
    another between this look and the act, the act refuses under its lock: it is given `seen` (core.judging).

    A program says what it saw by If-Match; that only the act compares.
    """

    def __init__(self, *args: Any, judged: object = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._judged = judged
        self.fields["seen"] = _Seen(mark_of(judged))

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        said = self.data.get(self.add_prefix("seen"), "")
        self.cleaned_data["seen"] = said
        if self._judged is not None:
            try:
                check_seen(said, self._judged)
            except ChangedSince as problem:
                self.add_error(None, str(problem))


class _Seen(forms.Field):
    """Drawn from what stands now, also where the form comes back."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def __init__(self, standing: str) -> None:
        super().__init__(required=False, initial=standing)

    def bound_data(self, _data: Any, initial: Any) -> Any:
        return initial


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
    """A refusal of an action becomes an error of the form: beside its field, else at the top.

    Not where the page itself is no longer true: it is asked once more (core.middleware).
    """
    if isinstance(problem, ChangedSince):
        raise problem
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))
