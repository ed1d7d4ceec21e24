"""The editable fields of a draft, by path, and the reading of what a person typed into them.

A path names one field: `p.title` (the proposal), `d.rationale` (its design), `objective.<uid>.text` (a row),
`issue.<uid>.on` and `serves.<activity uid>~<objective uid>.on` (a tick). The same fields draw the page, clean an
autosave, clean a whole form sent without JavaScript, and clean the API.
"""

from collections.abc import Collection, Iterable, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.forms import CHOSEN, AreaField
from ruamsuk.areas.models import Area
from ruamsuk.core.forms import BahtField, DayField, FiscalYearField, NumberField, WholeField
from ruamsuk.core.merging import mark
from ruamsuk.core.models import is_uuid
from ruamsuk.core.problems import Problem
from ruamsuk.funds.models import Fund
from ruamsuk.funds.queries import fund_by_code
from ruamsuk.issues.models import ExpenseCategory, SupportType, TargetGroup
from ruamsuk.projects.actions.designs import check
from ruamsuk.projects.choices import ApplicantKind


class FundField(forms.CharField):
    """A fund by its code or exact name, in any typed form."""

    default_error_messages = {
        "fund": _("No fund “%(typed)s” is known. Type its code like L5166, or its full name."),
    }

    def prepare_value(self, value: Any) -> Any:
        return f"{value.code} {value.name}" if isinstance(value, Fund) else value

    def clean(self, value: Any) -> Fund | None:
        text = super().clean(value)
        if not text:
            return None
        fund = fund_by_code(text.split()[0]) or Fund.objects.filter(name=text).first()
        if fund is None:
            raise ValidationError(self.error_messages["fund"], code="fund", params={"typed": text})
        return fund


class ChoiceByCode(forms.ModelChoiceField):
    """A catalogue row chosen from a list, named by its code."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(model.objects.in_use(), to_field_name="code", empty_label=_("— choose —"), **kwargs)

    def label_from_instance(self, row: Any) -> str:
        return row.name

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "code", value)


class KindField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", _("— choose —")), *ApplicantKind.choices], coerce=int, empty_value=None, **kwargs
        )


def text_field(label: Any, most: int, hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=hint, required=False, widget=forms.TextInput(attrs=attrs)
    )


def long_field(label: Any, hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20_000,
        help_text=hint,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def optional_field(field: type[forms.Field], label: Any, hint: Any = "", **kwargs: Any) -> forms.Field:
    return field(label=label, help_text=hint, required=False, **kwargs)


Fields = dict[str, dict[str, forms.Field]]  # kind of path → field → how it is read
# Kinds of which a draft has one: the proposal, its design; the report (forms.reports).
SINGLE = ("p", "d", "r")
NUMBERED = ("spend",)  # kinds whose rows are known by a number

WIDE = {"data-wide": "yes"}  # takes the whole width of its line

FIELDS: Fields = {
    "p": {
        "title": text_field(
            _("Name of the project or activity"),
            500,
            _("Short and easy to understand; say in which community."),
        ),
        "fund": optional_field(FundField, _("Fund"), _("Code like L5166, or the full name.")),
        "fiscal_year": FiscalYearField(label=_("Fiscal year")),
        "applicant_name": text_field(_("Organisation or group that applies"), 300),
        "home_area": optional_field(AreaField, _("Sub-district where it takes place")),
    },
    "d": {
        "support_type": optional_field(ChoiceByCode, _("Type of support"), model=SupportType),
        "applicant_kind": optional_field(
            KindField, _("Kind of organisation"), _("A people's group also gives the names of its persons.")
        ),
        "setting": text_field(_("Place"), 300, _("Hall, school or villages, in a few words.")),
        "rationale": long_field(
            _("Situation, reasons or origin of the project"),
            _("What is wrong, for whom, since when, and what was tried. Name the source of the figures."),
            6,
        ),
        "starts_on": optional_field(DayField, _("First day"), _("Like 1/11/2569")),
        "ends_on": optional_field(DayField, _("Last day"), _("Like 31/8/2570")),
        "approach": long_field(_("Approach and main methods"), _("The main way of working, from the plan.")),
        "remark": long_field(_("Remark")),
        "expected_results": long_field(
            _("Expected results"), _("What will be different for people when the project is over."), 4
        ),
    },
    "situation": {
        "text": text_field(_("Problem"), 500, **WIDE),
        "size": optional_field(NumberField, _("Size"), max_digits=14, decimal_places=2),
        "unit": text_field(_("Unit"), 60),
        "evidence": text_field(_("Evidence"), 300, _("Agency, date, how many were asked."), **WIDE),
    },
    "objective": {
        "text": text_field(_("Objective"), 1000, _("Begin with “to raise” or “to lower”."), **WIDE)
    },
    "indicator": {
        "text": text_field(_("Indicator of success"), 500, **WIDE),
        "unit": text_field(_("Unit"), 60),
        "baseline": optional_field(NumberField, _("Today"), max_digits=14, decimal_places=2),
        "target": optional_field(NumberField, _("Target in a year"), max_digits=14, decimal_places=2),
    },
    "target": {
        "group": optional_field(ChoiceByCode, _("Group"), model=TargetGroup),
        "detail": text_field(_("Details"), 300),
        "people": optional_field(WholeField, _("People"), min_value=0, max_value=9_999_999),
    },
    "activity": {
        "name": text_field(_("Name of the activity"), 500),
        "starts_on": optional_field(DayField, _("From")),
        "ends_on": optional_field(DayField, _("Until")),
        "detail": long_field(_("What is done")),
        "output": long_field(_("Output"), _("What can be counted afterwards."), 2),
        "outcome": long_field(_("Outcome"), _("What changes for people."), 2),
        "resources": long_field(_("Other resources"), rows=2),
        "partners": long_field(_("Supporting partners"), rows=2),
        "other_money_satang": optional_field(
            BahtField, _("Other money (baht)"), _("From other sources, if any.")
        ),
        "other_money_source": text_field(
            _("Who gives the other money"), 200, _("Such as the local authority.")
        ),
    },
    "line": {
        "category": optional_field(ChoiceByCode, _("Kind of expense"), model=ExpenseCategory),
        "detail": text_field(_("Details"), 300, **WIDE),
        "quantity": optional_field(NumberField, _("Quantity"), max_digits=10, decimal_places=2, min_value=0),
        "unit": text_field(_("Unit"), 40, _("person, time, piece …")),
        "unit_cost_satang": optional_field(BahtField, _("Unit cost (baht)")),
        "times": optional_field(WholeField, _("Times"), min_value=1, max_value=9_999),
    },
    "applicant": {"name": text_field(_("Name"), 150), "phone": text_field(_("Phone"), 40, inputmode="tel")},
    "issue": {"on": forms.BooleanField(required=False)},
    "serves": {"on": forms.BooleanField(required=False)},
}


# Fields without which a proposal is complete too.
OPTIONAL = set(
    "setting approach remark evidence unit detail resources partners other_money_satang other_money_source "
    "phone on".split()
)


# What an empty field of these names stands for.
EMPTY = {"times": 1, "other_money_satang": 0, "amount_satang": 0}


def plain_text(field: forms.Field, value: Any) -> str:
    """A value as a text that the field understands again, in one way for every language: what two texts of a field
    are compared by, and what is kept of them.
    """
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    if value is None:
        return ""
    if isinstance(value, Area | Fund):
        return value.code if value.closed_on is None else f"{value.code} ({value.closed_on})"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(field.prepare_value(value))


@dataclass(frozen=True)
class Change:
    """One field as it came in: cleaned `value`, or `error` when `text` cannot be understood."""

    path: str
    kind: str
    uid: str  # of the row; "" for p and d; "<activity>~<objective>" for serves
    field: str
    text: str
    form_field: forms.Field
    value: Any = None
    error: str = ""
    drawn: str | None = None  # the mark of what the field was drawn from (core.merging), where it was said

    @property
    def typed(self) -> str:
        return self.text if self.error else self.shown(self.value)

    def shown(self, value: Any) -> str:
        return plain_text(self.form_field, value)

    def drawn_from(self, drawn: str) -> "Change":
        return replace(self, drawn=drawn)

    def reread(self, text: str) -> str:
        return replace(self, text=text, **_understood(self.field, self.form_field, text)).typed


def _understood(name: str, field: forms.Field, given: Any) -> dict[str, Any]:
    """What the field makes of a text: its value, or why there is none."""
    if isinstance(field, AreaField) and isinstance(given, str):
        given = (given, "")
    try:
        value = field.clean(given)
    except ValidationError as error:
        return {"value": None, "error": " ".join(error.messages)}
    return {"value": EMPTY.get(name) if value is None else value, "error": ""}


def read_changes(
    texts: dict[str, str], fields: Fields = FIELDS, drawn: Mapping[str, str] | None = None
) -> list[Change]:
    """Cleans what was typed. Names that are no path of a draft are left out (they are other inputs of the page).

    `drawn`: path → mark of what the field was drawn from, as far as the screen says.
    """
    found = []
    for path, text in texts.items():
        text = text.replace("\x00", "")  # comes along when copied from some documents; no database keeps it
        kind, _dot, rest = path.partition(".")
        uid, name = ("", rest) if kind in SINGLE else rest.rpartition(".")[::2]
        if name not in fields.get(kind, {}) or not _is_uid(kind, uid):
            continue
        field = fields[kind][name]
        given = (text, texts.get(path + CHOSEN, "")) if isinstance(field, AreaField) else text
        said = (drawn or {}).get(path)
        found.append(
            Change(path, kind, uid, name, text, field, drawn=said, **_understood(name, field, given))
        )
    return found


def marks_of(texts: dict[str, str], fields: Fields = FIELDS) -> dict[str, str]:
    """Path → mark of a text, for callers who say in words what each field held when they read it."""
    return {change.path: mark(change.typed) for change in read_changes(texts, fields)}


def tick_marks(ticks: Iterable[tuple[str, bool]]) -> dict[str, str]:
    """Path → mark of the ticks of a page, which are drawn without a form."""
    return {path: mark("on" if on else "") for path, on in ticks}


def _is_uid(kind: str, uid: str) -> bool:
    if kind in SINGLE:
        return uid == ""
    if kind in NUMBERED:
        return uid.isdigit()
    parts = uid.split("~")
    return len(parts) == (2 if kind == "serves" else 1) and all(map(is_uuid, parts))


class Choices:
    """The choices of catalogue fields, read once for all the rows of a page."""

    def __init__(self) -> None:
        self._kept: dict[type, list[tuple[str, str]]] = {}

    def of(self, field: ChoiceByCode) -> list[tuple[str, str]]:
        rows: Any = field.queryset
        model = rows.model
        if model not in self._kept:
            self._kept[model] = [("", str(field.empty_label)), *((r.code, r.name) for r in rows)]
        return self._kept[model]


class RowForm(forms.Form):
    """The fields of the proposal, its design or one row, drawn with their texts, errors and paths."""

    use_required_attribute = False  # a draft may be saved with anything missing

    def __init__(
        self,
        kind: str,
        thing: Any,
        unclean: dict[str, str],
        choices: Choices,
        only: tuple[str, ...] = (),
        fields: Fields = FIELDS,
        optional: Collection[str] = OPTIONAL,
    ) -> None:
        super().__init__()
        self.kind, self.thing = kind, thing
        self.marks: dict[str, str] = {}  # path → mark of what its field is drawn from
        self.uid = str(getattr(thing, "uid", ""))
        self.path = kind if kind in SINGLE else f"{kind}.{self.uid}"
        errors = forms.utils.ErrorDict()
        for name in only or fields[kind]:
            path = f"{self.path}.{name}"
            field = deepcopy(fields[kind][name])
            field.widget.attrs["data-path"] = path
            field.required = name not in optional
            if isinstance(field, ChoiceByCode):
                field.widget.choices = choices.of(field)
            self.fields[path] = field
            self.initial[path] = getattr(thing, name)
            self.marks[path] = mark(drawn_text(path, name, field, self.initial[path], unclean))
            if path in unclean:
                self.initial[path] = (unclean[path], "") if isinstance(field, AreaField) else unclean[path]
                errors[path] = self.error_class(_why(thing, path, unclean, fields))
        # The form is never bound: what could not be understood is shown beside its field, as it was typed.
        self._errors = errors


def drawn_text(path: str, name: str, field: forms.Field, value: Any, unclean: dict[str, str]) -> str:
    """What a field shows now, as it is compared."""
    if path not in unclean:
        return plain_text(field, EMPTY.get(name) if value is None else value)
    read = _understood(name, field, unclean[path])
    return unclean[path] if read["error"] else plain_text(field, read["value"])


def _why(thing: Any, path: str, unclean: dict[str, str], fields: Fields) -> list[str]:
    """Why a text is kept as typed: it cannot be understood, or does not fit the other fields of its row."""
    row = path.rpartition(".")[0]
    kept = {p: text for p, text in unclean.items() if p.rpartition(".")[0] == row}
    changes = read_changes(kept, fields)
    if wrong := [c.error for c in changes if c.path == path and c.error]:
        return wrong
    trial = copy(thing)
    for change in changes:
        if not change.error:
            setattr(trial, change.field, change.value)
    try:
        check(trial)
    except Problem as problem:
        return [str(problem)]
    return []
