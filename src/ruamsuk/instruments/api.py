"""Instruments in the API: read by everybody signed in, written by those who keep the catalogues."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import PatchDict, Router, Schema, Status
from pydantic import Field

from ruamsuk.accounts.access import may, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.api import SIGNED_IN, Given, Text, Word, cleaned, located, merged
from ruamsuk.instruments import actions
from ruamsuk.instruments.access import criterion_for, instrument_for, part_for, version_for, version_of
from ruamsuk.instruments.choices import About, Tier, VersionState
from ruamsuk.instruments.forms import (
    FORMS,
    BandForm,
    CriterionForm,
    LevelForm,
    NamedForm,
    NewInstrumentForm,
    SignForm,
    VersionForm,
)
from ruamsuk.instruments.models import Band, Criterion, Instrument, InstrumentVersion, Level
from ruamsuk.instruments.queries.scoring import most_of
from ruamsuk.issues.verbs import EDIT_CATALOGUE

router = Router(tags=["Instruments"])


class LevelOut(Schema):
    uid: UUID
    number: int = Field(description="Times the weight of the criterion it is its points")
    name_th: str
    name_en: str
    text_th: str = Field(description="When it fits")
    text_en: str
    example_th: str
    example_en: str
    is_low: bool = Field(description="Who chooses it has to give a reason")


class CriterionOut(Schema):
    uid: UUID
    no: int
    name_th: str
    name_en: str
    look_at_th: str
    look_at_en: str
    weight: int
    levels: list[LevelOut]

    @staticmethod
    def resolve_levels(row: Criterion) -> list[Level]:
        return list(row.levels.all())


class BandOut(Schema):
    uid: UUID
    from_percent: int = Field(description="Of the most points, from which share on")
    name_th: str
    name_en: str
    tier: Tier = Field(description="The step in which results are counted over areas")


class VersionRef(Schema):
    uid: UUID
    no: int
    state: VersionState
    signed_at: datetime | None = Field(description="null: to be confirmed by the programme")


class InstrumentOut(Schema):
    uid: UUID
    code: str
    about: About
    name_th: str
    name_en: str
    retired_on: date | None
    versions: list[VersionRef] = Field(description="The newest first; drafts for those who write them")

    @staticmethod
    def resolve_versions(row: Instrument, context: Any) -> list[InstrumentVersion]:
        writes = may(context["request"].user, EDIT_CATALOGUE)
        return [one for one in row.versions.all() if writes or not one.is_draft]


class InstrumentVersionOut(VersionRef):
    instrument: UUID = Field(alias="instrument.uid")
    about: About = Field(alias="instrument.about")
    differ_from: int = Field(description="From how many levels apart two answers are marked")
    published_at: datetime | None
    answered_at: datetime | None = Field(description="From then on nothing of it changes")
    signed_note: str
    most: int = Field(description="The most points that can be reached")
    criteria: list[CriterionOut]
    bands: list[BandOut]

    @staticmethod
    def resolve_most(row: InstrumentVersion) -> int:
        return most_of(row.criteria.all())

    @staticmethod
    def resolve_criteria(row: InstrumentVersion) -> list[Criterion]:
        return list(row.criteria.all())

    @staticmethod
    def resolve_bands(row: InstrumentVersion) -> list[Band]:
        return list(row.bands.all())


class InstrumentIn(Given):
    name_th: Word
    name_en: Word = ""


class NewInstrumentIn(InstrumentIn):
    about: About
    code: Word = Field(examples=["rubric-of-the-province"])


class VersionIn(Given):
    differ_from: int = Field(ge=1, le=20)


class SignIn(Given):
    note: Word = Field(description="The letter, meeting or manual in which the programme agreed to it")


class CriterionIn(Given):
    name_th: Word
    name_en: Word = ""
    look_at_th: Text = ""
    look_at_en: Text = ""
    weight: int = Field(1, ge=1, le=100)


class LevelIn(Given):
    number: int = Field(ge=0, le=100)
    name_th: Word
    name_en: Word = ""
    text_th: Text
    text_en: Text = ""
    example_th: Text = ""
    example_en: Text = ""
    is_low: bool = False


class BandIn(Given):
    from_percent: int = Field(ge=0, le=100)
    name_th: Word
    name_en: Word = ""
    tier: Tier


def _seen(request: HttpRequest, response: HttpResponse, uid: UUID) -> InstrumentVersion:
    located(response, f"/instrument-versions/{uid}")
    return version_for(request.user, uid, READ)


@router.get("/instruments", response=list[InstrumentOut], auth=SIGNED_IN)
def list_instruments(request: PageRequest):
    """All, also those out of use; a version in use is what is answered today."""
    rows = Instrument.objects.prefetch_related("versions")
    writes = may(request.user, EDIT_CATALOGUE)
    return [row for row in rows if writes or any(not one.is_draft for one in row.versions.all())]


@router.post("/instruments", response={201: InstrumentOut}, auth=SIGNED_IN)
def add_instrument(request: PageRequest, response: HttpResponse, body: NewInstrumentIn):
    """With an empty first version to be written."""
    require(request.user, EDIT_CATALOGUE)
    made = actions.add_instrument(by=request.user, **cleaned(NewInstrumentForm(body.dict())))
    located(response, f"/instruments/{made.uid}")
    return Status(201, made)


@router.get("/instruments/{uuid:uid}", response=InstrumentOut, auth=SIGNED_IN)
def read_instrument(request: PageRequest, uid: UUID):
    return instrument_for(request.user, uid, READ)


@router.patch("/instruments/{uuid:uid}", response=InstrumentOut, auth=SIGNED_IN)
def name_instrument(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[InstrumentIn]):
    found = instrument_for(request.user, uid, EDIT_CATALOGUE)
    values = cleaned(NamedForm(merged({"name_th": found.name_th, "name_en": found.name_en}, body)))
    located(response, f"/instruments/{uid}")
    return actions.name_instrument(instrument=found, by=request.user, **values)


@router.post("/instruments/{uuid:uid}/retire", response=InstrumentOut, auth=SIGNED_IN)
def retire_instrument(request: PageRequest, response: HttpResponse, uid: UUID):
    """Nothing new is answered by it; what was answered keeps it."""
    located(response, f"/instruments/{uid}")
    found = instrument_for(request.user, uid, EDIT_CATALOGUE)
    return actions.retire_instrument(instrument=found, by=request.user)


@router.post("/instruments/{uuid:uid}/restore", response=InstrumentOut, auth=SIGNED_IN)
def restore_instrument(request: PageRequest, response: HttpResponse, uid: UUID):
    located(response, f"/instruments/{uid}")
    found = instrument_for(request.user, uid, EDIT_CATALOGUE)
    return actions.restore_instrument(instrument=found, by=request.user)


@router.post("/instruments/{uuid:uid}/versions", response={201: InstrumentVersionOut}, auth=SIGNED_IN)
def begin_instrument_version(request: PageRequest, response: HttpResponse, uid: UUID):
    """A copy of the last one, to be changed and published."""
    found = instrument_for(request.user, uid, EDIT_CATALOGUE)
    made = actions.begin_version(instrument=found, by=request.user)
    return Status(201, _seen(request, response, made.uid))


@router.get("/instrument-versions/{uuid:uid}", response=InstrumentVersionOut, auth=SIGNED_IN)
def read_instrument_version(request: PageRequest, uid: UUID):
    return version_for(request.user, uid, READ)


@router.patch("/instrument-versions/{uuid:uid}", response=InstrumentVersionOut, auth=SIGNED_IN)
def change_instrument_version(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[VersionIn]
):
    """A draft. Its parts have calls of their own."""
    found = version_for(request.user, uid, EDIT_CATALOGUE)
    values = cleaned(VersionForm(merged({"differ_from": found.differ_from}, body), version=found))
    actions.change_version(version=found, by=request.user, **values)
    return _seen(request, response, uid)


@router.post("/instrument-versions/{uuid:uid}/publish", response=InstrumentVersionOut, auth=SIGNED_IN)
def publish_instrument_version(request: PageRequest, response: HttpResponse, uid: UUID):
    """It takes the place of the one in use. From its first answer on it stays as it is."""
    actions.publish_version(version=version_for(request.user, uid, EDIT_CATALOGUE), by=request.user)
    return _seen(request, response, uid)


@router.post("/instrument-versions/{uuid:uid}/take-back", response=InstrumentVersionOut, auth=SIGNED_IN)
def take_instrument_version_back(request: PageRequest, response: HttpResponse, uid: UUID):
    """Into writing again, while nobody has answered it."""
    actions.take_version_back(version=version_for(request.user, uid, EDIT_CATALOGUE), by=request.user)
    return _seen(request, response, uid)


@router.post("/instrument-versions/{uuid:uid}/sign", response=InstrumentVersionOut, auth=SIGNED_IN)
def sign_instrument_version(request: PageRequest, response: HttpResponse, uid: UUID, body: SignIn):
    """For the programme; until then it is marked as to be confirmed."""
    found = version_for(request.user, uid, EDIT_CATALOGUE)
    actions.sign_version(version=found, by=request.user, **cleaned(SignForm(body.dict())))
    return _seen(request, response, uid)


@router.post("/instrument-versions/{uuid:uid}/discard", response={204: None}, auth=SIGNED_IN)
def discard_instrument_version(request: PageRequest, uid: UUID):
    """A draft; with the only version goes the instrument."""
    actions.discard_version(version=version_for(request.user, uid, EDIT_CATALOGUE), by=request.user)
    return Status(204, None)


# Its parts -----------------------------------------------------------------------------------------------------


@router.post("/instrument-versions/{uuid:uid}/criteria", response={201: CriterionOut}, auth=SIGNED_IN)
def add_criterion(request: PageRequest, response: HttpResponse, uid: UUID, body: CriterionIn):
    found = version_for(request.user, uid, EDIT_CATALOGUE)
    values = cleaned(CriterionForm(body.dict()))
    made = actions.add_part(version=found, kind=Criterion, by=request.user, **values)
    located(response, f"/criteria/{made.uid}")
    return Status(201, made)


@router.post("/instrument-versions/{uuid:uid}/bands", response={201: BandOut}, auth=SIGNED_IN)
def add_band(request: PageRequest, response: HttpResponse, uid: UUID, body: BandIn):
    """A word for results."""
    found = version_for(request.user, uid, EDIT_CATALOGUE)
    made = actions.add_part(version=found, kind=Band, by=request.user, **cleaned(BandForm(body.dict())))
    located(response, f"/bands/{made.uid}")
    return Status(201, made)


@router.post("/criteria/{uuid:uid}/levels", response={201: LevelOut}, auth=SIGNED_IN)
def add_level(request: PageRequest, response: HttpResponse, uid: UUID, body: LevelIn):
    criterion = criterion_for(request.user, uid, EDIT_CATALOGUE)
    values = cleaned(LevelForm(body.dict()))
    made = actions.add_part(
        version=criterion.version, kind=Level, criterion=criterion, by=request.user, **values
    )
    located(response, f"/levels/{made.uid}")
    return Status(201, made)


def _change(request: PageRequest, response: HttpResponse, kind: str, uid: UUID, given: Any) -> Any:
    part = part_for(request.user, kind, uid, EDIT_CATALOGUE)
    form = FORMS[type(part)]
    stands = {name: getattr(part, name) for name in form.base_fields}
    located(response, f"/{kind}/{uid}")
    values = cleaned(form(merged(stands, given), part=part))
    return actions.change_part(part=part, by=request.user, **values)


def _remove(request: PageRequest, kind: str, uid: UUID) -> Any:
    part = part_for(request.user, kind, uid, EDIT_CATALOGUE)
    actions.remove_part(version=version_of(part), part=part, by=request.user)
    return Status(204, None)


@router.get("/criteria/{uuid:uid}", response=CriterionOut, auth=SIGNED_IN)
def read_criterion(request: PageRequest, uid: UUID):
    return part_for(request.user, "criteria", uid, READ)


@router.patch("/criteria/{uuid:uid}", response=CriterionOut, auth=SIGNED_IN)
def change_criterion(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[CriterionIn]):
    return _change(request, response, "criteria", uid, body)


@router.post("/criteria/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_criterion(request: PageRequest, uid: UUID):
    """With its levels."""
    return _remove(request, "criteria", uid)


@router.get("/levels/{uuid:uid}", response=LevelOut, auth=SIGNED_IN)
def read_level(request: PageRequest, uid: UUID):
    return part_for(request.user, "levels", uid, READ)


@router.patch("/levels/{uuid:uid}", response=LevelOut, auth=SIGNED_IN)
def change_level(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[LevelIn]):
    return _change(request, response, "levels", uid, body)


@router.post("/levels/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_level(request: PageRequest, uid: UUID):
    return _remove(request, "levels", uid)


@router.get("/bands/{uuid:uid}", response=BandOut, auth=SIGNED_IN)
def read_band(request: PageRequest, uid: UUID):
    return part_for(request.user, "bands", uid, READ)


@router.patch("/bands/{uuid:uid}", response=BandOut, auth=SIGNED_IN)
def change_band(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[BandIn]):
    return _change(request, response, "bands", uid, body)


@router.post("/bands/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_band(request: PageRequest, uid: UUID):
    return _remove(request, "bands", uid)
