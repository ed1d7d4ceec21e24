"""What documents state, in the API."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.api import AreaRef, place_of
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    FiscalYear,
    Given,
    Listed,
    Listing,
    Text,
    Word,
    cleaned,
    located,
    missing,
    page_of,
)
from ruamsuk.core.money import SATANG
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards import actions
from ruamsuk.dashboards.access import require_noting, stated_figure_for
from ruamsuk.dashboards.api.counts import FigureCode, named
from ruamsuk.dashboards.choices import FigureChoice
from ruamsuk.dashboards.forms import MOST, BasisForm, ChoiceForm, NoteForm
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.dashboards.queries.counts import Stated, bases, beside, counts, question_of
from ruamsuk.funds.api import network_of
from ruamsuk.issues.models import IssueList
from ruamsuk.issues.queries import lists
from ruamsuk.organizations.verbs import EDIT_FUND

router = Router(tags=["Counts"])


class StatedItem(Schema):
    """A figure as a document prints it; money in satang."""

    uid: UUID
    area: AreaRef = Field(alias="home_area")
    fiscal_year: int
    network: UUID | None
    issue_list: str | None = Field(description="null: all issues together")
    issue: str | None = Field(description="Code of the line of the list")
    figure: FigureCode
    printed: int
    source: str
    source_url: str
    choice: FigureChoice
    choice_reason: str

    @staticmethod
    def resolve_network(row: StatedFigure) -> UUID | None:
        return row.network.uid if row.network else None

    @staticmethod
    def resolve_issue_list(row: StatedFigure) -> str | None:
        return row.entry.issue_list.code if row.entry else None

    @staticmethod
    def resolve_issue(row: StatedFigure) -> str | None:
        return row.entry.code if row.entry else None


class Basis(Schema):
    figure: FigureCode
    computed: int
    difference: int = Field(description="printed − computed")

    @staticmethod
    def resolve_figure(row: Stated) -> str:
        return row.record.figure


class BasisIn(Given):
    figure: FigureCode


class StatedOut(StatedItem):
    """Beside what is counted of the same today."""

    computed: int
    difference: int = Field(description="printed − computed")
    overlap: int = Field(description="How often a project stands under a further issue")
    not_classified: int
    bases: list[Basis] = Field(description="Each number of projects that the document may have counted")


class StatedWanted(Listed):
    area: AreaCode = ""
    fiscal_year: FiscalYear | None = None


class StatedIn(Given):
    area: AreaCode
    fiscal_year: FiscalYear
    network: UUID | None = None
    figure: FigureCode
    issue_list: Word = Field("", description="Needed with `issue`")
    issue: Word = Field("", description="Code of a line of the list; empty: all issues together")
    printed: int = Field(
        ge=0, le=MOST, description="As it is printed, even if it looks wrong; money in satang"
    )
    source: Word = Field(description="Name, day and page of the document")
    source_url: Text = ""


class ChoiceIn(Given):
    choice: FigureChoice
    reason: Text = ""


@router.get("/stated-figures", response=Listing[StatedItem])
def list_stated_figures(request: PageRequest, wanted: Query[StatedWanted]):
    """What documents state of an area and of what lies in it, the newest note first."""
    rows = StatedFigure.objects.visible_to(request.user, READ)
    if area := place_of(wanted.area):
        rows = rows.filter(area.places.q())
    if wanted.fiscal_year:
        rows = rows.filter(fiscal_year=wanted.fiscal_year)
    rows = rows.select_related("home_area", "network", "entry__issue_list")
    return page_of(request, rows, ("-noted_at", "-pk"), wanted)


@router.get("/stated-figures/{uuid:uid}", response=StatedOut)
def read_stated_figure(request: PageRequest, uid: UUID) -> object:
    return _beside(stated_figure_for(request.user, uid, READ))


def _beside(record: StatedFigure) -> StatedFigure:
    """The record with what is counted of the same, under the names of StatedOut."""
    whole = counts(question_of(record, lists().first())).whole
    found = beside(record, whole)
    record.bases = bases(record, whole)  # type: ignore[attr-defined]  # a name of StatedOut
    for name in ("computed", "difference", "overlap", "not_classified"):
        setattr(record, name, getattr(found, name))
    return record


@router.post("/stated-figures", response={201: StatedOut}, auth=SIGNED_IN)
def note_stated_figure(request: PageRequest, response: HttpResponse, body: StatedIn) -> object:
    """Notes what a document says, by who keeps the funds of the whole area. What is counted is never typed."""
    area = place_of(body.area)
    if area is None:
        raise missing("area")
    require_noting(request.user, area)
    issue_list = named("issue_list", IssueList.objects.filter(code=body.issue_list)) if body.issue else None
    printed = Decimal(body.printed) / SATANG if FIGURES[body.figure].is_money else body.printed
    typed = {
        "figure": body.figure,
        "entry": body.issue,
        "printed": printed,
        "source": body.source,
        "source_url": body.source_url,
    }
    made = actions.note_figure(
        area=area,
        fiscal_year=body.fiscal_year,
        network=network_of(body.network),
        by=request.user,
        **cleaned(NoteForm(typed, issue_list=issue_list), entry="code"),
    )
    located(response, f"/stated-figures/{made.uid}")
    return _beside(stated_figure_for(request.user, made.uid, READ))


@router.post("/stated-figures/{uuid:uid}/choose", response=StatedOut, auth=SIGNED_IN)
def choose_stated_figure(request: PageRequest, response: HttpResponse, uid: UUID, body: ChoiceIn) -> object:
    """Which of the two figures counts, with the reason; `undecided` takes a choice back."""
    stated_figure = stated_figure_for(request.user, uid, EDIT_FUND)
    actions.choose_figure(stated=stated_figure, by=request.user, **cleaned(ChoiceForm(body.dict())))
    located(response, f"/stated-figures/{uid}")
    return _beside(stated_figure_for(request.user, uid, READ))


@router.post("/stated-figures/{uuid:uid}/basis", response=StatedOut, auth=SIGNED_IN)
def choose_basis_of_stated_figure(
    request: PageRequest, response: HttpResponse, uid: UUID, body: BasisIn
) -> object:
    """What a document counted that only says "projects": developed, approved, funded, running …"""
    stated_figure = stated_figure_for(request.user, uid, EDIT_FUND)
    actions.choose_basis(stated=stated_figure, by=request.user, **cleaned(BasisForm(body.dict())))
    located(response, f"/stated-figures/{uid}")
    return _beside(stated_figure_for(request.user, uid, READ))
