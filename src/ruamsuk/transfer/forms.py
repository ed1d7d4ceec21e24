from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.transfer.choices import MAX_BYTES, MAX_RECORDS
from ruamsuk.transfer.problems import ImportTooLarge
from ruamsuk.transfer.queries.files import records_in


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File of records"),
        help_text=_("JSON, one list of records; at most 10 MB and 5,000 records."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload is None:
            return cleaned
        try:
            if upload.size > MAX_BYTES:
                raise ImportTooLarge(
                    size=f"{upload.size / 2**20:.1f} MB", most=f"{MAX_BYTES // 2**20} MB", field="file"
                )
            records = records_in(upload.read(), most=MAX_BYTES)
            if len(records) > MAX_RECORDS:
                raise ImportTooLarge(size=f"{len(records):,}", most=f"{MAX_RECORDS:,}", field="file")
        except Problem as problem:
            show_problem(self, problem)
        else:
            cleaned["records"] = records
        return cleaned
