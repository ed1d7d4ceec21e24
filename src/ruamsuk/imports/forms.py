from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import field_as, show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.imports.importers import IMPORTERS, Importer, offered
from ruamsuk.imports.problems import ImportTooLarge
from ruamsuk.imports.queries.files import records_in


class ImportForm(forms.Form):
    importer = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(label=_("File of records"), widget=forms.FileInput, allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        importers = offered()
        field_as(self, "importer", forms.ChoiceField).choices = [(one.name, one.takes) for one in importers]
        self.fields["file"].help_text = " ".join(str(one.format) for one in importers)
        self.fields["file"].widget.attrs["accept"] = ",".join(one.accept for one in importers)
        if len(importers) == 1:  # nothing to choose
            del self.fields["importer"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        importer = self._importer(cleaned)
        if upload is None or importer is None:
            return cleaned
        try:
            if upload.size > importer.max_bytes:
                size, most = f"{upload.size / 2**20:.1f} MB", f"{importer.max_bytes // 2**20} MB"
                raise ImportTooLarge(size=size, most=most, field="file")
            records = records_in(importer, upload.read(), most=importer.max_bytes)
            if len(records) > importer.max_records:
                size, most = f"{len(records):,}", f"{importer.max_records:,}"
                raise ImportTooLarge(size=size, most=most, field="file")
        except Problem as problem:
            show_problem(self, problem)
        else:
            cleaned["importer"], cleaned["records"] = importer, records
        return cleaned

    def _importer(self, cleaned: dict[str, Any]) -> Importer | None:
        if "importer" not in self.fields:
            return next(iter(offered()))
        return IMPORTERS.get(cleaned.get("importer", ""))
