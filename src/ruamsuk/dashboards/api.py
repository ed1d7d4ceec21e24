"""`GET /api/v1/counts`: public figures, readable without a token; and the figures that documents state."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field, create_model

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.area_sets.access import area_set_for
from ruamsuk.areas.api import AreaRef, place_of
from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import coded, followed, without_successor
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
    for_other_sites,
    known_by,
    located,
    missing,
    page_of,
    unknown,
)
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.money import SATANG
from ruamsuk.core.problems import NotFound
from ruamsuk.counting.figures import FIGURES, Figure, Figures
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import Question
from ruamsuk.dashboards import actions
from ruamsuk.dashboards.access import require_noting, stated_figure_for
from ruamsuk.dashboards.choices import FigureChoice
from ruamsuk.dashboards.forms import MOST, BasisForm, ChoiceForm, NoteForm
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.dashboards.queries.counts import Counts, Stated, bases, beside, counts, question_of
from ruamsuk.funds.api import network_of
from ruamsuk.funds.models import Network
from ruamsuk.issues.models import IssueList
from ruamsuk.issues.queries import lists
from ruamsuk.organizations.verbs import EDIT_FUND

Row = TypeVar("Row", bound=Model)
router = Router(tags=["Counts"])


def _shape(name: str, words: str, figures: Iterable[Figure], /, **more: Any) -> type[Schema]:
    """A value for each figure, after what `more` has; money in satang."""
    fields = more | {figure.code: (int, ...) for figure in figures}
    return create_model(name, __base__=Schema, __doc__=words, **fields)


BY_ENTRY = [figure for figure in FIGURES.values() if figure.by_entry]
ByIssue = _shape("ByIssue", "Figures that are counted by issue; money in satang.", BY_ENTRY)
IssueRow = _shape(
    "IssueRow",
    "Figures of one line of the list; money in satang.",
    BY_ENTRY,
    issue=(str, Field(description="code of the entry in the list of issues")),
    name=(str, Field(description="its name in the language asked for")),
)
Totals = _shape("Totals", "Every figure; money in satang.", FIGURES.values())
FigureCode = StrEnum("FigureCode", {code.upper(): code for code in FIGURES})  # type: ignore[misc]  # functional API


PlaceRow = create_model(
    "PlaceRow",
    __base__=Schema,
    __doc__="Figures of one place of the next level.",
    kind=(str, Field(description="level of the area; `fund`; `rest`: in none of them")),
    code=(str, Field(description="of the area or fund; empty for the rest")),
    name=(str, ...),
    totals=(Totals, ...),
)


class StatedRow(Schema):
    """A figure that a document states of this area or of one on the next level, beside what is counted."""

    uid: UUID
    area: AreaRef
    figure: str
    issue: str | None = Field(description="code of the line of the list; null: all issues together")
    printed: int
    computed: int
    source: str


CountsAnswer = create_model(
    "CountsAnswer",
    __base__=Schema,
    area=(str, ...),
    asked_area=(
        AreaRef | None,
        Field(description="The closed area that was asked for; `area` took its place"),
    ),
    note=(str, Field(description="Says so in words; else empty")),
    fiscal_year=(int, ...),
    network=(UUID | None, ...),
    area_set=(UUID | None, Field(description="uid of the set of areas")),
    as_of=(datetime, ...),
    totals=(Totals, ...),
    by_issue=(list[IssueRow], ...),  # type: ignore[valid-type]  # made of what is declared
    not_classified=(ByIssue, Field(description="under no issue of the list")),
    overlap=(ByIssue, Field(description="sum of by_issue + not_classified − overlap = totals")),
    by_place=(
        list[PlaceRow],  # type: ignore[valid-type]
        Field(description="the next level: areas or funds, with a set its areas; together the totals"),
    ),
    stated=(list[StatedRow], ...),
)


class Asked(Given):
    area: Word = Field(COUNTRY_CODE, description="official code, TH for the country, Z12 for a health zone")
    fiscal_year: FiscalYear | None = Field(None, description="BE; the current one when left out")
    network: UUID | None = Field(None, description="uid of a network: only its funds")
    issue_list: Word | None = Field(
        None, description="code of a list of issues; the first list when left out"
    )
    year: FiscalYear | None = Field(None, description="the same as `fiscal_year`, as the page calls it")
    listed: Word | None = Field(
        None, alias="list", description="the same as `issue_list`, as the page calls it"
    )
    area_set: UUID | None = Field(
        None, alias="set", description="uid of a set of areas: only what lies in them, in the area too"
    )
    here: bool = Field(
        False, description="only what lies at the area's own level, in none of the areas below it"
    )


@router.get("/counts", response=CountsAnswer, summary="Figures of an area, a year and a network")
@decorate_view(for_other_sites)
def read_counts(request: PageRequest, response: HttpResponse, asked: Query[Asked]) -> object:
    """Counted from the records. A project under several issues stands under each, and once in the totals."""
    question, closed = question_asked(asked, request.user)
    answer = _answer(counts(question)) | {
        "asked_area": closed,
        "note": followed(closed, question.area) if closed else "",
    }
    known_by(response, answer | {"as_of": None})  # the same figures, whenever they were counted
    return answer


def question_asked(asked: Asked, user: Reader) -> tuple[Question, Area | None]:
    """The question, and the closed area that was named, if another took its place."""
    area, closed = coded(asked.area.strip().upper())
    if area is None:
        raise without_successor(closed) if closed else unknown("area", asked.area)
    issue_list = asked.issue_list or asked.listed
    question = Question(
        area=area,
        fiscal_year=asked.fiscal_year or asked.year or current_fiscal_year(),
        issue_list=_named("issue_list", IssueList.objects.filter(code=issue_list))
        if issue_list
        else lists().first(),
        network=_named("network", Network.objects.filter(uid=asked.network)) if asked.network else None,
        here=asked.here,
        area_set=area_set_for(user, asked.area_set, READ) if asked.area_set else None,
    )
    return question, closed


def _named(name: str, rows: QuerySet[Row]) -> Row:
    """What a filter names. Nothing of that name is a refusal: other figures than those asked for would mislead."""
    found = rows.first()
    if found is None:
        raise NotFound(field=name)
    return found


def _answer(counted: Counts) -> dict[str, object]:
    question, whole = counted.question, counted.whole
    return {
        "area": question.area.code,
        "fiscal_year": question.fiscal_year,
        "network": question.network.uid if question.network else None,
        "area_set": question.area_set.uid if question.area_set else None,
        "as_of": counted.as_of,
        "totals": _only(counted.totals, Totals),
        "by_issue": [
            {"issue": entry.code, "name": entry.name, **_only(whole.of(entry.pk), ByIssue)}
            for entry in counted.entries
        ],
        "not_classified": _only(counted.not_classified, ByIssue),
        "overlap": _only(counted.overlap, ByIssue),
        "by_place": [_place(line) for line in counted.lines],
        "stated": [
            {
                "uid": stated.record.uid,
                "area": stated.record.home_area,
                "figure": stated.record.figure,
                "issue": stated.record.entry.code if stated.record.entry else None,
                "printed": stated.record.printed,
                "computed": stated.computed,
                "source": stated.record.source,
            }
            for stated in counted.stated
        ],
    }


def _place(line: FigureLine) -> dict[str, object]:
    of = line.fund or line.area
    return {
        "kind": line.area.kind if line.area else "fund" if line.fund else "rest",
        "code": of.code if of else "",
        "name": of.name if of else "",
        "totals": _only(line.split.total, Totals),
    }


def _only(figures: Figures, shape: type[Schema]) -> Figures:
    return {name: figures[name] for name in shape.model_fields}


# What documents state ----------------------------------------------------------------------------------------------


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
    issue_list = _named("issue_list", IssueList.objects.filter(code=body.issue_list)) if body.issue else None
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
