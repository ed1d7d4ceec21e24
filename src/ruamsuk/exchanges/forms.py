"""Forms: a form of another system and its columns, a file that comes in, the result of a project, a pairing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.core.forms import StandingForm, TextField, WholeField, field_as, offer
from ruamsuk.core.text import in_thai, plain
from ruamsuk.exchanges.actions.importer import OUTSIDE
from ruamsuk.exchanges.choices import KINDS, Achieved, Format, Kind, Reads
from ruamsuk.exchanges.models import ExchangeColumn, ExchangeForm, OutsideEntry, ProjectResult
from ruamsuk.exchanges.queries.files import rows_by
from ruamsuk.exchanges.queries.words import labels_of
from ruamsuk.imports.forms import RecordsForm
from ruamsuk.imports.importers import Importer
from ruamsuk.imports.problems import ImportEmpty
from ruamsuk.projects.models import Project

NOTHING = ("", gettext_lazy("nothing: kept as it comes, empty when it goes out"))


class FormForm(StandingForm):
    name = TextField(
        label=gettext_lazy("Name of the form"),
        help_text=gettext_lazy("The system, and what is sent to it."),
        max_length=120,
    )
    note = TextField(
        label=gettext_lazy("Where the form comes from"),
        help_text=gettext_lazy("The letter or manual that says so, and of which day."),
        max_length=300,
        required=False,
    )


class ColumnForm(StandingForm):
    heading = TextField(
        label=gettext_lazy("Heading there"),
        help_text=gettext_lazy("As the file has it. Spaces, dots and brackets make no difference."),
        max_length=200,
    )
    field = forms.ChoiceField(
        label=gettext_lazy("What it holds of a project here"),
        choices=[NOTHING, *Reads.choices],
        required=False,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("How it is written there"),
        choices=Format.choices,
        help_text=gettext_lazy(
            "A year or day needs its era. What is chosen from a list goes by words, all others as they are."
        ),
    )
    words = TextField(
        label=gettext_lazy("What the codes are called there"),
        help_text=gettext_lazy(
            "One a line: code = words. Codes that are left out go by the words of this system."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    must = forms.BooleanField(
        label=gettext_lazy("Without it a project is not ready to send"), required=False, initial=True
    )
    no = WholeField(
        label=gettext_lazy("Place in the file"),
        help_text=gettext_lazy("1 is the first column. Empty: behind the others."),
        min_value=1,
        max_value=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "words" in values:
            values["words"] = self._words(values["words"], values.get("field", ""))
        return values

    def _words(self, text: str, field: str) -> dict[str, str]:
        if KINDS.get(field) != Kind.CHOICE:
            return {}
        codes, found = labels_of(field), {}
        for line in filter(None, map(str.strip, text.splitlines())):
            code, sign, words = (part.strip() for part in line.partition("="))
            if not sign or code not in codes or not words:
                fault = _("“%(line)s” is not understood. Type code = words. The codes are: %(codes)s")
                known = ", ".join(f"{code} ({words})" for code, words in codes.items())
                self.add_error("words", ValidationError(fault % {"line": line[:60], "codes": known}))
                return {}
            found[code] = words[:200]
        with in_thai():
            said = labels_of(field) | found
        same = {
            code
            for code in found
            for other in said
            if code != other and plain(said[code]) == plain(said[other])
        }
        if same:
            fault = _(
                "Several codes are called “%(words)s”: a file that comes in could not say which one is meant."
            )
            self.add_error("words", ValidationError(fault % {"words": said[min(same)][:60]}))
        return found


def values_of_column(column: ExchangeColumn) -> dict[str, object]:
    words = "\n".join(f"{code} = {text}" for code, text in column.words.items())
    return {name: getattr(column, name) for name in ("heading", "field", "format", "must", "no")} | {
        "words": words
    }


class OutsideFileForm(RecordsForm):
    """A file of another system, by one of the forms that are in use."""

    form = forms.ModelChoiceField(
        label=gettext_lazy("Form of the file"),
        queryset=ExchangeForm.objects.none(),
        to_field_name="uid",
        empty_label=None,
    )
    file = forms.FileField(
        label=gettext_lazy("The file of the other system"), widget=forms.FileInput, allow_empty_file=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_as(self, "form", forms.ModelChoiceField).queryset = ExchangeForm.objects.in_use().whole()

    def importers(self) -> list[Importer]:
        return [OUTSIDE]

    def importer_of(self, cleaned: dict[str, Any]) -> Importer | None:
        return OUTSIDE if cleaned.get("form") else None

    def read(self, importer: Importer, upload: UploadedFile, cleaned: dict[str, Any]) -> list[Any]:
        found = rows_by(cleaned["form"], upload.read(), importer.max_records)
        if not found:
            raise ImportEmpty(field="file")
        return found


class ResultForm(StandingForm):
    result = forms.ChoiceField(
        label=gettext_lazy("Result of the project"), choices=Achieved.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label=gettext_lazy("Why it was not achieved"),
        help_text=gettext_lazy("Only where it was not achieved."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


def result_begun(result: ProjectResult | None, entries: list[OutsideEntry]) -> dict[str, object]:
    """What stands; where nothing does, what the other system says, for the person to save or not."""
    if result is not None:
        return {"result": result.result, "reason": result.reason}
    said: dict[str, Any] = next((one.values for one in entries if one.values.get(Reads.RESULT)), {})
    return {"result": said.get(Reads.RESULT, ""), "reason": said.get(Reads.REASON) or ""}


class PairForm(StandingForm):
    project = forms.ModelChoiceField(
        label=gettext_lazy("It is this project here"),
        help_text=gettext_lazy("Projects of the same fund and year that no other entry stands beside."),
        queryset=Project.objects.none(),
        to_field_name="uid",
        empty_label=gettext_lazy("none of those here"),
        required=False,
    )

    def __init__(self, *args: Any, entry: OutsideEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = OutsideEntry.objects.filter(form=entry.form, project__isnull=False).exclude(pk=entry.pk)
        rows = Project.objects.filter(fund=entry.fund, fiscal_year=entry.fiscal_year)
        offer(self, project=rows.exclude(pk__in=taken.values("project")).order_by("title", "pk"))
