from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import field_as, show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.imports.importers import IMPORTERS, Importer, offered
from ruamsuk.imports.problems import ImportTooLarge
from ruamsuk.imports.queries.files import records_in


class RecordsForm(forms.Form):
    """A `file` of records: its importer reads it into `records`, or it is refused beside its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = " ".join(str(one.format) for one in self.importers())
        self.fields["file"].widget.attrs["accept"] = ",".join(one.accept for one in self.importers())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload, importer = cleaned.get("file"), self.importer_of(cleaned)
        if upload is None or importer is None:
            return cleaned
        try:
            if upload.size > importer.max_bytes:
                size, most = f"{upload.size / 2**20:.1f} MB", f"{importer.max_bytes // 2**20} MB"
                raise ImportTooLarge(size=size, most=most, field="file")
            records = self.read(importer, upload, cleaned)
            if len(records) > importer.max_records:
                size, most = f"{len(records):,}", f"{importer.max_records:,}"
                raise ImportTooLarge(size=size, most=most, field="file")
        except Problem as problem:
            if problem.passing:  # nothing is wrong with what was sent
                raise
            show_problem(self, problem)
        else:
            cleaned["importer"], cleaned["records"] = importer, records
        return cleaned

    def importers(self) -> list[Importer]:
        """Those whose files it takes."""
        return offered()

    def importer_of(self, cleaned: dict[str, Any]) -> Importer | None:
        """None: it cannot be said yet."""
        if "importer" not in self.fields:
            return next(iter(self.importers()))
        return IMPORTERS.get(cleaned.get("importer", ""))

    def read(self, importer: Importer, upload: UploadedFile, cleaned: dict[str, Any]) -> list[Any]:
        return records_in(importer, upload.read(), most=importer.max_bytes)


class ImportForm(RecordsForm):
    importer = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(label=_("File of records"), widget=forms.FileInput, allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.name, one.takes) for one in self.importers()]
        field_as(self, "importer", forms.ChoiceField).choices = choices
        if len(choices) == 1:  # nothing to choose
            del self.fields["importer"]
