"""Official figures of areas in the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import PatchDict, Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.api import AreaRef, place_of
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    ChangesListed,
    Given,
    Listing,
    Word,
    changed,
    cleaned,
    located,
    merged,
    page_of,
)
from ruamsuk.core.searching import containing
from ruamsuk.evidence import actions
from ruamsuk.evidence.access import check_place, official_figure_for
from ruamsuk.evidence.forms import MOST_COUNTED, OfficialFigureForm, values_of
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.evidence.verbs import ENTER_FIGURES

router = Router(tags=["Official figures"])

Counted = Annotated[int, Field(ge=0, le=MOST_COUNTED)]


class OfficialFigureOut(Schema):
    uid: UUID
    home_area: AreaRef
    indicator: str | None = Field(description="Code of a standard indicator")
    text: str
    unit: str
    value: Decimal
    covered: int | None = Field(description="From how many the figure was taken")
    total: int | None = Field(description="Of how many in all")
    measured_on: date
    agency: str
    source: str = Field(description="The report or data set in which it stands")
    updated_at: datetime

    @staticmethod
    def resolve_indicator(row: OfficialFigure) -> str | None:
        return row.indicator.code if row.indicator else None


class OfficialFigureIn(Given):
    home_area: AreaCode
    indicator: Word = Field("", description="Code of a standard indicator, or `text` and `unit` instead")
    text: Word = ""
    unit: Word = ""
    value: Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
    covered: Counted | None = None
    total: Counted | None = None
    measured_on: date
    agency: Word
    source: Word = ""


class OfferedIn(Given):
    figure: Word = Field(
        description="`uid` of an official figure that is offered here, or `population` for the registered people"
    )


class OfficialFiguresWanted(ChangesListed):
    area: AreaCode = ""
    indicator: Word = Field("", description="Code of a standard indicator")
    q: Word = Field("", description="Part of the words")


@router.get("/official-figures", response=Listing[OfficialFigureOut], auth=SIGNED_IN)
def list_official_figures(request: PageRequest, wanted: Query[OfficialFiguresWanted]):
    """Figures of the area and of all below it, the newest day first."""
    rows = OfficialFigure.objects.visible_to(request.user, READ).select_related("home_area", "indicator")
    if area := place_of(wanted.area):
        rows = rows.filter(area.places.q())
    if wanted.indicator:
        rows = rows.filter(indicator__code=wanted.indicator)
    rows = changed(rows, wanted).filter(containing(wanted.q))
    return page_of(request, rows, ("-measured_on", "-pk"), wanted)


@router.get("/official-figures/{uuid:uid}", response=OfficialFigureOut, auth=SIGNED_IN)
def read_official_figure(request: PageRequest, uid: UUID):
    return official_figure_for(request.user, uid, READ)


@router.post("/official-figures", response={201: OfficialFigureOut}, auth=SIGNED_IN)
def enter_official_figure(request: PageRequest, response: HttpResponse, body: OfficialFigureIn):
    require(request.user, ENTER_FIGURES)
    values = cleaned(OfficialFigureForm(body.dict()))
    check_place(request.user, values["home_area"])
    made = actions.enter_official_figure(**values, by=request.user)
    located(response, f"/official-figures/{made.uid}")
    return made


@router.patch("/official-figures/{uuid:uid}", response=OfficialFigureOut, auth=SIGNED_IN)
def change_official_figure(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[OfficialFigureIn]
):
    figure = official_figure_for(request.user, uid, ENTER_FIGURES)
    values = cleaned(OfficialFigureForm(merged(values_of(figure), body)))
    check_place(request.user, values["home_area"])
    actions.change_official_figure(figure=figure, **values, by=request.user)
    located(response, f"/official-figures/{uid}")
    return official_figure_for(request.user, uid, READ)


@router.post("/official-figures/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_official_figure(request: PageRequest, response: HttpResponse, uid: UUID):
    """For one that was entered by mistake. Plans and proposals keep what they took from it."""
    figure = official_figure_for(request.user, uid, ENTER_FIGURES)
    actions.remove_official_figure(figure=figure, by=request.user)
    located(response, "/official-figures")
