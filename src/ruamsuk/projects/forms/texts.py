"""The kept texts of a document as people read them: two texts to choose between, and earlier ones to bring back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import day_text
from ruamsuk.core.forms import BahtField
from ruamsuk.core.merging import both, mark
from ruamsuk.core.money import baht_text
from ruamsuk.issues.models import Issue
from ruamsuk.projects.actions import drafting, reports
from ruamsuk.projects.choices import REMOVED
from ruamsuk.projects.forms.draft import FIELDS, Change, Fields, read_changes
from ruamsuk.projects.forms.reports import FIELDS as REPORT_FIELDS
from ruamsuk.projects.models import ActivityReport, ApplicantChange, WrittenText
from ruamsuk.projects.queries.texts import Document, earlier_texts, waiting_texts


@dataclass(frozen=True)
class ReadText:
    """A kept text beside what stands in its field now, both as people read them."""

    key: str  # names it among the texts of its document
    row: WrittenText
    path: str
    label: str
    text: str
    standing: str | None  # None: the line of the field is gone
    seen: str  # the mark of what was seen when somebody chooses it
    # The text, read as if it had been typed now; None: the rows of a removed line.
    change: Change | None = None

    @property
    def by(self) -> User | None:
        return self.row.by

    @property
    def at(self) -> datetime:
        return self.row.at

    def again(self, seen: str) -> Change:
        """The text as if it were typed now on a screen that was drawn from `seen`."""
        assert self.change
        return self.change.drawn_from(seen)

    @property
    def can_be_brought_back(self) -> bool:
        return self.path.startswith(REMOVED) or self.standing is not None


def waiting_to_read(document: Document, *, personal: bool) -> list[ReadText]:
    """What waits for a choice. `seen` is the mark of both texts."""
    found = _read(document, waiting_texts(document, personal=personal))
    return [replace(one, seen=both(one.seen, one.row.text or "")) for one in found]


def earlier_to_read(document: Document, rows: Iterable[WrittenText]) -> list[ReadText]:
    """Earlier texts that say something else than what stands. `seen` is the mark of what stands."""
    found = _read(document, rows)
    return [
        replace(one, seen=mark(one.seen))
        for one in found
        if one.change is None or one.change.typed != one.seen
    ]


def earlier_text(document: Document, key: str, *, personal: bool) -> ReadText | None:
    """One earlier text by its key, for a reader who may (not) see applicants."""
    is_personal, number = key.startswith("p"), key[1:]
    if not number.isdecimal() or len(number) > 18 or key[0] not in "pt" or (is_personal and not personal):
        return None
    rows = earlier_texts(document, personal=is_personal).filter(pk=number)
    return next(iter(earlier_to_read(document, rows)), None)


def read_text(document: Document, path: str, text: str, seen: str | None = None) -> Change | None:
    """A text for a field of the document as if it had been typed now, on a screen that was drawn from `seen`."""
    fields = _fields(document)
    return next(iter(read_changes({path: text}, fields, {path: seen} if seen is not None else None)), None)


def _fields(document: Document) -> Fields:
    return REPORT_FIELDS if isinstance(document, ActivityReport) else FIELDS


def _read(document: Document, rows: Iterable[WrittenText]) -> list[ReadText]:
    """`seen` holds what stands, in the words that texts are compared by."""
    rows = list(rows)
    changes = {row.pk: read_text(document, row.path, row.text or "") for row in rows}
    wanted: Any = [change for change in changes.values() if change]
    if isinstance(document, ActivityReport):
        stands = reports.standing(document, wanted)
    else:
        stands = drafting.standing(document, wanted)
    found = []
    for row in rows:
        key = ("p" if isinstance(row, ApplicantChange) else "t") + str(row.pk)
        if row.path.startswith(REMOVED):
            label, text = _("Removed line"), removed_text(row)
            found.append(ReadText(key, row, row.path, label, text, None, ""))
        elif row.path == "r.advice":
            label = _("Advice of the mentor")
            found.append(ReadText(key, row, row.path, label, row.text or "", None, ""))
        elif change := changes[row.pk]:
            standing = stands.get(row.path)
            shown = None if standing is None else as_people_read(_retyped(change, standing))
            text = as_people_read(change)
            label = _label(document, change)
            found.append(ReadText(key, row, row.path, label, text, shown, standing or "", change))
    return found


def _retyped(change: Change, text: str) -> Change:
    fields = {change.kind: {change.field: change.form_field}}
    return read_changes({change.path: text}, fields)[0]


def as_people_read(change: Change) -> str:
    """A text of a field as people read it: ticks and choices in words, days and money as pages write them."""
    field, value = change.form_field, change.value
    if isinstance(field, forms.BooleanField):
        return _("chosen") if value else _("not chosen")
    if change.error or value is None:
        return change.text
    if isinstance(value, date):
        return day_text(value)
    if isinstance(field, BahtField):
        return baht_text(value)
    if isinstance(field, forms.TypedChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(value, Model):
        return getattr(value, "label", None) or str(value)
    return change.typed


def removed_text(row: WrittenText) -> str:
    """What a removed line said, in its own words."""
    kind = row.path.removeprefix(REMOVED).partition(".")[0]
    values = [one["fields"] for one in json.loads(row.text or "[]")]
    said = [
        str(one[name]) for one in values for name in FIELDS.get(kind, {}) if isinstance(one.get(name), str)
    ]
    return " · ".join(text for text in said if text)


def _label(document: Document, change: Change) -> str:
    """What the field is called; of a tick what is ticked."""
    design = document.project.design if isinstance(document, ActivityReport) else document.design
    ticked: Any = None
    if change.kind == "issue":
        ticked = Issue.objects.filter(uid=change.uid).first()
    elif change.kind in ("serves", "obj"):
        ticked = design.objectives.filter(uid=change.uid.rpartition("~")[2]).first()
    elif change.kind == "ind":
        ticked = design.indicators.filter(uid=change.uid).first()
    return str(ticked or change.form_field.label or "")
