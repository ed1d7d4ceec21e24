"""Fields that take files in: each cleans to an `Upload`, already checked and stored (see intake).

photos = UploadsField(label=_("Photos"), kind=FileKind.PHOTO)     # a list, for input with several files
scan = UploadField(label=_("Signed agreement"), kind=FileKind.DOCUMENT)
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from ruamsuk.files.choices import FileKind
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
