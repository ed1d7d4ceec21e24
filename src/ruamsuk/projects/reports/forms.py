"""The forms of a report's single acts, and the reading of its fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import far_from_year, fiscal_year
from ruamsuk.core.forms import DayField, JudgingForm, StandingForm, TextField
from ruamsuk.drafts.forms import TypedField, read
from ruamsuk.files.choices import FileKind
from ruamsuk.files.forms import UploadsField
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.projects.choices import ENDED, SETTABLE
from ruamsuk.projects.reports.specs import REPORT


def read_report(texts: dict[str, str], drawn: Mapping[str, str] | None = None) -> list[TypedField]:
    return read(REPORT, texts, drawn)


class StatusForm(StandingForm):
    """Finished, stopped, suspended or running again. `open_ones`: activities of which a report is still to come; for
    each of them it is said whether one will be written, or why not.
    """

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(one.value, one.label) for one in SETTABLE],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Needed when a project is stopped, suspended or taken up again."),
    )
    on_day = DayField(label=_("Day"), required=False, help_text=_("Empty: today."))

    def __init__(
        self, *args: Any, year: int | None, open_ones: Iterable[Activity] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._year, self.open_ones = year, list(open_ones)
        is_end = not self.is_bound or self.data.get("status") in ENDED
        for activity in self.open_ones:
            self.fields[f"report-{activity.uid}"] = forms.ChoiceField(
                label=f"{activity.no}. {activity.name}",
                choices=[
                    ("written", _("A report will be written")),
                    ("waived", _("No report comes, because:")),
                ],
                widget=forms.RadioSelect,
                required=is_end,
                error_messages={"required": _("Say whether a report will be written, or why not.")},
            )
            self.fields[f"why-{activity.uid}"] = TextField(
                label=_("Why no report comes"), required=False, max_length=2000
            )

    @property
    def open_questions(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"report-{one.uid}"], self[f"why-{one.uid}"]) for one in self.open_ones]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day = found.get("on_day")
        if day and self._year and fiscal_year(day) < self._year - 1:  # it may end long after its year
            self.add_error("on_day", far_from_year(day, self._year))
        answers = {}
        for activity in self.open_ones if found.get("status") in ENDED else ():
            name, why = f"report-{activity.uid}", f"why-{activity.uid}"
            if found.get(name) == "waived" and not found.get(why):
                self.add_error(why, _("Say in one sentence why no report comes."))
            elif found.get(name):
                answers[activity.uid] = found[why] if found[name] == "waived" else ""
        return {name: found.get(name) for name in ("status", "reason", "on_day")} | {"answers": answers}


class WaiverForm(forms.Form):
    reason = TextField(
        label=_("Why no report comes"),
        help_text=_("Everyone can read it beside the activity."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


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


class StepForm(JudgingForm, StandingForm):
    """A step up the ladder; the mentor's one has advice beside it."""

    advice = TextField(
        label=_("Advice to those who report"),
        help_text=_("It stays in the report, for everyone to read."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = TextField(
        label=_("Note to the next step"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnForm(JudgingForm):
    note = TextField(
        label=_("What should be corrected"),
        help_text=_("Name the part and what you expect, so that nobody has to ask back."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
