"""A form over something that stands overwrites nothing newer unheard."""

import ast
import importlib
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict

import ruamsuk
from ruamsuk.core.forms import BahtField, DayField, NumberField, StandingForm, WholeField

SRC = Path(ruamsuk.__file__).parent

# Forms that are drawn from values of their own which nobody else writes meanwhile, or that are guarded otherwise.
OTHERWISE = {
    "StartForm": "starts something new",
    "InvitationForm": "starts something new; the page it was opened from knows post and area",
    "GiveRoleForm": "starts something new; the page it was opened from knows post and area",
    "JoinForm": "starts an account",
    "FocusForm": "one's own view",
    "SettingsForm": "one's own settings",
    "SectionForm": "plans compare the version that the form was drawn from (`seen`), under the lock of the plan",
    "DecisionForm": "records a decision once, on what was in sight (core.forms.JudgingForm)",
    "CorrectionForm": "shows old beside new before it is recorded, and keeps what stood",
}


class Example(StandingForm):
    name = forms.CharField(required=False)
    people = WholeField(required=False)
    share = NumberField(required=False)
    amount = BahtField(required=False)
    day = DayField(required=False)
    kind = forms.ChoiceField(choices=[("a", "Ant"), ("b", "Bee")])
    open = forms.BooleanField(required=False)

    def clean_name(self):
        return self.cleaned_data["name"].upper()


WAS = {"name": "OLD", "people": 5, "share": 2.5, "amount": 125_050, "day": None, "kind": "a", "open": True}


def sent(drawn_from, **typed):
    """The form as a browser sends it back that drew it from `drawn_from`."""
    page = str(Example(initial=drawn_from))
    drawn = unescape(re.search(r'name="drawn" value="([^"]*)"', page)[1])
    fields = {
        "name": "OLD",
        "people": "5",
        "share": "2.50",
        "amount": "1,250.50",
        "day": "",
        "kind": "a",
        "open": "on",
    }
    data = QueryDict(mutable=True)
    data.update(
        {name: value for name, value in (fields | typed).items() if value is not None} | {"drawn": drawn}
    )
    return data


def test_what_stands_as_it_was_drawn_is_changed():
    form = Example(sent(WAS, name="new", people="๗"), initial=WAS)
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["people"]) == ("NEW", 7)


def test_a_field_that_was_changed_on_both_screens_is_refused_once_with_both_texts():
    now = WAS | {"name": "NEWER", "kind": "b"}
    form = Example(sent(WAS, name="mine"), initial=now)
    assert list(form.errors) == ["name"]
    page = str(form)
    assert "NEWER" in page  # what stands, in the message
    assert 'value="mine"' in page  # what was typed, in its field
    assert re.search(r'<option value="b"\s+selected', page)  # what nobody touched here shows what stands
    drawn = unescape(re.search(r'name="drawn" value="([^"]*)"', page)[1])
    again = sent(now, name="mine", kind="b")
    assert again["drawn"] == drawn
    second = Example(again, initial=now)
    assert second.is_valid()
    assert second.cleaned_data["name"] == "MINE"


@pytest.mark.parametrize(
    ("field", "newer"),
    [("name", "NEWER"), ("people", 6), ("share", 3), ("amount", 1), ("kind", "b"), ("open", False)],
)
def test_a_field_that_nobody_touched_takes_what_stands_now(field, newer):
    other = "people" if field == "name" else "name"
    form = Example(sent(WAS, **{other: "9"}), initial=WAS | {field: newer})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data[field], str(form.cleaned_data[other])) == (newer, "9")


@pytest.mark.parametrize(
    "drawn", ["", "no json", "[]", "5", json.dumps({"name": 5}), json.dumps({"other": "x"})]
)
def test_marks_that_cannot_be_read_break_nothing(drawn):
    data = sent(WAS, name="mine")
    data["drawn"] = drawn
    assert Example(data, initial=WAS).is_bound


def test_every_form_that_a_view_draws_from_what_stands_is_such_a_form():
    """Finds the next one by itself: a form of a view with initial values, or drawn over a `row`."""
    unguarded = []
    for file in SRC.glob("*/views*/**/*.py"):
        unguarded += _unguarded(file)
    for file in SRC.glob("*/views.py"):
        unguarded += _unguarded(file)
    assert unguarded == []


def _unguarded(file):
    name = "ruamsuk." + ".".join(file.relative_to(SRC).with_suffix("").parts)
    views = importlib.import_module(name)
    for node in ast.walk(ast.parse(file.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        form = getattr(views, node.func.id, None)
        if not (isinstance(form, type) and issubclass(form, forms.Form)):
            continue
        drawn = {word.arg for word in node.keywords} & {"initial", "row", "served", "issue"}
        known = any(base.__name__ in OTHERWISE for base in form.__mro__)
        if drawn and not issubclass(form, StandingForm) and not known:
            yield f"{name}: {form.__name__}"
