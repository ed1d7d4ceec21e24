"""Villages, one or a whole list: typed, pasted or as a sheet."""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ruamsuk.areas.actions import VillageRow
from ruamsuk.areas.forms.change import ChangeForm
from ruamsuk.areas.models import Area
from ruamsuk.areas.problems import BadRows, UnreadableFile
from ruamsuk.areas.queries import children
from ruamsuk.core import confined
from ruamsuk.core.calendar import arabic
from ruamsuk.core.cells import is_error
from ruamsuk.core.forms import TextField, WholeField
from ruamsuk.core.text import tidy

# The person waits for the page meanwhile.
SHEET = confined.ProcessLimits(memory_mb=256, cpu_seconds=5, seconds=15)


_COLUMNS = ("moo", "name_th", "name_en")  # of a list, as fields of a single village


class VillageForm(ChangeForm):
    moo = WholeField(label=gettext_lazy("Village number (Moo)"), min_value=1, max_value=99)
    name_th = TextField(label=gettext_lazy("Thai name, without the word for the level"), max_length=120)
    name_en = TextField(label=gettext_lazy("English name"), max_length=120, required=False)

    def touched(self) -> list[Area]:
        return []

    def outcome(self) -> list[str]:
        return [_villages_added(1)]


class VillageListForm(ChangeForm):
    """Villages pasted as lines, or uploaded as an Excel file with the columns number and name."""

    rows = TextField(
        label=gettext_lazy("Villages"),
        required=False,
        help_text=gettext_lazy(
            "One a line: the number (or the 8-digit code), the name and, after a comma, the English name. "
            "Rows copied from Excel may be pasted."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=gettext_lazy("or an Excel file"),
        required=False,
        help_text=gettext_lazy("Two columns, number and name; a third one may hold the English name."),
    )
    is_multipart_form = True

    def clean(self) -> dict[str, object]:
        upload, text = self.cleaned_data.get("file"), self.cleaned_data.get("rows") or ""
        if not upload and not text.strip():
            raise ValidationError(_("Paste the list, or choose an Excel file."))
        lines = _sheet_rows(upload) if upload else [_cells(line) for line in text.splitlines()]
        return {"rows": village_rows(lines, self.area)}

    @property
    def sent(self) -> list[tuple[str, str]]:
        """As lines of text, also what came as a file."""
        rows = self.cleaned_data["rows"]
        return [("rows", "\n".join(f"{row.moo}\t{row.name_th}\t{row.name_en}" for row in rows))]

    @property
    def summary(self) -> list[tuple[object, str]]:
        return [
            (_("Moo %(moo)s") % {"moo": row.moo}, f"{row.name_th} {row.name_en}".strip())
            for row in self.cleaned_data["rows"]
        ]

    def touched(self) -> list[Area]:
        return []

    def outcome(self) -> list[str]:
        there = {village.moo for village in children(self.area)}
        known = sum(row.moo in there for row in self.cleaned_data["rows"])
        told = [_villages_added(len(self.cleaned_data["rows"]) - known)]
        if known:
            told.append(
                ngettext(
                    "%(n)d village is there already and stays as it is.",
                    "%(n)d villages are there already and stay as they are.",
                    known,
                )
                % {"n": known}
            )
        return told


def _villages_added(count: int) -> str:
    return ngettext(
        "%(n)d village is added. What is recorded so far stays where it is.",
        "%(n)d villages are added. What is recorded so far stays where it is.",
        count,
    ) % {"n": count}


def _cells(line: str) -> list[str]:
    """A typed line "3 เหนือ, Nuea", or one that was copied from a sheet."""
    if "\t" in line:
        return line.split("\t")
    number, _space, names = line.strip().partition(" ")
    name, _comma, name_en = names.partition(",")
    return [number, name, name_en]


def _sheet_rows(upload: Any) -> Sequence[Sequence[Any]]:
    """Rows of the first sheet, read apart from this process: a small file may unpack to something huge."""
    limit = settings.UPLOAD_LIMIT_BYTES
    refusal = UnreadableFile(limit=limit // 1024 // 1024)
    if upload.size > limit or Path(upload.name).suffix.lower() not in (".xlsx", ".xls", ".ods"):
        raise ValidationError(str(refusal))
    with TemporaryFile() as content:
        for chunk in upload.chunks():
            content.write(chunk)
        content.seek(0)
        try:
            return confined.run("ruamsuk.areas.sheets:rows", limits=SHEET, content=content)
        except (confined.Refused, confined.TooHeavy, TimeoutError) as error:
            raise ValidationError(str(refusal)) from error
        except OSError as error:  # the machine, not the file
            raise ValidationError(
                _("The file could not be read just now. Nothing was saved. Send it again in a minute.")
            ) from error


def village_rows(lines: Sequence[Sequence[object]], subdistrict: Area) -> list[VillageRow]:
    """Rows of a list; every row that cannot be used is named, with what is wrong."""
    rows, faults, began = [], [], False
    for line, cells in enumerate(lines, 1):
        first, name, name_en = ([tidy(str(value)) for value in cells] + ["", "", ""])[:3]
        if not first and not name:
            continue
        digits = arabic(first).removeprefix("ม.").removeprefix("หมู่ที่").removeprefix("หมู่").strip(" .")
        is_first, began = not began, True
        if is_first and not digits.isdigit() and not is_error(first):
            continue  # the heading
        if len(digits) == 8 and digits.startswith(subdistrict.code):
            digits = digits[6:]
        broken = [(no, cell) for no, cell in enumerate((first, name, name_en)) if is_error(cell)]
        if broken:
            no, error = broken[0]
            params = {"line": line, "label": VillageForm.base_fields[_COLUMNS[no]].label, "typed": error}
            faults.append(_("row %(line)s, “%(label)s”: the cell shows the error %(typed)s.") % params)
        elif not re.fullmatch("[0-9]{1,4}", digits) or not 1 <= int(digits) <= 99:
            faults.append(
                _("row %(line)s: “%(typed)s” is no village number.") % {"line": line, "typed": first}
            )
        elif not name:
            faults.append(_("row %(line)s: the name is missing.") % {"line": line})
        elif len(name) > 120:
            faults.append(_("row %(line)s: the name is longer than 120 letters.") % {"line": line})
        else:
            rows.append(VillageRow(line, int(digits), name, name_en[:120]))
    if faults:
        raise ValidationError(str(BadRows(rows=" ".join(faults))))
    if not rows:
        raise ValidationError(_("There is no village in the list. A row looks like: 1 บ้านเหนือ"))
    return rows
