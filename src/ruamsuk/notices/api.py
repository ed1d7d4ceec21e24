"""One's notices in the API."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN, Listed, Listing, located, page_of
from ruamsuk.notices import actions
from ruamsuk.notices.access import notice_for
from ruamsuk.notices.models import Notice

router = Router(tags=["Me"])


class NoticeOut(Schema):
    uid: UUID
    kind: str
    text: str = Field(description="What happened, in the language asked for")
    page: str = Field(alias="target", description="Address of the page that it is about")
    created_at: datetime
    read_at: datetime | None


@router.get("/me/notices", response=Listing[NoticeOut], auth=SIGNED_IN)
def list_notices(request: PageRequest, wanted: Query[Listed]):
    """Newest first."""
    return page_of(request, Notice.objects.visible_to(request.user), ("-created_at", "-pk"), wanted)


@router.get("/me/notices/{uuid:uid}", response=NoticeOut, auth=SIGNED_IN)
def read_notice(request: PageRequest, uid: UUID):
    return notice_for(request.user, uid)


@router.post("/me/notices/{uuid:uid}/read", response=NoticeOut, auth=SIGNED_IN)
def mark_notice_read(request: PageRequest, response: HttpResponse, uid: UUID):
    located(response, f"/me/notices/{uid}")
    return actions.mark_read(notice=notice_for(request.user, uid), by=request.user)


@router.post("/me/notices/read-all", response={204: None}, auth=SIGNED_IN)
def mark_notices_read(request: PageRequest, response: HttpResponse):
    located(response, "/me/notices")
    actions.mark_all_read(by=request.user)
