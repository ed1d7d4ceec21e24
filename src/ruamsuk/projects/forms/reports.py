"""The editable fields of an activity report, by path as in forms.draft, and the forms of its single acts.

`r.done` (the report), `obj.<uid>.on` and `ind.<uid>.on` (a tick), `people.<uid>.men` (a line of participants),
`result.<indicator uid>.value`, `spend.<group 1..6>.amount_satang`, `photo.<uid>.caption`, `file.<uid>.title`.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import BahtField, DayField, NumberField, StandingForm, WholeField
from ruamsuk.files.choices import FileKind
from ruamsuk.files.forms import UploadsField
from ruamsuk.issues.models import TargetGroup
from ruamsuk.projects.choices import Quality
from ruamsuk.projects.forms.draft import (
    Change,
    ChoiceByCode,
    Choices,
    Fields,
    RowForm,
    long_field,
    optional_field,
    read_changes,
    text_field,
    tick_marks,
)
from ruamsuk.projects.models import ActivityReport


class QualityField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", _("— choose —")), *Quality.choices], coerce=int, empty_value=None, **kwargs
        )


FIELDS: Fields = {
    "r": {
        "title": text_field(_("Name of the activity"), 500),
        "held_on": optional_field(DayField, _("Day of the activity"), _("Like 15/11/2569")),
        "until_on": optional_field(DayField, _("Until"), _("Only if it took several days.")),
        "reported_for": text_field(
            _("Reported for"), 300, _("The organisation in whose name the report stands.")
        ),
        "own_objectives": long_field(_("The activity's own objectives"), _("One a line.")),
        "planned": long_field(_("What was planned"), _("Taken over from the project's plan."), 4),
        "done": long_field(
            _("What was done"),
            _("Where, with whom, in which steps: as it really took place."),
            8,
        ),
        "output": long_field(_("Output"), _("What can be counted. One of these three is needed."), 4),
        "outcome": long_field(_("Outcome"), _("What has changed for people."), 4),
        "summary": long_field(_("Main conclusions"), _("What others should know about this activity."), 4),
        "quality": optional_field(QualityField, _("How good the activity was")),
        "problems": long_field(_("Problems")),
        "remedies": long_field(_("What was or will be done about them")),
        "support_wanted": long_field(_("Support wanted from the mentor")),
        "suggestion_to_funder": long_field(_("Suggestions to who gives the money")),
    },
    "obj": {"on": forms.BooleanField(required=False)},
    "ind": {"on": forms.BooleanField(required=False)},
    "people": {
        "group": optional_field(ChoiceByCode, _("Group"), model=TargetGroup),
        "detail": text_field(_("Details"), 300),
        "men": optional_field(WholeField, _("Men"), min_value=0, max_value=9_999_999),
        "women": optional_field(WholeField, _("Women"), min_value=0, max_value=9_999_999),
        "people": optional_field(
            WholeField,
            _("All together"),
            _("If men and women were not counted."),
            min_value=0,
            max_value=9_999_999,
        ),
    },
    "result": {
        "value": optional_field(NumberField, _("Value now"), max_digits=14, decimal_places=2),
        "note": text_field(_("How it was measured"), 300),
    },
    "spend": {
        "amount_satang": optional_field(BahtField, _("Spent (baht)")),
        "note": text_field(_("What for"), 300),
    },
    "photo": {"caption": text_field(_("What the photo shows"), 300)},
    "file": {"title": text_field(_("Title"), 300)},
}
_NEEDED = {"title", "held_on", "reported_for", "done", "output", "outcome", "summary"}
OPTIONAL = {name for fields in FIELDS.values() for name in fields} - _NEEDED


def read_report(texts: dict[str, str], drawn: Mapping[str, str] | None = None) -> list[Change]:
    return read_changes(texts, FIELDS, drawn)


class ReportRows:
    """Draws fields of one report: `form("r", report, "title")`, `form("people", line)`."""

    def __init__(self, report: ActivityReport) -> None:
        self._report, self._choices = report, Choices()
        self.marks: dict[str, str] = {}  # path → mark of what the fields of the page are drawn from

    def form(self, kind: str, thing: Any, *only: str) -> RowForm:
        form = RowForm(kind, thing, self._report.unclean, self._choices, only, FIELDS, OPTIONAL)
        self.marks |= form.marks
        return form

    def ticks(self, kind: str, rows: Iterable[Any], ticked: Collection[int]) -> list[tuple[Any, bool]]:
        found = [(row, row.pk in ticked) for row in rows]
        self.marks |= tick_marks((f"{kind}.{row.uid}.on", on) for row, on in found)
        return found

    def forms(self, kind: str, things: Iterable[Any]) -> list[RowForm]:
        return [self.form(kind, thing) for thing in things]


class PhotosForm(forms.Form):
    photos = UploadsField(
        label=_("Add photos"),
        help_text=_(
            "Choose as many as you like at once. They are made smaller and sent one after the other."
        ),
        kind=FileKind.PHOTO,
    )


class FilesForm(forms.Form):
    documents = UploadsField(
        label=_("Add files"),
        help_text=_(
            "PDF, Word, Excel or PowerPoint. Whoever is signed in can open them: no ID numbers, please."
        ),
        kind=FileKind.DOCUMENT,
    )


class StepForm(StandingForm):
    """A step up the ladder; the mentor's one has advice beside it."""

    advice = forms.CharField(
        label=_("Advice to those who report"),
        help_text=_("It stays in the report, for everyone to read."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = forms.CharField(
        label=_("Note to the next step"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("What should be corrected"),
        help_text=_("Name the part and what you expect, so that nobody has to ask back."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
