"""The one form of a check: how serious, from which number on, in which words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.choices import Level
from ruamsuk.checks.kinds import Parameter, Sort, strange_names
from ruamsuk.checks.models import Check
from ruamsuk.core.forms import FiscalYearField, StandingForm, TextField, WholeField

# What stands for the names in braces.
NAMES = {
    "x": _("what it is about"),
    "text": _("what was written"),
    "n": _("what was found"),
    "limit": _("the limit"),
    "people": _("people in the target groups"),
    "year": _("the year"),
    "first": _("the first day"),
    "last": _("the last day"),
}
WRITTEN = ("text_th", "remedy_th", "text_en", "remedy_en")


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2})


class CheckForm(StandingForm):
    level = forms.ChoiceField(
        label=_("How serious"),
        help_text=_(
            "What must be mended stops a proposal from being sent. The others are shown and may be passed."
        ),
        choices=Level.choices,
        widget=forms.RadioSelect,
    )
    weight = WholeField(
        label=_("Weight"),
        help_text=_(
            "0 to 100. Heavier ones are shown first; 10 takes as much from the completeness as an empty answer."
        ),
        min_value=0,
        max_value=100,
    )
    text_th = TextField(label=_("What is wrong, in Thai"), max_length=300, widget=_lines())
    remedy_th = TextField(label=_("What to do, in Thai"), max_length=300, widget=_lines())
    text_en = TextField(label=_("What is wrong, in English"), max_length=300, widget=_lines())
    remedy_en = TextField(label=_("What to do, in English"), max_length=300, widget=_lines())
    valid_from_fy = FiscalYearField(
        label=_("First fiscal year"), help_text=_("Empty: since ever."), required=False
    )
    valid_until_fy = FiscalYearField(
        label=_("Last fiscal year"), help_text=_("Empty: until further notice."), required=False
    )

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check
        condition = check.looked_for
        self.parameters = condition.parameters if condition else ()
        values = condition.values(check.parameters) if condition else {}
        names = [
            f"{{{name}}} {NAMES[name]}" for name in (condition.says if condition else ()) if name in NAMES
        ]
        self.fields["text_th"].help_text = " · ".join(names)
        for one in self.parameters:
            self.fields[one.name] = _field(one)
            self.initial[one.name] = _shown(one, values[one.name])
        for name in (*WRITTEN, "level", "weight", "valid_from_fy", "valid_until_fy"):
            self.initial[name] = getattr(check, name)
        self.order_fields(["level", "weight", *(one.name for one in self.parameters), *WRITTEN])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        condition = self.check.looked_for
        for name in WRITTEN:
            strange = strange_names(cleaned.get(name, ""), condition.says if condition else ())
            if strange:
                self.add_error(name, _unknown(strange[0], condition.says if condition else ()))
        first, last = cleaned.get("valid_from_fy"), cleaned.get("valid_until_fy")
        if first and last and last < first:
            self.add_error("valid_until_fy", _("The last year is before the first year."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """As actions.change_check takes them."""
        fields = dict(self.cleaned_data)
        fields["parameters"] = {one.name: _read(one, fields.pop(one.name)) for one in self.parameters}
        return fields


_STRANGE = _("{name} cannot stand here. In braces you may write: {known}.")
_NO_BRACES = _("Nothing can be put in braces here. Take {name} out.")


def _unknown(name: str, known: Sequence[str]) -> str:
    strange = name if name in "{}" else f"{{{name}}}"
    words = _STRANGE if known else _NO_BRACES
    return str(words).format(name=strange, known=" ".join(f"{{{one}}}" for one in known))


def _field(one: Parameter) -> forms.Field:
    if one.sort == Sort.WORDS:
        lines = forms.Textarea(attrs={"rows": 5})
        return TextField(label=str(one.label), widget=lines, help_text=_("One word or phrase a line."))
    return WholeField(label=one.label, min_value=one.least, max_value=one.most)


def _shown(one: Parameter, value: Any) -> Any:
    return "\n".join(value) if one.sort == Sort.WORDS else value


def _read(one: Parameter, value: Any) -> Any:
    """What a field of `_field` was given, as it is kept."""
    if one.sort != Sort.WORDS:
        return value
    return [line.strip() for line in value.splitlines() if line.strip()]
