from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.forms import InvitationForm
from ruamsuk.committees.forms import MemberForm, SeriesForm
from ruamsuk.core.problems import Problem
from ruamsuk.evidence.forms import OfficialFigureForm
from ruamsuk.funds.forms import FundForm
from ruamsuk.imports.forms import RecordsForm
from ruamsuk.imports.importers import Importer
from ruamsuk.organizations.forms import OrganizationForm
from ruamsuk.workbooks.actions.importer import WORKBOOK

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


class WorkbookForm(RecordsForm):
    file = forms.FileField(label=_("The workbook"), widget=forms.FileInput, allow_empty_file=True)

    def importers(self) -> list[Importer]:
        return [WORKBOOK]

    def read(self, importer: Importer, upload: UploadedFile, cleaned: dict[str, Any]) -> list[Any]:
        try:
            return super().read(importer, upload, cleaned)
        except Problem as problem:
            problem.params |= {"name": upload.name} if problem.params.get("name") == "" else {}
            raise
