"""Imports in the API: send a file, see what would happen, let it happen, take it back. As on the pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN, Listed, Listing, cleaned, located, page_of
from ruamsuk.core.limits import spend
from ruamsuk.imports.access import batch_for, require_importer
from ruamsuk.imports.actions import importing
from ruamsuk.imports.background import begin_import, begin_undo
from ruamsuk.imports.choices import BatchState, LineResult
from ruamsuk.imports.forms import ImportForm
from ruamsuk.imports.models import ImportBatch
from ruamsuk.imports.queries import reports

router = Router(tags=["Imports"])


class ImportItem(Schema):
    uid: UUID
    file_name: str
    sha256: str = Field(description="Of the file")
    state: BatchState
    taken_in_at: datetime = Field(alias="at")
    finished_at: datetime | None


class ImportOut(ImportItem):
    counts: dict[str, int] = Field(description="Records by outcome; before the import by what is expected")

    @staticmethod
    def resolve_counts(row: ImportBatch) -> dict[str, int]:
        return {str(outcome.value): number for outcome, number in reports.counted(row)}


class RecordsWanted(Listed):
    outcome: LineResult | None = None


@router.get("/imports", response=Listing[ImportItem], auth=SIGNED_IN)
def list_imports(request: PageRequest, wanted: Query[Listed]):
    """Files that were taken in, the newest first."""
    require_importer(request.user)
    return page_of(request, ImportBatch.objects.all(), ("-at", "-pk"), wanted)


@router.get("/imports/{uuid:uid}", response=ImportOut, auth=SIGNED_IN)
def read_import(request: PageRequest, uid: UUID):
    return batch_for(request.user, uid)


@router.get("/imports/{uuid:uid}/records", response=Listing[dict[str, Any]], auth=SIGNED_IN)
def list_import_records(request: PageRequest, uid: UUID, wanted: Query[RecordsWanted]):
    """For each record what was understood, mended and could not be placed, as `ruamsuk import --json` tells it."""
    batch = batch_for(request.user, uid)
    page = page_of(request, reports.lines_of(batch, wanted.outcome or ""), ("no", "pk"), wanted)
    importer = reports.importer_of(batch)
    return page | {"items": [reports.machine(importer, line) for line in page["items"]]}


@router.post("/imports", response={201: ImportOut}, auth=SIGNED_IN)
def take_in_file(request: PageRequest, response: HttpResponse, file: File[UploadedFile]):
    """Records as JSON, Excel or CSV. Nothing is imported yet: read what would happen, then `start` or `discard`."""
    require_importer(request.user)
    spend(request, "import", per_minute=6)
    files: object = {"file": file}
    values = cleaned(ImportForm(request.POST, files))
    made = importing.take_sent(values, by=request.user)
    located(response, f"/imports/{made.uid}")
    return made


@router.post("/imports/{uuid:uid}/start", response=ImportOut, auth=SIGNED_IN)
def start_import(request: PageRequest, response: HttpResponse, uid: UUID):
    """In the background; read `state` until it is done."""
    batch = batch_for(request.user, uid)
    begin_import(batch, request.user)
    located(response, f"/imports/{uid}")
    return batch_for(request.user, uid)


@router.post("/imports/{uuid:uid}/discard", response={204: None}, auth=SIGNED_IN)
def discard_import(request: PageRequest, response: HttpResponse, uid: UUID):
    """Throws the file away, of which nothing was imported."""
    importing.discard_batch(batch=batch_for(request.user, uid), by=request.user)
    located(response, "/imports")


@router.post("/imports/{uuid:uid}/undo", response=ImportOut, auth=SIGNED_IN)
def undo_import_of_file(request: PageRequest, response: HttpResponse, uid: UUID):
    """Takes back what the import made, in the background."""
    batch = batch_for(request.user, uid)
    begin_undo(batch, request.user)
    located(response, f"/imports/{uid}")
    return batch_for(request.user, uid)
