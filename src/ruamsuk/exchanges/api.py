"""Exchange with other systems in the API: projects as a form wants them, files out and in, what differs, forms."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import File, Form, PatchDict, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.areas.api import place_of
from ruamsuk.areas.models import Area
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    FiscalYear,
    Given,
    Listed,
    Listing,
    Text,
    Word,
    cleaned,
    located,
    merged,
    page_of,
    unknown,
)
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.downloads import TYPES, download
from ruamsuk.core.limits import spend
from ruamsuk.exchanges.access import (
    column_for,
    column_to_change_for,
    entry_for,
    exchanged_project_for,
    file_for,
    form_for,
    form_to_change_for,
    require_exchange,
    visible_files,
)
from ruamsuk.exchanges.actions import entries as acts
from ruamsuk.exchanges.actions import mapping as actions
from ruamsuk.exchanges.choices import Achieved, Format, Reads, Show
from ruamsuk.exchanges.forms import (
    ColumnForm,
    FormForm,
    OutsideFileForm,
    PairForm,
    ResultForm,
    values_of_column,
)
from ruamsuk.exchanges.models import ExchangeColumn, ExchangeForm, OutsideEntry, ProjectResult
from ruamsuk.exchanges.queries import reports
from ruamsuk.exchanges.queries.books import book
from ruamsuk.exchanges.queries.lists import Compared, compare, compared, entries_there, projects_here
from ruamsuk.exchanges.verbs import EXCHANGE
from ruamsuk.funds.api import FundName, FundRef, fund_of
from ruamsuk.imports.actions import importing
from ruamsuk.imports.background import begin_import, begin_undo
from ruamsuk.imports.choices import BatchState
from ruamsuk.imports.models import ImportBatch
from ruamsuk.issues.verbs import EDIT_CATALOGUE
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.api.projects import ProjectRef

router = Router(tags=["Exchange"])

WORKBOOK = {
    "responses": {
        200: {
            "description": "An Excel workbook",
            "content": {TYPES["xlsx"]: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class ExchangeColumnOut(Schema):
    uid: UUID
    no: int
    heading: str
    field: Reads | None = Field(
        description="What it holds of a project; null: nothing, it is kept as it comes"
    )
    format: Format
    words: dict[str, str] = Field(description="What codes are called there; others go by their Thai name")
    must: bool = Field(description="Without it a project is not ready to send")

    @staticmethod
    def resolve_field(row: ExchangeColumn) -> str | None:
        return row.field or None


class ExchangeFormRef(Schema):
    uid: UUID
    name: str


class ExchangeFormOut(ExchangeFormRef):
    note: str
    is_retired: bool
    columns: list[ExchangeColumnOut]

    @staticmethod
    def resolve_is_retired(row: ExchangeForm) -> bool:
        return row.retired_at is not None

    @staticmethod
    def resolve_columns(row: ExchangeForm) -> list[ExchangeColumn]:
        return list(row.columns.all())


class ExchangeFormIn(Given):
    name: Word
    note: Word = ""


class ExchangeColumnIn(Given):
    heading: Word
    field: Reads | None = Field(None, description="null: nothing of a project")
    format: Format = Format.PLAIN
    words: dict[Word, Word] = Field(
        {}, description="What codes are called there; others go by their Thai name"
    )
    must: bool = True
    no: int | None = Field(None, ge=1, le=200, description="Its place in the file; null: behind the others")


class ExchangeProjectOut(Schema):
    """A project as the columns of a form want it, beside what the other system holds of it."""

    project: ProjectRef
    fund: FundRef = Field(alias="project.fund")
    values: dict[str, Any] = Field(
        description="By what columns hold: texts, numbers, satang, fiscal years in BE, days, codes"
    )
    missing: list[str] = Field(description="Headings of what is needed and not known here")
    there: dict[str, Any] | None = Field(description="What the other system said; null: no file named it")
    more: dict[str, str] | None = Field(description="Its other columns, as they came")
    said_at: datetime | None
    differs: list[str] = Field(alias="differing", description="Which values are otherwise there")

    @staticmethod
    def resolve_values(one: Compared) -> dict[str, Any]:
        return {name: one.values[name] for name in one.form.fields}

    @staticmethod
    def resolve_missing(one: Compared) -> list[str]:
        return [column.heading for column in one.missing]

    @staticmethod
    def resolve_there(one: Compared) -> dict[str, Any] | None:
        return one.entry.values if one.entry else None

    @staticmethod
    def resolve_more(one: Compared) -> dict[str, str] | None:
        return one.entry.more if one.entry else None

    @staticmethod
    def resolve_said_at(one: Compared) -> datetime | None:
        return one.entry.said_at if one.entry else None


class ExchangeEntryOut(Schema):
    uid: UUID
    form: ExchangeFormRef
    fund: FundRef
    fiscal_year: int
    title: str
    project: ProjectRef | None = Field(description="null: typed there, not here")
    values: dict[str, Any]
    more: dict[str, str] = Field(description="Columns that the form does not have, as they came")
    said_at: datetime


class ExchangePairIn(Given):
    project: UUID | None = Field(description="Of the same fund and year; null: it is none of those here")


class ProjectResultIn(Given):
    result: Achieved
    reason: Text = Field("", description="Needed where it was not achieved")


class ProjectResultOut(Schema):
    project: UUID = Field(alias="project.uid")
    result: Achieved
    reason: str
    said_at: datetime = Field(alias="at")


class ExchangeFileItem(Schema):
    uid: UUID
    file_name: str
    sha256: str = Field(description="Of the file")
    state: BatchState
    taken_in_at: datetime = Field(alias="at")
    finished_at: datetime | None


class ExchangeFileOut(ExchangeFileItem):
    counts: dict[str, int] = Field(
        description="Rows by outcome, before the import as expected; `differs`: otherwise here, `alone`: not here"
    )
    unknown: list[str] = Field(
        description="Headings that the form does not have: kept, and nothing read from them"
    )

    @staticmethod
    def resolve_counts(row: ImportBatch) -> dict[str, int]:
        return {name: number for name, _label, number in reports.totals(row)}

    @staticmethod
    def resolve_unknown(row: ImportBatch) -> list[str]:
        return reports.unknown_of(row)


class ExchangeNarrowed(Schema):
    area: AreaCode = ""
    fiscal_year: FiscalYear | None = Field(None, description="This one, if none is named")
    fund: FundName = ""
    form: UUID | None = Field(None, description="The first form in use, if none is named")


class ExchangeProjectsWanted(Listed, ExchangeNarrowed):
    pass


class ExchangeEntriesWanted(Listed, ExchangeNarrowed):
    alone: bool = Field(False, description="Only those that stand beside no project here")


class ExchangeBookWanted(Given, ExchangeNarrowed):
    show: Show = Show.ALL


class ExchangeFormWanted(Given):
    form: UUID | None = Field(None, description="The first form in use, if none is named")


class ExchangeRowsWanted(Listed):
    outcome: str = Field("", max_length=20, description="As `counts` names it")


def _form_wanted(request: PageRequest, uid: UUID | None) -> ExchangeForm:
    require_exchange(request.user)
    form = form_for(request.user, uid) if uid else ExchangeForm.objects.in_use().whole().first()
    if form is None:
        raise unknown("form", "")
    return form


def _where(wanted: ExchangeNarrowed) -> tuple[Area, int]:
    return place_of(wanted.area) or Area.country(), wanted.fiscal_year or current_fiscal_year()


# Projects and entries --------------------------------------------------------------------------------------------


@router.get("/exchange-projects", response=Listing[ExchangeProjectOut], auth=SIGNED_IN)
def list_exchange_projects(request: PageRequest, wanted: Query[ExchangeProjectsWanted]):
    """Projects of one's funds as a form wants them: what is missing, what is there, what says something else."""
    form = _form_wanted(request, wanted.form)
    rows = projects_here(request.user, *_where(wanted), fund_of(wanted.fund))
    page = page_of(request, rows.select_related("fund", "design"), ("-pk",), wanted)
    return page | {"items": compared(page["items"], form)}


@router.get("/exchange-projects/file", auth=SIGNED_IN, openapi_extra=WORKBOOK)
def download_exchange_projects(request: PageRequest, wanted: Query[ExchangeBookWanted]):
    """The same as the Excel file of the form; at most 2,000 projects."""
    spend(request, "export", per_minute=20)
    form = _form_wanted(request, wanted.form)
    found = compare(projects_here(request.user, *_where(wanted), fund_of(wanted.fund)), form)
    rows = [(one.values, one.entry.more if one.entry else {}) for one in found if one.fits(wanted.show)]
    return download(book(form, rows), "exchange.xlsx")


@router.get("/exchange-projects/{uuid:uid}", response=ExchangeProjectOut, auth=SIGNED_IN)
def read_exchange_project(request: PageRequest, uid: UUID, wanted: Query[ExchangeFormWanted]):
    project = exchanged_project_for(request.user, uid)
    return compared([project], _form_wanted(request, wanted.form))[0]


@router.post("/exchange-projects/{uuid:uid}/result", response=ProjectResultOut, auth=SIGNED_IN)
def set_project_result(request: PageRequest, response: HttpResponse, uid: UUID, body: ProjectResultIn):
    """Achieved or not; said again it takes the place of what was said."""
    project = exchanged_project_for(request.user, uid)
    acts.set_result(project=project, by=request.user, **cleaned(ResultForm(body.dict())))
    located(response, f"/exchange-projects/{uid}")
    return ProjectResult.objects.select_related("project").get(project=project)


@router.get("/exchange-entries", response=Listing[ExchangeEntryOut], auth=SIGNED_IN)
def list_exchange_entries(request: PageRequest, wanted: Query[ExchangeEntriesWanted]):
    """What the other system holds of one's funds, as its newest files said."""
    form = _form_wanted(request, wanted.form)
    rows = entries_there(request.user, form, *_where(wanted), fund_of(wanted.fund))
    rows = rows.filter(project__isnull=True) if wanted.alone else rows
    return page_of(request, rows.select_related("form", "fund", "project"), ("-pk",), wanted)


@router.get("/exchange-entries/{uuid:uid}", response=ExchangeEntryOut, auth=SIGNED_IN)
def read_exchange_entry(request: PageRequest, uid: UUID):
    return entry_for(request.user, uid)


@router.post("/exchange-entries/{uuid:uid}/pair", response=ExchangeEntryOut, auth=SIGNED_IN)
def pair_exchange_entry(request: PageRequest, response: HttpResponse, uid: UUID, body: ExchangePairIn):
    """Says which project here the entry is; newer files follow it."""
    found: OutsideEntry = entry_for(request.user, uid)
    values = cleaned(PairForm(body.dict(), entry=found))
    project: Project | None = values["project"]
    located(response, f"/exchange-entries/{uid}")
    return acts.pair_entry(entry=found, project=project, by=request.user)


# Files that come in ----------------------------------------------------------------------------------------------


@router.get("/exchange-files", response=Listing[ExchangeFileItem], auth=SIGNED_IN)
def list_exchange_files(request: PageRequest, wanted: Query[Listed]):
    """Files of other systems that came in: one's own, or all for who exchanges for the country."""
    require_exchange(request.user)
    return page_of(request, visible_files(request.user, EXCHANGE), ("-at", "-pk"), wanted)


@router.get("/exchange-files/{uuid:uid}", response=ExchangeFileOut, auth=SIGNED_IN)
def read_exchange_file(request: PageRequest, uid: UUID):
    return file_for(request.user, uid)


@router.get("/exchange-files/{uuid:uid}/rows", response=Listing[dict[str, Any]], auth=SIGNED_IN)
def list_exchange_rows(request: PageRequest, uid: UUID, wanted: Query[ExchangeRowsWanted]):
    """Each row with what happens to it, why it is refused, what it changes, what is otherwise here."""
    batch = file_for(request.user, uid)
    page = page_of(request, reports.rows_of(batch, wanted.outcome), ("no", "pk"), wanted)
    form = reports.form_of(batch)
    return page | {"items": [reports.machine(form, line) for line in page["items"]] if form else []}


@router.post("/exchange-files", response={201: ExchangeFileOut}, auth=SIGNED_IN)
def send_exchange_file(
    request: PageRequest, response: HttpResponse, form: Form[UUID], file: File[UploadedFile]
):
    """Excel or CSV by a form. Nothing is saved yet: read what would happen, then `start` or `discard`."""
    require_exchange(request.user)
    spend(request, "exchange", per_minute=6)
    values = cleaned(OutsideFileForm({"form": form}, MultiValueDict({"file": [file]})))
    made = importing.take_sent(values, by=request.user)
    located(response, f"/exchange-files/{made.uid}")
    return made


@router.post("/exchange-files/{uuid:uid}/start", response=ExchangeFileOut, auth=SIGNED_IN)
def start_exchange_file(request: PageRequest, response: HttpResponse, uid: UUID):
    """In the background; read `state` until it is done."""
    begin_import(file_for(request.user, uid), request.user)
    located(response, f"/exchange-files/{uid}")
    return file_for(request.user, uid)


@router.post("/exchange-files/{uuid:uid}/discard", response={204: None}, auth=SIGNED_IN)
def discard_exchange_file(request: PageRequest, response: HttpResponse, uid: UUID):
    """Throws the file away, of which nothing was saved."""
    importing.discard_batch(batch=file_for(request.user, uid), by=request.user)
    located(response, "/exchange-files")


@router.post("/exchange-files/{uuid:uid}/undo", response=ExchangeFileOut, auth=SIGNED_IN)
def undo_exchange_file(request: PageRequest, response: HttpResponse, uid: UUID):
    """Entries are as they were before the file, in the background; refused while a later file changed them."""
    begin_undo(file_for(request.user, uid), request.user)
    located(response, f"/exchange-files/{uid}")
    return file_for(request.user, uid)


# Forms -----------------------------------------------------------------------------------------------------------


@router.get("/exchange-forms", response=list[ExchangeFormOut], auth=SIGNED_IN)
def list_exchange_forms(request: PageRequest):
    """All, also those out of use."""
    require_exchange(request.user)
    return list(ExchangeForm.objects.whole())


@router.get("/exchange-forms/{uuid:uid}", response=ExchangeFormOut, auth=SIGNED_IN)
def read_exchange_form(request: PageRequest, uid: UUID):
    return form_for(request.user, uid)


@router.post("/exchange-forms", response={201: ExchangeFormOut}, auth=SIGNED_IN)
def add_exchange_form(request: PageRequest, response: HttpResponse, body: ExchangeFormIn):
    """Without columns: `/exchange-forms/{uid}/columns` adds them."""
    require(request.user, EDIT_CATALOGUE)
    made = actions.add_form(by=request.user, **cleaned(FormForm(body.dict())))
    located(response, f"/exchange-forms/{made.uid}")
    return Status(201, made)


@router.patch("/exchange-forms/{uuid:uid}", response=ExchangeFormOut, auth=SIGNED_IN)
def change_exchange_form(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[ExchangeFormIn]
):
    found = form_to_change_for(request.user, uid)
    values = cleaned(FormForm(merged({"name": found.name, "note": found.note}, body)))
    actions.change_form(form=found, by=request.user, **values)
    return _seen(response, uid)


@router.post("/exchange-forms/{uuid:uid}/retire", response=ExchangeFormOut, auth=SIGNED_IN)
def retire_exchange_form(request: PageRequest, response: HttpResponse, uid: UUID):
    """No file goes out or comes in by it; what came in stays."""
    actions.retire_form(form=form_to_change_for(request.user, uid), by=request.user)
    return _seen(response, uid)


@router.post("/exchange-forms/{uuid:uid}/restore", response=ExchangeFormOut, auth=SIGNED_IN)
def restore_exchange_form(request: PageRequest, response: HttpResponse, uid: UUID):
    actions.restore_form(form=form_to_change_for(request.user, uid), by=request.user)
    return _seen(response, uid)


@router.post("/exchange-forms/{uuid:uid}/columns", response={201: ExchangeColumnOut}, auth=SIGNED_IN)
def add_exchange_column(request: PageRequest, response: HttpResponse, uid: UUID, body: ExchangeColumnIn):
    found = form_to_change_for(request.user, uid)
    made = actions.add_column(form=found, by=request.user, **cleaned(_column(body.dict())))
    located(response, f"/exchange-columns/{made.uid}")
    return Status(201, made)


@router.get("/exchange-columns/{uuid:uid}", response=ExchangeColumnOut, auth=SIGNED_IN)
def read_exchange_column(request: PageRequest, uid: UUID):
    return column_for(request.user, uid)


@router.patch("/exchange-columns/{uuid:uid}", response=ExchangeColumnOut, auth=SIGNED_IN)
def change_exchange_column(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[ExchangeColumnIn]
):
    column = column_to_change_for(request.user, uid)
    stands = values_of_column(column) | {"words": column.words}
    values = cleaned(_column(merged(stands, body)))
    located(response, f"/exchange-columns/{uid}")
    return actions.change_column(form=column.form, column=column, by=request.user, **values)


@router.post("/exchange-columns/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_exchange_column(request: PageRequest, response: HttpResponse, uid: UUID):
    column = column_to_change_for(request.user, uid)
    actions.remove_column(form=column.form, column=column, by=request.user)
    located(response, f"/exchange-forms/{column.form.uid}")


def _column(values: dict[str, Any]) -> ColumnForm:
    words = "\n".join(f"{code} = {text}" for code, text in values["words"].items())
    return ColumnForm(values | {"field": values["field"] or "", "words": words})


def _seen(response: HttpResponse, uid: UUID) -> ExchangeForm:
    located(response, f"/exchange-forms/{uid}")
    return ExchangeForm.objects.whole().get(uid=uid)
