"""Areas in the API: public, read only."""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.areas import queries
from ruamsuk.areas.choices import READ, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.core.api import AreaCode, Given, Listed, Listing, Word, page_of, unknown

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


class AreaOut(AreaItem):
    path: list[AreaRef] = Field(description="From the country down to the area itself")
    successors: list[AreaRef] = Field(description="What took the place of a closed area")
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
    def resolve_populations(area: Area) -> list[object]:
        return list(area.populations.order_by("-year"))


class AreasWanted(Listed):
    parent: AreaCode = Field("", description="Only what lies directly below this area")
    kind: AreaKind | None = None


class SearchWanted(Given):
    q: Word = Field(min_length=1, description="What somebody is typing", examples=["หาดให"])
    kind: AreaKind | None = None
    limit: int = Field(12, ge=1, le=50)


class AddressWanted(Given):
    text: str = Field(min_length=1, max_length=400, pattern=r"^[^\x00]*$", examples=["ต.คอหงส์ อ.หาดใหญ่"])
    expected: AreaCode = Field("", description="Where the record belongs for another reason")


class AddressOut(Schema):
    """What a hand-written address says; `area` is null when something in it contradicts the official list."""

    text: str
    area: AreaRef | None
    candidates: list[AreaRef]
    contradictions: list[str]
    says: str = Field(description="One sentence for people")
    moo: int | None
    village_name: str


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
    """Open areas, in Thai order."""
    above = place_of(wanted.parent, "parent")
    rows = Area.objects.visible_to(request.user, READ).open() if above is None else queries.children(above)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return page_of(request, rows, ("sort_key",), wanted)


@router.get("/areas/search", response=list[AreaItem])
def search_areas(request: HttpRequest, wanted: Query[SearchWanted]):
    """The likeliest areas for the first letters of a name, a code, or a postal code."""
    return queries.search(wanted.q, kinds=[wanted.kind] if wanted.kind else (), limit=wanted.limit)


@router.get("/areas/understand-address", response=AddressOut)
def understand_address(request: HttpRequest, wanted: Query[AddressWanted]):
    """Reads an address written by hand, and says where it contradicts the official list."""
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
