"""Photos and documents that were refused, in the API. Files themselves are read at their owners' addresses."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN, Listed, Listing, located, page_of
from ruamsuk.files import actions
from ruamsuk.files.access import refused_photo_for
from ruamsuk.files.models import StoredFile
from ruamsuk.jobs.verbs import OPERATE

router = Router(tags=["Files"])


class RefusedPhoto(Schema):
    uid: UUID
    size: int = Field(description="Bytes that were sent")
    uploaded_at: datetime
    refused_at: datetime
    kept_until: datetime = Field(description="The original is deleted after this moment")


@router.get("/files/refused", response=Listing[RefusedPhoto], auth=SIGNED_IN)
def list_refused_photos(request: PageRequest, wanted: Query[Listed]):
    """Photos and documents whose content was refused and which are kept. Newest first."""
    require(request.user, OPERATE)
    rows = StoredFile.objects.visible_to(request.user, OPERATE)
    return page_of(request, rows, ("-uploaded_at", "-pk"), wanted)


@router.post("/files/refused/{uuid:uid}/read-again", response={204: None}, auth=SIGNED_IN)
def read_refused_photo_again(request: PageRequest, response: HttpResponse, uid: UUID):
    """Has it read once more in the background."""
    actions.read_again(photo=refused_photo_for(request.user, uid, OPERATE), by=request.user)
    located(response, "/files/refused")


@router.post("/files/refused/{uuid:uid}/let-go", response={204: None}, auth=SIGNED_IN)
def let_refused_photo_go(request: PageRequest, response: HttpResponse, uid: UUID):
    """Deletes the original in the background; its row stays, with the reason."""
    actions.let_go(photo=refused_photo_for(request.user, uid, OPERATE), by=request.user)
    located(response, "/files/refused")
