"""Fields that take files in: each cleans to an `Upload`, already checked and stored (see intake).

photos = UploadsField(label=_("Photos"), kind=FileKind.PHOTO)     # a list, for input with several files
scan = UploadField(label=_("Signed agreement"), kind=FileKind.DOCUMENT)
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import TextField, WholeField
from ruamsuk.files.choices import MOST_AREAS, FileKind, People
from ruamsuk.files.contents import EXTENSIONS
from ruamsuk.files.intake import Upload, take
from ruamsuk.files.problems import FileRefused

ACCEPT = {FileKind.PHOTO: "image/*", FileKind.DOCUMENT: ",".join(sorted(EXTENSIONS.values()))}


class UploadField(forms.FileField):
    widget = forms.FileInput

    def __init__(self, *, kind: FileKind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.widget.attrs.setdefault("accept", ACCEPT[kind])
        if kind == FileKind.PHOTO:
            self.widget.attrs["data-shrink"] = True

    def clean(self, data: object, initial: object = None) -> object:
        file = super().clean(data, initial)
        return self._take(file) if isinstance(file, UploadedFile) else file

    def to_python(self, data: Any) -> Any:
        # Not the library's own checks: an empty file gets our words, a long name is shortened.
        return None if data in self.empty_values else data

    def _take(self, file: UploadedFile) -> Upload:
        try:
            return take(file, self.kind)
        except FileRefused as problem:
            raise ValidationError(str(problem), code=problem.code) from None


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files; in the browser they are sent one by one (static/files/shrink.js), without it all at once."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = [file for file in data or [] if file]
        if not files:
            super().clean(None, initial)  # says that it is required, if it is
            return []
        uploads: list[Upload] = []
        errors: list[ValidationError] = []
        for file in files:
            try:
                uploads.append(self._take(file))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return uploads


class ChosenPhotosForm(forms.Form):
    """Some of an owner's photos, by their uids."""

    photos = forms.MultipleChoiceField(
        label=_("Photos"), error_messages={"required": _("Choose at least one photo.")}
    )

    def __init__(self, *args: Any, uids: Iterable[object], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].choices = [(str(uid), str(uid)) for uid in uids]  # type: ignore[attr-defined]


class ReleaseForm(ChosenPhotosForm):
    """What is said of the chosen photos before everyone sees them. The last box is drawn once it is needed."""

    people = forms.ChoiceField(
        label=_("Can somebody be recognised?"),
        choices=People.choices,
        widget=forms.RadioSelect,
    )
    consent = TextField(
        label=_("Who keeps their consent"),
        help_text=_(
            "Where somebody can be recognised. For example: on paper, in the project's folder at the fund. "
            "It is shown to those inside alone."
        ),
        required=False,
        max_length=300,
    )
    is_delicate = forms.TypedChoiceField(
        label=_("Is there a child, a patient or the inside of a home in one of them?"),
        choices=[("no", _("No, there is none")), ("yes", _("Yes, there is"))],
        coerce="yes".__eq__,
        widget=forms.RadioSelect,
    )
    is_wanted = forms.BooleanField(
        label=_("Those shown, or the parents of the children, want everyone to see these photos"),
        required=False,
    )


class AreaForm(forms.Form):
    """An area that is covered, in percent of the photo; all four or none."""

    left = WholeField(label=_("From the left (%)"), required=False, min_value=0, max_value=99)
    top = WholeField(label=_("From above (%)"), required=False, min_value=0, max_value=99)
    width = WholeField(label=_("Width (%)"), required=False, min_value=1, max_value=100)
    height = WholeField(label=_("Height (%)"), required=False, min_value=1, max_value=100)

    @property
    def area(self) -> list[int]:
        """Empty for a line that was left empty."""
        return [self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name) is not None]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.fields:
            if self.area and cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Write all four numbers, or none."))
        return cleaned


AreaFormSet = forms.formset_factory(AreaForm, extra=4, max_num=MOST_AREAS)
