"""Reading what a person typed into the fields of a specification, drawing them, and kept texts as people read them.

The same form fields draw the page, clean an autosave, clean a whole form sent without JavaScript, and clean the API.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, singledispatch
from typing import Any, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.accounts.models import User
from ruamsuk.areas.forms import CHOSEN, AreaField
from ruamsuk.core.calendar import day_text
from ruamsuk.core.forms import (
    BahtField,
    DayField,
    FiscalYearField,
    LineArea,
    NumberField,
    TextField,
    WholeField,
)
from ruamsuk.core.merging import both, mark
from ruamsuk.core.money import baht_text
from ruamsuk.drafts import specs
from ruamsuk.drafts.actions import Chosen, D, Writing
from ruamsuk.drafts.choices import REMOVED
from ruamsuk.drafts.models import Document, KeptText, PersonalText
from ruamsuk.drafts.queries.hints import Hint, Hints, in_brackets, left
from ruamsuk.drafts.queries.texts import earlier_texts, waiting_texts
from ruamsuk.drafts.specs import Field, Fixed, One, Part, Rows, Section, Spec, Ticks

NOTHING = gettext_lazy("— choose —")

# Form fields ----------------------------------------------------------------------------------------------------


class ChoiceByCode(forms.ModelChoiceField[Any]):
    """A catalogue row chosen from a list, named by its code."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(model.objects.in_use(), to_field_name="code", empty_label=NOTHING, **kwargs)

    def label_from_instance(self, row: Any) -> str:
        return str(row.name)

    def prepare_value(self, value: object) -> object:
        return getattr(value, "code", value)


class Given(TypedDict):
    """What the form field of every kind is made with."""

    label: Any  # words, as the library's own types name them
    help_text: Any
    required: bool


@singledispatch
def form_field(kind: specs.FieldKind, given: Given) -> forms.Field:
    """The form field of a kind. An app registers its own kinds."""
    raise TypeError(f"no form field for {kind}")


@form_field.register
def _text(kind: specs.Text, given: Given) -> forms.Field:
    said = {"inputmode": kind.inputmode, "list": kind.suggested, "data-wide": "yes" if kind.wide else ""}
    attrs = {name: value for name, value in said.items() if value}
    widget = LineArea(attrs) if kind.wide else forms.TextInput(attrs)
    return TextField(max_length=kind.most, widget=widget, **given)


@form_field.register
def _long(kind: specs.Long, given: Given) -> forms.Field:
    return TextField(max_length=20_000, widget=forms.Textarea(attrs={"rows": kind.rows}), **given)


@form_field.register
def _day(kind: specs.Day, given: Given) -> forms.Field:
    return DayField(**given)


@form_field.register
def _year(kind: specs.FiscalYear, given: Given) -> forms.Field:
    return FiscalYearField(label=given["label"], help_text=given["help_text"])


@form_field.register
def _number(kind: specs.Number, given: Given) -> forms.Field:
    return NumberField(max_digits=kind.digits, decimal_places=kind.places, min_value=kind.least, **given)


@form_field.register
def _whole(kind: specs.Whole, given: Given) -> forms.Field:
    return WholeField(min_value=kind.least, max_value=kind.most, **given)


@form_field.register
def _baht(kind: specs.Baht, given: Given) -> forms.Field:
    return BahtField(most=kind.most, **given)


@form_field.register
def _catalogue(kind: specs.Catalogue, given: Given) -> forms.Field:
    return ChoiceByCode(kind.model, **given)


@form_field.register
def _one_of(kind: specs.OneOf, given: Given) -> forms.Field:
    nothing = [] if kind.standing else [("", NOTHING)]
    choices = [*nothing, *kind.choices.choices]
    coerce: Callable[[Any], Any] = int if kind.is_numbered else str
    return forms.TypedChoiceField(choices=choices, coerce=coerce, empty_value=kind.empty, **given)


@form_field.register
def _area(kind: specs.OfArea, given: Given) -> forms.Field:
    return AreaField(**given)


@form_field.register
def _tick(kind: specs.Tick, given: Given) -> forms.Field:
    return forms.BooleanField(**given)


@cache
def field_of(field: Field) -> forms.Field:
    """One for each field of a specification; whoever draws it takes a copy."""
    return form_field(field.kind, {"label": field.label, "help_text": field.hint, "required": False})


# Reading --------------------------------------------------------------------------------------------------------


def plain_text(field: Field, value: object) -> str:
    """A value as a text that the field understands again, in one way for every language: what two texts of a field
    are compared by, and what is kept of them.
    """
    if value is None:
        return ""
    if isinstance(field.kind, specs.Tick):
        return "on" if value else ""
    if isinstance(value, Model):
        code, closed_on = str(getattr(value, "code", value)), getattr(value, "closed_on", None)
        return code if closed_on is None else f"{code} ({closed_on})"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(field_of(field).prepare_value(value))


@dataclass(frozen=True)
class TypedField:
    """One field as it came in: cleaned `value`, or `error` when `text` cannot be understood."""

    spec: Spec
    path: str
    part: Part
    uid: str  # as specs.Part has it
    field: Field
    text: str
    value: Any = None
    error: str = ""
    drawn: str | None = None  # the mark of what the field was drawn from (core.merging), where it was said

    @property
    def typed(self) -> str:
        return self.text if self.error else self.shown(self.value)

    def shown(self, value: object) -> str:
        return plain_text(self.field, value)

    def drawn_from(self, drawn: str) -> "TypedField":
        return replace(self, drawn=drawn)

    def retyped(self, text: str) -> "TypedField":
        return replace(self, text=text, **_understood(self.field, text))

    def reread(self, text: str) -> str:
        return self.retyped(text).typed

    def beside(self, texts: Mapping[str, str]) -> "list[TypedField]":
        return read(self.spec, texts)


def _understood(field: Field, given: Any) -> dict[str, Any]:
    """What the field makes of a text: its value, or why there is none."""
    form_field = field_of(field)
    if isinstance(form_field, AreaField) and isinstance(given, str):
        given = (given, "")
    try:
        value = form_field.clean(given)
    except ValidationError as error:
        return {"value": None, "error": " ".join(error.messages)}
    return {"value": field.kind.empty if value is None else value, "error": ""}


def read(spec: Spec, texts: Mapping[str, str], drawn: Mapping[str, str] | None = None) -> list[TypedField]:
    """Cleans what was typed. Names that are no path of the document are left out (they are other inputs of the page).

    `drawn`: path → mark of what the field was drawn from, as far as the screen says.
    """
    found = []
    for path, typed in texts.items():
        named = spec.find(path)
        if named is None or named[2].is_read_only:
            continue
        part, uid, field = named
        text = typed.replace("\x00", "")  # comes along when copied from some documents; no database keeps it
        given = (text, texts.get(path + CHOSEN, "")) if isinstance(field.kind, specs.OfArea) else text
        said = (drawn or {}).get(path)
        found.append(TypedField(spec, path, part, uid, field, text, drawn=said, **_understood(field, given)))
    return found


def read_one(spec: Spec, path: str, text: str, seen: str | None = None) -> TypedField | None:
    """A text for a field as if it had been typed now, on a screen that was drawn from `seen`."""
    return next(iter(read(spec, {path: text}, {path: seen} if seen is not None else None)), None)


def marks_of(spec: Spec, texts: Mapping[str, str]) -> dict[str, str]:
    """Path → mark of a text, for callers who say in words what each field held when they read it."""
    return {change.path: mark(change.typed) for change in read(spec, texts)}


# Drawing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DrawnTick:
    path: str
    row: Any
    on: bool


@dataclass(frozen=True)
class DrawnLine:
    """Fields of one thing: the document's own, or a line's, called so, with what hangs below it."""

    form: "ThingForm"
    called: str = ""
    below: "list[DrawnPart]" = dataclass_field(default_factory=list)


@dataclass(frozen=True)
class DrawnPart:
    """A part of the document on one of its screens, as drafts/_part.html shows it."""

    section: Section
    part: Part
    lines: list[DrawnLine] = dataclass_field(default_factory=list)
    ticks: list[DrawnTick] = dataclass_field(default_factory=list)
    add: str = ""  # what the button names that adds a line; empty: lines are not added


class Drawing:
    """Draws fields of one document: `form("d", design, "approach")`, `forms("line", lines)`, `ticks("issue", …)`.

    Catalogues are read once for the page; `marks`: path → mark of what its fields are drawn from.
    """

    def __init__(self, writing: Writing[Any], document: Document) -> None:
        self._writing, self._unclean, self._hints = writing, document.unclean, document.hints
        self._choices: dict[type[Model], list[tuple[str, str]]] = {}
        self.marks: dict[str, str] = {}

    def form(self, kind: str, thing: Any, *only: str, block: str = "", uid: str = "") -> "ThingForm":
        """The fields of a thing: those named, those of a block of the page, or all. `uid`: as specs.Part has it, if
        not the thing's own.
        """
        part = self._writing.spec.part(kind)
        assert part
        fields = [
            field
            for field in part.fields
            if (field.name in only if only else not block or field.block == block) and not field.is_read_only
        ]
        form = ThingForm(
            self._writing, part, thing, fields, self._unclean, self._hints, self._choices_of, uid
        )
        self.marks |= form.marks
        return form

    def forms(self, kind: str, things: Iterable[object]) -> "list[ThingForm]":
        return [self.form(kind, thing) for thing in things]

    def ticks(
        self, kind: str, rows: Iterable[Any], ticked: Collection[object], below: str = ""
    ) -> "list[DrawnTick]":
        """Rows with whether they are ticked; `below`: uid of the line to which the ticks belong."""
        begin = f"{kind}.{below}~" if below else f"{kind}."
        found = [DrawnTick(f"{begin}{row.uid}.on", row, row in ticked) for row in rows]
        self.marks |= {tick.path: mark("on" if tick.on else "") for tick in found}
        return found

    def screen(self, document: Any, step: str, *, personal: bool) -> "list[DrawnPart]":
        """Every field of a screen in the order of the specification; `personal`: the reader may see the persons."""
        spec = self._writing.spec
        return [
            self._part(document, part, section)
            for section in spec.sections
            if section.step == step
            for part in spec.parts
            if section.key in part.section_keys and not part.above
            if personal or not part.is_personal
        ]

    def _part(self, document: Any, part: Part, section: Section) -> "DrawnPart":
        names = [field.name for field in part.fields if (field.section or part.section) == section.key]
        if isinstance(part, One):
            return DrawnPart(
                section, part, [DrawnLine(self.form(part.kind, part.owner_of(document), *names))]
            )
        if isinstance(part, Ticks):
            return DrawnPart(section, part, ticks=self._ticks(document, part, part.owner_of(document)))
        if isinstance(part, Fixed):
            things = part.things(document, {*part.keys(document)})
            return DrawnPart(
                section,
                part,
                [
                    DrawnLine(self.form(part.kind, things[uid], *names, uid=uid), str(key))
                    for uid, key in part.keys(document).items()
                ],
            )
        assert isinstance(part, Rows)
        return self._rows(document, section, part, part.rows(document), *names)

    def _rows(
        self, document: Any, section: Section, part: Rows, rows: Iterable[Any], *names: str, add: str = ""
    ) -> "DrawnPart":
        """Lines, each with what hangs below it; `add`: what the button that adds one names."""
        inner = [one for one in self._writing.spec.parts if one.above == part.kind]
        lines = []
        for row in rows:
            line = DrawnLine(self.form(part.kind, row, *names), str(row))
            for one in inner:
                if isinstance(one, Ticks):
                    ticks = self._ticks(document, one, row, str(row.uid))
                    line.below.append(DrawnPart(section, one, ticks=ticks))
                elif isinstance(one, Rows):
                    below = one.rows(document).filter(**{part.kind: row})
                    line.below.append(self._rows(document, section, one, below, add=f"{one.kind}.{row.uid}"))
            lines.append(line)
        return DrawnPart(section, part, lines, add=add or part.kind)

    def _ticks(self, document: Any, part: Ticks, owner: Any, below: str = "") -> list[DrawnTick]:
        return self.ticks(part.kind, part.among(document), set(getattr(owner, part.links).all()), below)

    def _choices_of(self, field: ChoiceByCode) -> list[tuple[str, str]]:
        rows: Any = field.queryset
        if rows.model not in self._choices:
            self._choices[rows.model] = [("", str(field.empty_label)), *((r.code, r.name) for r in rows)]
        return self._choices[rows.model]


class ThingForm(forms.Form):
    """Fields of a document or of a line, drawn with their texts, errors and paths.

    Never bound: what could not be understood is shown beside its field, as it was typed.
    """

    use_required_attribute = False  # a draft may be saved with anything missing
    marks_required = True

    def __init__(
        self,
        writing: Writing[Any],
        part: Part,
        thing: Any,
        fields: Iterable[Field],
        unclean: Mapping[str, str],
        hints: Hints,
        choices_of: Callable[[ChoiceByCode], list[tuple[str, str]]],
        uid: str = "",
    ) -> None:
        super().__init__()
        self.kind, self.thing = part.kind, thing
        self.marks: dict[str, str] = {}  # path → mark of what its field is drawn from
        self.uid = "" if isinstance(part, One) else uid or str(thing.uid)
        self.path = f"{part.kind}.{self.uid}" if self.uid else part.kind
        errors = forms.utils.ErrorDict()
        for field in fields:
            path, value = f"{self.path}.{field.name}", getattr(thing, field.name)
            drawn = deepcopy(field_of(field))
            drawn.widget.attrs["data-path"] = path
            drawn.required = not field.is_optional
            if drawn.required and isinstance(drawn.widget, forms.TextInput | forms.Textarea | forms.Select):
                drawn.widget.attrs["aria-required"] = "true"
            if isinstance(drawn, ChoiceByCode):
                drawn.widget.choices = choices_of(drawn)
            if path in hints:
                drawn.hint = hint_words(hints[path], value)  # type: ignore[attr-defined]
            self.fields[path] = drawn
            self.initial[path] = value
            shown = plain_text(field, field.kind.empty if value is None else value)
            if path in unclean:
                text = unclean[path]
                self.initial[path] = (text, "") if isinstance(drawn, AreaField) else text
                again = read_one(writing.spec, path, text)
                shown = again.typed if again else text
                errors[path] = self.error_class(_why(writing, thing, path, unclean))
            self.marks[path] = mark(shown)
        self._errors = errors


def hint_words(hint: Hint, value: object) -> str:
    """What is said beside a field whose hint is not replaced yet; nothing once it is."""
    found = left(hint, value)
    if not found:
        return ""
    if isinstance(hint, str):
        return _("To be replaced. The source says: {text}").format(text=hint)
    return _("To be replaced by your own: {pieces}").format(pieces=in_brackets(found))


def _why(writing: Writing[Any], thing: Any, path: str, unclean: Mapping[str, str]) -> list[str]:
    """Why a text is kept as typed: it cannot be understood, or does not fit the other fields of its line."""
    line = path.rpartition(".")[0]
    changes = read(writing.spec, {p: text for p, text in unclean.items() if p.rpartition(".")[0] == line})
    if wrong := [change.error for change in changes if change.path == path and change.error]:
        return wrong
    trial = copy(thing)
    for change in changes:
        if not change.error:
            setattr(trial, change.field.name, change.value)
    return [text for name, text in writing.wrong(trial).items() if path == f"{line}.{name}"]


# Kept texts as people read them ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadText:
    """A kept text beside what stands in its field now, both as people read them."""

    key: str  # names it among the texts of its document
    row: KeptText
    path: str
    label: str
    text: str
    standing: str | None  # None: the line of the field is gone
    seen: str  # the mark of what was seen when somebody chooses it
    # The text, read as if it had been typed now; None: the rows of a removed line.
    change: TypedField | None = None

    @property
    def by(self) -> User | None:
        return self.row.by

    @property
    def at(self) -> datetime:
        return self.row.at

    def again(self, seen: str) -> TypedField:
        """The text as if it were typed now on a screen that was drawn from `seen`."""
        assert self.change
        return self.change.drawn_from(seen)

    def chosen(self, *, take_other: bool, seen: str | None) -> Chosen:
        """A choice between it and what stands, as Writing.choose takes it."""
        assert self.change
        return {"waiting": self.row, "change": self.change, "take_other": take_other, "seen": seen}

    @property
    def can_be_brought_back(self) -> bool:
        return self.path.startswith(REMOVED) or self.standing is not None


def waiting_to_read(writing: Writing[D], document: D, *, personal: bool) -> list[ReadText]:
    """What waits for a choice. `seen` is the mark of both texts."""
    found = _read(writing, document, waiting_texts(document, personal=personal))
    return [replace(one, seen=both(one.seen, one.row.words)) for one in found]


def earlier_to_read(writing: Writing[D], document: D, rows: Iterable[KeptText]) -> list[ReadText]:
    """Earlier texts that say something else than what stands. `seen` is the mark of what stands."""
    found = _read(writing, document, rows)
    return [
        replace(one, seen=mark(one.seen))
        for one in found
        if one.change is None or one.change.typed != one.seen
    ]


def earlier_text(writing: Writing[D], document: D, key: str, *, personal: bool) -> ReadText | None:
    """One earlier text by its key, for a reader who may (not) see the persons."""
    is_personal, number = key.startswith("p"), key[1:]
    if not number.isdecimal() or len(number) > 18 or key[0] not in "pt" or (is_personal and not personal):
        return None
    rows = earlier_texts(document, personal=is_personal).filter(pk=number)
    return next(iter(earlier_to_read(writing, document, rows)), None)


def _read(writing: Writing[D], document: D, rows: Iterable[KeptText]) -> list[ReadText]:
    """`seen` holds what stands, in the words that texts are compared by."""
    rows, spec = list(rows), writing.spec
    changes = {row.pk: read_one(spec, row.path, row.words) for row in rows}
    stands = writing.standing(document, [change for change in changes.values() if change])
    found = []
    for row in rows:
        key = ("p" if isinstance(row, PersonalText) else "t") + str(row.pk)
        named = spec.find(row.path)
        if row.path.startswith(REMOVED):
            label, text = _("Removed line"), removed_words(spec, row)
            found.append(ReadText(key, row, row.path, label, text, None, ""))
        elif change := changes[row.pk]:
            standing = stands.get(row.path)
            shown = None if standing is None else as_people_read(change.retyped(standing))
            text = as_people_read(change)
            label = _label(document, change)
            found.append(ReadText(key, row, row.path, label, text, shown, standing or "", change))
        elif named:
            found.append(ReadText(key, row, row.path, str(named[2].label), row.words, None, ""))
    return found


def as_people_read(change: TypedField) -> str:
    """A text of a field as people read it: ticks and choices in words, days and money as pages write them."""
    kind, value = change.field.kind, change.value
    if isinstance(kind, specs.Tick):
        return _("chosen") if value else _("not chosen")
    if change.error or value is None:
        return change.text
    if isinstance(value, date):
        return day_text(value)
    if isinstance(kind, specs.Baht):
        return baht_text(value)
    if isinstance(kind, specs.OneOf):
        return str(dict(kind.choices.choices).get(value, value))
    if isinstance(value, Model):
        return getattr(value, "label", None) or str(value)
    return change.typed


def removed_words(spec: Spec, row: KeptText) -> str:
    """What a removed line said, in its own words."""
    part = spec.part(row.line.partition(".")[0])
    names = [field.name for field in part.fields] if part else []
    values = [one["fields"] for one in json.loads(row.text or "[]")]
    return " · ".join(
        one[name] for one in values for name in names if isinstance(one.get(name), str) and one[name]
    )


def _label(document: Document, change: TypedField) -> str:
    """What the field is called; of a tick what is ticked."""
    if isinstance(change.part, specs.Ticks):
        ticked = change.part.among(document).filter(uid=change.uid.rpartition("~")[2]).first()
        return str(ticked or "")
    return str(change.field.label)
