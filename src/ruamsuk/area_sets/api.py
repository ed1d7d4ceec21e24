"""Sets of areas in the API."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import PatchDict, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.area_sets import actions
from ruamsuk.area_sets.access import area_set_for, require_keeping
from ruamsuk.area_sets.forms import SetForm, values_of_set
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.area_sets.verbs import KEEP_AREA_SETS
from ruamsuk.areas.api import AreaRef
from ruamsuk.areas.models import Area
from ruamsuk.core.api import SIGNED_IN, Given, Word, cleaned, located, merged

router = Router(tags=["Sets of areas"])


class AreaSetOut(Schema):
    uid: UUID
    name: str
    note: str
    is_shared: bool
    is_retired: bool
    areas: list[AreaRef] = Field(
        alias="today", description="Those of today: what took the place of closed ones"
    )
    parts: list[AreaRef] = Field(description="Those that lie in no other of them: what is counted, each once")

    @staticmethod
    def resolve_is_retired(row: AreaSet) -> bool:
        return row.retired_at is not None


class AreaSetIn(Given):
    name: Word
    areas: list[Word] = Field(max_length=300, description="Codes, or names with what they lie in")
    note: Word = ""
    is_shared: bool = False


@router.get("/area-sets", response=list[AreaSetOut])
def list_area_sets(request: PageRequest) -> list[AreaSet]:
    """Those in use: shared ones, and one's own."""
    return list(AreaSet.objects.visible_to(request.user, READ).in_use())


@router.get("/area-sets/{uuid:uid}", response=AreaSetOut)
def read_area_set(request: PageRequest, uid: UUID) -> AreaSet:
    return area_set_for(request.user, uid, READ)


@router.post("/area-sets", response={201: AreaSetOut}, auth=SIGNED_IN)
def add_area_set(request: PageRequest, response: HttpResponse, body: AreaSetIn) -> AreaSet:
    require_keeping(request.user)
    made = actions.add_area_set(**_read(request, body.dict()), by=request.user)
    located(response, f"/area-sets/{made.uid}")
    return AreaSet.objects.get(pk=made.pk)


@router.patch("/area-sets/{uuid:uid}", response=AreaSetOut, auth=SIGNED_IN)
def change_area_set(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[AreaSetIn]
) -> AreaSet:
    """`areas` replaces all of them."""
    found = area_set_for(request.user, uid, KEEP_AREA_SETS)
    values = _read(request, merged(values_of_set(found), body))
    actions.change_area_set(area_set=found, **values, by=request.user)
    located(response, f"/area-sets/{uid}")
    return AreaSet.objects.get(pk=found.pk)


@router.post("/area-sets/{uuid:uid}/retire", response=AreaSetOut, auth=SIGNED_IN)
def retire_area_set(request: PageRequest, response: HttpResponse, uid: UUID) -> AreaSet:
    """It is offered no more; its address and its figures stay."""
    found = area_set_for(request.user, uid, KEEP_AREA_SETS)
    located(response, f"/area-sets/{uid}")
    return actions.retire_area_set(area_set=found, by=request.user)


def _read(request: PageRequest, sent: dict[str, Any]) -> dict[str, Any]:
    areas = sent["areas"]
    text = areas if isinstance(areas, str) else "\n".join(areas)
    form = SetForm(sent | {"areas": text}, may_share=True)  # the action refuses who may not
    values: dict[str, Any] = cleaned(form)
    found: list[Area] = form.cleaned_data["areas"]
    return values | {"areas": found}
