"""Names of fields in the API: those that people added, those of a file that are not known."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN, Given, Word, cleaned, located
from ruamsuk.imports.access import batch_for
from ruamsuk.older_pages.access import check_may_teach, label_for
from ruamsuk.older_pages.actions.labels import forget_label, set_label
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.forms import LabelForm
from ruamsuk.older_pages.models import Label
from ruamsuk.older_pages.queries.labels import with_the_system
from ruamsuk.older_pages.queries.unknown import unknown_labels

router = Router(tags=["Imports"])


class LabelOut(Schema):
    uid: UUID
    text: str
    part: Part


class LabelsOut(Schema):
    added: list[LabelOut] = Field(description="By people; they stand before those of the system")
    with_the_system: dict[str, list[str]] = Field(description="Part → names")


class LabelIn(Given):
    text: Word = Field(description="As files write it; spaces, dots, brackets and case make no difference")
    part: Part


class UnknownLabelOut(Schema):
    text: str
    records: int
    examples: list[str]
    likely: str = Field(description="The part that it most likely means; empty: nothing is near")


@router.get("/import-labels", response=LabelsOut, auth=SIGNED_IN)
def list_labels(request: PageRequest):
    """What fields of older systems are called, and which part each name means."""
    check_may_teach(request.user)
    return {"added": list(Label.objects.order_by("text")), "with_the_system": with_the_system()}


@router.post("/import-labels", response={201: LabelOut}, auth=SIGNED_IN)
def say_label(request: PageRequest, response: HttpResponse, body: LabelIn):
    """From now on the name means the part, also where it meant another one before."""
    check_may_teach(request.user)
    made = set_label(**cleaned(LabelForm(body.dict())), by=request.user)
    located(response, "/import-labels")
    return made


@router.post("/import-labels/{uuid:uid}/forget", response={204: None}, auth=SIGNED_IN)
def remove_label(request: PageRequest, response: HttpResponse, uid: UUID):
    """What it means by the names of the system counts again."""
    forget_label(label=label_for(request.user, uid), by=request.user)
    located(response, "/import-labels")


@router.get("/imports/{uuid:uid}/unknown-labels", response=list[UnknownLabelOut], auth=SIGNED_IN)
def list_unknown_labels(request: PageRequest, uid: UUID):
    """Names of fields in a file that are not known, the most frequent first."""
    return [vars(one) for one in unknown_labels(batch_for(request.user, uid))]
