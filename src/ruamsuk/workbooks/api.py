"""Workbooks of provinces in the API: as on the pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN, Listed, Listing, cleaned, located, page_of
from ruamsuk.core.limits import spend
from ruamsuk.imports.actions import importing
from ruamsuk.imports.background import begin_import, begin_undo
from ruamsuk.imports.choices import BatchState, LineResult
from ruamsuk.imports.models import ImportBatch
from ruamsuk.workbooks.access import require_sender, visible_workbooks, workbook_for
from ruamsuk.workbooks.forms import WorkbookForm
from ruamsuk.workbooks.queries import reports
from ruamsuk.workbooks.verbs import SET_UP

router = Router(tags=["Workbooks"])


class WorkbookItem(Schema):
    uid: UUID
    file_name: str
    sha256: str = Field(description="Of the file")
    state: BatchState
    taken_in_at: datetime = Field(alias="at")
    finished_at: datetime | None


class WorkbookOut(WorkbookItem):
    sheets: dict[str, dict[str, int]] = Field(
        description="By sheet how many rows are added, changed, unchanged, kept, refused; before the import as expected"
    )

    @staticmethod
    def resolve_sheets(row: ImportBatch) -> dict[str, dict[str, int]]:
        return {
            one.sheet: {str(outcome.value): number for outcome, _label, number in one.counts}
            for one in reports.figures(row)
        }


class WorkbookRowsWanted(Listed):
    sheet: str = Field("", description="Only rows of this sheet, as `sheets` names them", max_length=20)
    outcome: LineResult | None = None


@router.get("/workbooks", response=Listing[WorkbookItem], auth=SIGNED_IN)
def list_workbooks(request: PageRequest, wanted: Query[Listed]):
    """Workbooks that were sent, the newest first: one's own, or all for who sends them for the country."""
    require_sender(request.user)
    return page_of(request, visible_workbooks(request.user, SET_UP), ("-at", "-pk"), wanted)


@router.get("/workbooks/{uuid:uid}", response=WorkbookOut, auth=SIGNED_IN)
def read_workbook_sent(request: PageRequest, uid: UUID):
    return workbook_for(request.user, uid)


@router.get("/workbooks/{uuid:uid}/rows", response=Listing[dict[str, Any]], auth=SIGNED_IN)
def list_workbook_rows(request: PageRequest, uid: UUID, wanted: Query[WorkbookRowsWanted]):
    """Each row with what happens to it, what it changes, and why it is refused."""
    batch = workbook_for(request.user, uid)
    rows = reports.lines_of(batch, wanted.sheet, wanted.outcome or "")
    page = page_of(request, rows, ("no", "pk"), wanted)
    return page | {"items": [reports.machine(line) for line in page["items"]]}


@router.post("/workbooks", response={201: WorkbookOut}, auth=SIGNED_IN)
def send_workbook(request: PageRequest, response: HttpResponse, file: File[UploadedFile]):
    """An Excel workbook (.xlsx). Nothing is saved yet: read what would happen, then `start` or `discard`."""
    require_sender(request.user)
    spend(request, "workbook", per_minute=6)
    values = cleaned(WorkbookForm({}, MultiValueDict({"file": [file]})))
    made = importing.take_sent(values, by=request.user)
    located(response, f"/workbooks/{made.uid}")
    return made


@router.post("/workbooks/{uuid:uid}/start", response=WorkbookOut, auth=SIGNED_IN)
def start_workbook(request: PageRequest, response: HttpResponse, uid: UUID):
    """In the background; read `state` until it is done."""
    batch = workbook_for(request.user, uid)
    begin_import(batch, request.user)
    located(response, f"/workbooks/{uid}")
    return workbook_for(request.user, uid)


@router.post("/workbooks/{uuid:uid}/discard", response={204: None}, auth=SIGNED_IN)
def discard_workbook(request: PageRequest, response: HttpResponse, uid: UUID):
    """Throws the file away, of which nothing was saved."""
    importing.discard_batch(batch=workbook_for(request.user, uid), by=request.user)
    located(response, "/workbooks")


@router.post("/workbooks/{uuid:uid}/undo", response=WorkbookOut, auth=SIGNED_IN)
def undo_workbook(request: PageRequest, response: HttpResponse, uid: UUID):
    """Takes all of it back, in the background; refused while something was built on it since."""
    batch = workbook_for(request.user, uid)
    begin_undo(batch, request.user)
    located(response, f"/workbooks/{uid}")
    return workbook_for(request.user, uid)
