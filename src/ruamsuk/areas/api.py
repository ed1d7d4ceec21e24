"""Areas in the API: read by everybody, changed by date by those who keep the official list."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from ruamsuk.areas import actions, forms, queries
from ruamsuk.areas.access import area_for
from ruamsuk.areas.choices import CHANGED_AT, EDIT_AREAS, READ, AreaKind
from ruamsuk.areas.models import Area, AreaVersion
from ruamsuk.areas.problems import WrongLevel
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.areas.sight import Sight
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    Given,
    Listed,
    Listing,
    Word,
    cleaned,
    located,
    missing,
    page_of,
    plain,
    unknown,
)
from ruamsuk.core.text import tidy

router = Router(tags=["Areas"])


class AreaRef(Schema):
    """An area as other nouns name it."""

    code: str = Field(examples=["901104"])
    kind: AreaKind
    name_th: str
    name_en: str


class AreaItem(AreaRef):
    postal_codes: str = Field(description="Of a sub-district, with spaces between")
    opened_on: date | None
    closed_on: date | None


class PopulationOut(Schema):
    year: int = Field(description="BE calendar year of the count")
    people: int
    source: str


class VersionOut(Schema):
    """What an area was called, coded and part of for some time; a null day: longer than is known, or still."""

    code: str
    name_th: str
    name_en: str
    part_of: str | None = Field(description="Code of the area above; for a province its health zone")
    valid_from: date | None
    valid_until: date | None

    @staticmethod
    def resolve_part_of(row: AreaVersion) -> str | None:
        above = row.zone if row.area.kind == AreaKind.PROVINCE else row.parent
        return above.code if above else None


class AreaOut(AreaItem):
    path: list[AreaRef] = Field(description="From the country down to the area itself")
    successors: list[AreaRef] = Field(description="What took the place of a closed area")
    named_alike: list[AreaRef] = Field(
        description="Of a closed area without a known successor: the open ones that it may have become, by their name"
    )
    history: list[VersionOut] = Field(description="Newest first")
    populations: list[PopulationOut]
    latitude: float | None
    longitude: float | None

    @staticmethod
    def resolve_path(area: Area) -> list[Area]:
        return queries.path(area)

    @staticmethod
    def resolve_successors(area: Area) -> list[Area]:
        return [row.successor for row in queries.successors(area)]

    @staticmethod
    def resolve_named_alike(area: Area) -> list[Area]:
        return queries.named_alike(area)

    @staticmethod
    def resolve_history(area: Area) -> list[AreaVersion]:
        return queries.history(area)

    @staticmethod
    def resolve_populations(area: Area) -> list[object]:
        return list(area.populations.order_by("-year"))


class AreasWanted(Listed):
    parent: AreaCode = Field("", description="Only what lies directly below this area")
    kind: AreaKind | None = None
    closed: bool = Field(False, description="Closed areas instead of open ones")


class SearchWanted(Given):
    q: Word = Field(min_length=1, description="What somebody is typing", examples=["หาดให"])
    kind: AreaKind | None = None
    limit: int = Field(12, ge=1, le=50)


class AddressWanted(Given):
    text: Annotated[str, AfterValidator(tidy)] = Field(
        min_length=1, max_length=400, pattern=r"^[^\x00]*$", examples=["ต.คอหงส์ อ.หาดใหญ่"]
    )
    expected: AreaCode = Field("", description="Where the record belongs for another reason")


class CandidateOut(AreaRef):
    path: str = Field(description="The place with all that it lies in; its name alone may belong to several")

    @staticmethod
    def resolve_path(area: Area) -> str:
        return queries.short_path(area)


class AddressOut(Schema):
    """What a hand-written address says."""

    text: str
    area: CandidateOut | None = Field(
        description="The place, if it is certain; else (`to_confirm`) the smallest area on which all parts of the"
        " address agree, or null"
    )
    to_confirm: bool = Field(
        description="true: a piece is not explained, parts disagree or several places fit; let a person confirm it"
    )
    candidates: list[CandidateOut] = Field(description="What may be meant, best first; at most 8")
    contradictions: list[str] = Field(description="Why it is not certain, a sentence each")
    says: str = Field(description="One sentence for people")
    moo: int | None = Field(description="Of a single village")
    village_name: str

    @staticmethod
    def resolve_area(reading: queries.AddressReading) -> Area | None:
        return reading.area or reading.agreed


def place_of(code: str, field: str = "area") -> Area | None:
    """The open area that a filter or body names; None: no area was named; refused when there is none."""
    if not code:
        return None
    found = Area.objects.open().filter(code=code).first()
    if found is None:
        raise unknown(field, code)
    return found


@router.get("/areas", response=Listing[AreaItem])
def list_areas(request: HttpRequest, wanted: Query[AreasWanted]):
    """In Thai order."""
    above = place_of(wanted.parent, "parent")
    if above is None:
        rows: QuerySet[Area] = Area.objects.visible_to(request.user, READ)
        rows = rows.filter(closed_on__isnull=not wanted.closed)
    else:
        rows = queries.children(above, closed=wanted.closed)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return page_of(request, rows, ("sort_key",), wanted)


@router.get("/areas/search", response=list[AreaItem])
def search_areas(request: HttpRequest, wanted: Query[SearchWanted]):
    """The likeliest areas for the first letters of a name, a code, or a postal code."""
    return queries.search(wanted.q, kinds=[wanted.kind] if wanted.kind else (), limit=wanted.limit)


@router.get("/areas/understand-address", response=AddressOut)
def understand_address(request: HttpRequest, wanted: Query[AddressWanted]):
    """Reads an address written by hand: certain only if all of it is explained and no part disagrees.

    Else it answers what may be meant, best first, with the reason.
    """
    return queries.understand_address(wanted.text, expected=place_of(wanted.expected, "expected"))


@router.get("/areas/{code}", response=AreaOut)
def read_area(request: HttpRequest, code: str):
    """One area by its official code; a code that was abolished leads to the closed area."""
    rows = Area.objects.visible_to(request.user, READ).filter(code=code.replace("\x00", ""))
    rows = rows.select_related(*UPWARDS)
    found = rows.open().first() or rows.order_by("-closed_on").first()
    if found is None:
        raise Http404
    return found


# Changes by date ---------------------------------------------------------------------------------------------------

NAME = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029,]*$"  # no comma and no line end: a split is read line by line
Name = Annotated[
    str, Field(min_length=1, max_length=120, pattern=NAME, examples=["ทุ่งใหม่"]), AfterValidator(tidy)
]
NameEn = Annotated[str, Field(max_length=120, pattern=NAME, examples=["Thung Mai"]), AfterValidator(tidy)]
NewCode = Annotated[str, Field(max_length=8, pattern=r"^[0-9A-Z]+$", examples=["901117"])]
OnDay = Annotated[date, Field(description="The day of the announcement; never in the future")]


class EffectOut(Schema):
    name: str = Field(description="A level, or a kind of records, in the language asked for")
    count: int


class EffectsOut(Schema):
    """What a change of the area would touch."""

    areas: list[EffectOut]
    records: list[EffectOut]


class OpenAreaIn(Given):
    parent: AreaCode = Field(
        description="One level up; for a province its health zone, for a zone the country"
    )
    code: NewCode
    name_th: Name
    name_en: NameEn = ""
    on_day: OnDay


class SightIn(Given):
    """Who sees the personal part of records after the change; without it whoever saw it before."""

    personal_sight: Literal["stays", "follows"] = Field(
        "stays", description="follows: whoever works there by the new borders"
    )
    differing_posts: list[UUID] = Field([], max_length=1000, description="Posts for which the opposite holds")

    @property
    def sight(self) -> Sight:
        differing = frozenset(str(uid) for uid in self.differing_posts)
        return Sight(follows=self.personal_sight == "follows", differing=differing)


SIGHT = {"personal_sight", "differing_posts"}


class CloseAreaIn(SightIn):
    successor: AreaCode = Field("", description="What takes its place; needed when records lie in it")
    basis: Word = Field("", description="The announcement")
    on_day: OnDay


class RenameAreaIn(Given):
    name_th: Name
    name_en: NameEn = ""
    on_day: OnDay


class RecodeAreaIn(SightIn):
    code: NewCode
    on_day: OnDay


class MoveAreaIn(SightIn):
    to: AreaCode
    code: AreaCode = Field("", description="Empty: the digits of the new place in front of the old number")
    on_day: OnDay


class MergeAreaIn(SightIn):
    into: AreaCode
    others: list[AreaCode] = Field(
        [], max_length=200, description="Areas beside this one that are merged on the same day"
    )
    basis: Word = ""
    on_day: OnDay


class PartIn(Given):
    code: NewCode
    name_th: Name
    name_en: NameEn = ""
    areas: list[AreaCode] = Field([], max_length=400, description="Codes of areas below that go to this part")


class SplitAreaIn(SightIn):
    parts: list[PartIn] = Field(min_length=1, max_length=40)
    keep: bool = Field(True, description="true: the old area goes on with the rest; false: it is closed")
    rest_to: AreaCode = Field(
        "", description="When it is closed: code of the part in which its records then lie"
    )
    basis: Word = ""
    on_day: OnDay


class VillageIn(Given):
    moo: int = Field(ge=1, le=99)
    name_th: Name
    name_en: NameEn = ""


class VillagesIn(Given):
    villages: list[VillageIn] = Field(min_length=1, max_length=99)


class PopulationIn(Given):
    year: int = Field(ge=2480, le=2700, description="BE calendar year of the count")
    people: int = Field(ge=0, le=100_000_000)
    source: Word = Field(examples=["สำนักทะเบียนราษฎร์ ธันวาคม 2568"])


def _to_change(request: HttpRequest, code: str, verb: str) -> Area:
    """The open area with that code, if it may be changed in that way."""
    open_one = Area.objects.open().filter(code=code.replace("\x00", "")).first()
    if open_one is None:
        raise Http404
    area = area_for(request.user, open_one.pk, EDIT_AREAS)
    if area.kind not in CHANGED_AT[verb]:
        kinds = ", ".join(str(kind.label) for kind in AreaKind if kind in CHANGED_AT[verb])
        raise WrongLevel(area=area.label, kind=kinds)
    return area


def _values(
    request: HttpRequest, form: type[forms.ChangeForm], area: Area, body: dict[str, object]
) -> dict[str, Any]:
    return cleaned(form(plain(body), area=area, user=request.user))


def _changed(response: HttpResponse, area: Area) -> Area:
    """The area as it stands after a change, at the code that it has now."""
    fresh = Area.objects.select_related(*UPWARDS).get(pk=area.pk)
    located(response, f"/areas/{fresh.code}")
    return fresh


@router.get("/areas/{code}/effects", response=EffectsOut, auth=SIGNED_IN)
def read_area_effects(request: HttpRequest, code: str):
    """What moves along when the area is closed, merged, moved or given a new code. The page asks before it does so."""
    found = queries.effects(_to_change(request, code, "close"))
    named = {"areas": found.areas, "records": found.records}
    return {group: [{"name": name, "count": n} for name, n in rows] for group, rows in named.items()}


@router.post("/areas", response={201: AreaOut}, auth=SIGNED_IN)
def open_area(request: HttpRequest, response: HttpResponse, body: OpenAreaIn):
    """A new area one level below `parent`. Villages have a call of their own."""
    if place_of(body.parent, "parent") is None:
        raise missing("parent")
    parent = _to_change(request, body.parent, "open")
    values = _values(request, forms.OpenForm, parent, body.dict(exclude={"parent"}))
    return _changed(response, actions.open_area(parent=parent, by=request.user, **values))


@router.post("/areas/{code}/close", response=AreaOut, auth=SIGNED_IN)
def close_area(request: HttpRequest, response: HttpResponse, code: str, body: CloseAreaIn):
    found = _to_change(request, code, "close")
    values = _values(request, forms.CloseForm, found, body.dict(exclude=SIGHT))
    actions.close_area(area=found, sight=body.sight, by=request.user, **values)
    return _changed(response, found)


@router.post("/areas/{code}/rename", response=AreaOut, auth=SIGNED_IN)
def rename_area(request: HttpRequest, response: HttpResponse, code: str, body: RenameAreaIn):
    """The name before stays in its history."""
    found = _to_change(request, code, "rename")
    values = _values(request, forms.RenameForm, found, body.dict())
    actions.rename_area(area=found, by=request.user, **values)
    return _changed(response, found)


@router.post("/areas/{code}/recode", response=AreaOut, auth=SIGNED_IN)
def recode_area(request: HttpRequest, response: HttpResponse, code: str, body: RecodeAreaIn):
    """A new official code; the areas below take its digits in front of theirs."""
    found = _to_change(request, code, "recode")
    values = _values(request, forms.RecodeForm, found, body.dict(exclude=SIGHT))
    actions.recode_area(area=found, sight=body.sight, by=request.user, **values)
    return _changed(response, found)


@router.post("/areas/{code}/move", response=AreaOut, auth=SIGNED_IN)
def move_area(request: HttpRequest, response: HttpResponse, code: str, body: MoveAreaIn):
    """Below another area of the level above, with all that lies in it."""
    found = _to_change(request, code, "move")
    values = _values(request, forms.MoveForm, found, body.dict(exclude=SIGHT))
    actions.move_area(area=found, sight=body.sight, by=request.user, **values)
    return _changed(response, found)


@router.post("/areas/{code}/merge", response=AreaOut, auth=SIGNED_IN)
def merge_area(request: HttpRequest, response: HttpResponse, code: str, body: MergeAreaIn):
    """This area and `others` are closed; their parts and records go to `into`, which is answered."""
    found = _to_change(request, code, "merge")
    others = [str(place.pk) for other in body.others if (place := place_of(other, "others"))]
    values = _values(request, forms.MergeForm, found, body.dict(exclude=SIGHT) | {"others": others})
    return _changed(response, actions.merge_areas(sight=body.sight, by=request.user, **values))


@router.post("/areas/{code}/split", response=list[AreaItem], auth=SIGNED_IN)
def split_area(request: HttpRequest, response: HttpResponse, code: str, body: SplitAreaIn):
    """Opens new areas out of this one; the new ones are answered."""
    found = _to_change(request, code, "split")
    values = _values(request, forms.SplitForm, found, _split_as_typed(body, found))
    opened = actions.split_area(area=found, sight=body.sight, by=request.user, **values)
    located(response, f"/areas?parent={found.parent.code}" if found.parent else "/areas")
    return opened


def _split_as_typed(body: SplitAreaIn, area: Area) -> dict[str, object]:
    """The fields of the page's form: the parts as lines, and one field for each area below."""
    below = {part.code: part.pk for part in queries.children(area)}
    typed: dict[str, object] = body.dict(exclude={"parts", "keep"} | SIGHT) | {
        "keep": "yes" if body.keep else "no"
    }
    typed["parts"] = "\n".join(f"{part.code} {part.name_th},{part.name_en}" for part in body.parts)
    for part in body.parts:
        for code in part.areas:
            if code not in below:
                raise unknown("parts.areas", code)
            typed[f"part_{below[code]}"] = part.code
    return typed


@router.post("/areas/{code}/villages", response=list[AreaItem], auth=SIGNED_IN)
def add_villages(request: HttpRequest, response: HttpResponse, code: str, body: VillagesIn):
    """All of them or none; one that is there with the same name is passed over. The new ones are answered."""
    found = _to_change(request, code, "villages")
    rows = [(village.moo, village.name_th, village.name_en) for village in body.villages]
    located(response, f"/areas?parent={code}")
    return actions.add_villages(subdistrict=found, rows=forms.village_rows(rows, found), by=request.user)


@router.post("/areas/{code}/population", response=AreaOut, auth=SIGNED_IN)
def set_population(request: HttpRequest, response: HttpResponse, code: str, body: PopulationIn):
    """People of a year; entering a year again corrects it."""
    found = _to_change(request, code, "population")
    values = _values(request, forms.PopulationForm, found, body.dict())
    actions.set_population(area=found, by=request.user, **values)
    return _changed(response, found)
