from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.forms import InvitationForm
from ruamsuk.committees.forms import MemberForm, SeriesForm
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.evidence.forms import OfficialFigureForm
from ruamsuk.funds.forms import FundForm
from ruamsuk.imports.problems import ImportTooLarge
from ruamsuk.imports.queries.files import records_in
from ruamsuk.organizations.forms import OrganizationForm
from ruamsuk.workbooks.actions.importer import WORKBOOK
from ruamsuk.workbooks.choices import MAX_BYTES, MAX_ROWS

_ORGANIZATION, _FUND = OrganizationForm.base_fields, FundForm.base_fields
_FIGURE = OfficialFigureForm.base_fields
_MEMBER, _SERIES, _INVITED = MemberForm.base_fields, SeriesForm.base_fields, InvitationForm.base_fields

# By which field of a page each cell is read: "sheet.column".
CELLS: dict[str, forms.Field] = {
    **{
        f"organizations.{name}": _ORGANIZATION[name]
        for name in ("name", "name_en", "phone", "email", "moi_code", "hospcode")
    },
    **{
        f"funds.{name}": _FUND[name]
        for name in (
            "code", "name", "population", "villages_count", "founded_fy", "latitude", "longitude", "address", "phone",
            "email",
        )
    },
    **{f"coordinates.{name}": _FUND[name] for name in ("latitude", "longitude")},
    **{f"people.{name}": _INVITED[name] for name in ("name", "email", "starts_on", "ends_on")},
    **{f"seats.{name}": _MEMBER[name] for name in ("title", "name", "organization", "starts_on")},
    "figures.figure": _FIGURE["text"],
    **{
        f"figures.{name}": _FIGURE[name]
        for name in ("value", "unit", "covered", "total", "measured_on", "agency", "source")
    },
    **{f"seats.{name}": _SERIES[name] for name in ("term_starts_on", "term_ends_on")},
}  # fmt: skip


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("The workbook"),
        help_text=_("Excel (.xlsx), at most 10 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": WORKBOOK.accept}),
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (upload := cleaned.get("file")) is None:
            return cleaned
        try:
            if upload.size > MAX_BYTES:
                size, most = f"{upload.size / 2**20:.1f} MB", f"{MAX_BYTES // 2**20} MB"
                raise ImportTooLarge(size=size, most=most, field="file")
            cleaned["records"] = records_in(WORKBOOK, upload.read(), most=MAX_BYTES)
            if len(cleaned["records"]) > MAX_ROWS:
                raise ImportTooLarge(size=f"{len(cleaned['records']):,}", most=f"{MAX_ROWS:,}", field="file")
        except Problem as problem:
            if problem.passing:
                raise
            problem.params |= {"name": upload.name} if problem.params.get("name") == "" else {}
            show_problem(self, problem)
        return cleaned
