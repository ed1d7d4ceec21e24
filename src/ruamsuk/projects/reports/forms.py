"""The forms of a report's single acts, and the reading of its fields."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import StandingForm, TextField
from ruamsuk.drafts.forms import TypedField, read
from ruamsuk.files.choices import FileKind
from ruamsuk.files.forms import UploadsField
from ruamsuk.projects.reports.specs import REPORT


def read_report(texts: dict[str, str], drawn: Mapping[str, str] | None = None) -> list[TypedField]:
    return read(REPORT, texts, drawn)


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


class ReturnForm(forms.Form):
    note = TextField(
        label=_("What should be corrected"),
        help_text=_("Name the part and what you expect, so that nobody has to ask back."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
