"""`GET /api/v1/counts`: public figures, readable without a token; and the figures that documents state."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
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
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.core.money import SATANG
from ruamsuk.core.problems import NotFound
from ruamsuk.counting.figures import FIGURES, Figure, Figures
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import Question
from ruamsuk.dashboards import actions
from ruamsuk.dashboards.access import frozen_set_for, post_that_freezes, require_noting, stated_figure_for
from ruamsuk.dashboards.choices import FigureChoice
from ruamsuk.dashboards.forms import (
    MOST,
    BasisForm,
    ChoiceForm,
    FreezeForm,
    NoteForm,
    ThenForm,
    WithdrawForm,
)
from ruamsuk.dashboards.models import FrozenSet, StatedFigure
from ruamsuk.dashboards.queries.counts import Counts, Stated, bases, beside, counts, question_of
from ruamsuk.dashboards.queries.frozen import anew, said, words
from ruamsuk.dashboards.verbs import FREEZE_FIGURES
from ruamsuk.funds.api import fund_of, network_of
from ruamsuk.funds.choices import Then, Way
from ruamsuk.funds.models import Network
from ruamsuk.issues.models import IssueList, ListEntry
from ruamsuk.issues.queries import lists
from ruamsuk.organizations.verbs import EDIT_FUND

Row = TypeVar("Row", bound=Model)
router = Router(tags=["Counts"])


def _shape(name: str, words: str, figures: Iterable[Figure], /, **more: Any) -> type[Schema]:
    """A value for each figure, after what `more` has; money in satang. None: not known of the day that is asked for."""
    fields = more | {figure.code: (int | None, ...) for figure in figures}
    return create_model(name, __base__=Schema, __doc__=words, **fields)


BY_ENTRY = [figure for figure in FIGURES.values() if figure.by_entry]
ByIssue = _shape(
    "ByIssue",
    "Figures that are counted by issue, in satang where money; null: not known of the day.",
    BY_ENTRY,
)
IssueRow = _shape(
    "IssueRow",
    "Figures of one line of the list; money in satang. null: not known of that day.",
    BY_ENTRY,
    issue=(str, Field(description="code of the entry in the list of issues")),
    name=(str, Field(description="its name in the language asked for")),
)
Totals = _shape("Totals", "Every figure; money in satang. null: not known of that day.", FIGURES.values())
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


class NotKnown(Schema):
    """A figure of which nothing can be said of the day that is asked for."""

    figure: str
    since: date | None = Field(description="The first day of which it can; null: only of today")


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
    on=(date | None, Field(description="The past day that was asked for; null: today")),
    way=(Way | None, Field(description="`known`: as known then; `corrected`: by what is known of it today")),
    not_known=(list[NotKnown], ...),
    today=(
        Totals | None,  # type: ignore[arg-type]  # made of what is declared
        Field(description="Beside a past day: every figure of today"),
    ),
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
    on: Word | None = Field(
        None,
        description="as of the end of this day (2026-11-15, or as it is typed on the page); today when left out",
    )
    way: Way | None = Field(
        None, description="with `on`: as `known` then, or as `corrected` since; `known` when left out"
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
        then=_then(asked.on, asked.way),
    )
    return question, closed


class AskedOfIssue(Asked):
    """A question that may be of one fund, and of what stands under one line of its list."""

    fund: Word | None = Field(None, description="code or uid of a fund: only its projects, wherever they lie")
    issue: Word | None = Field(None, description="code of a line of the list: only what stands under it")
    entry: Word | None = Field(None, description="the same as `issue`, as the page calls it")


def asked_of_issue(asked: AskedOfIssue, user: Reader) -> tuple[Question, ListEntry | None]:
    question, _closed = question_asked(asked, user)
    if fund := fund_of(asked.fund or ""):
        question = replace(question, area=fund.home_area, fund=fund, here=False, area_set=None)
    return question, entry_asked(question, asked.issue or asked.entry)


def _then(on: str | None, way: Way | None) -> Then | None:
    form = ThenForm({"on": on or "", "way": way or ""})
    cleaned(form)
    return form.then


def _named(name: str, rows: QuerySet[Row]) -> Row:
    """What a filter names. Nothing of that name is a refusal: other figures than those asked for would mislead."""
    found = rows.first()
    if found is None:
        raise NotFound(field=name)
    return found


def _answer(counted: Counts) -> dict[str, object]:
    question, whole = counted.question, counted.whole

    def only(figures: Figures, shape: type[Schema]) -> dict[str, int | None]:
        return {code: None if code in counted.not_known else n for code, n in _only(figures, shape).items()}

    return {
        "area": question.area.code,
        "fiscal_year": question.fiscal_year,
        "network": question.network.uid if question.network else None,
        "area_set": question.area_set.uid if question.area_set else None,
        "as_of": counted.as_of,
        "on": question.then.day if question.then else None,
        "way": question.then.way if question.then else None,
        "not_known": [{"figure": code, "since": since} for code, since in counted.not_known.items()],
        "today": _only(counts(replace(question, then=None)).totals, Totals) if question.then else None,
        "totals": only(counted.totals, Totals),
        "by_issue": [
            {"issue": entry.code, "name": entry.name, **only(whole.of(entry.pk), ByIssue)}
            for entry in counted.entries
        ],
        "not_classified": only(counted.not_classified, ByIssue),
        "overlap": only(counted.overlap, ByIssue),
        "by_place": [place_kind(line) | {"totals": only(line.split.total, Totals)} for line in counted.lines],
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


def place_kind(line: FigureLine) -> dict[str, object]:
    """A line by its level, code and name."""
    of = line.fund or line.area
    return {
        "kind": line.area.kind if line.area else "fund" if line.fund else "rest",
        "code": of.code if of else "",
        "name": of.name if of else "",
    }


def entry_asked(question: Question, code: str | None) -> ListEntry | None:
    """A line of the question's list."""
    if not code:
        return None
    entry = ListEntry.objects.filter(issue_list=question.issue_list, code=code).first()
    if entry is None:
        raise unknown("issue", code)
    return entry


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


# What was frozen ----------------------------------------------------------------------------------------------------


class FrozenItem(Schema):
    """The question of a frozen set, and under which name it was frozen."""

    uid: UUID
    name: str
    reason: str
    area: AreaRef = Field(alias="home_area")
    here: bool = Field(description="Only what lies at the area's own level")
    fund: UUID | None
    network: UUID | None
    area_set: UUID | None
    fiscal_year: int
    issue_list: str | None
    on: date = Field(alias="day")
    way: Way
    frozen_at: datetime
    frozen_for: str = Field(description="The post for which it was frozen")
    withdrawn_at: datetime | None
    withdrawn_because: str

    @staticmethod
    def resolve_fund(row: FrozenSet) -> UUID | None:
        return row.fund.uid if row.fund else None

    @staticmethod
    def resolve_network(row: FrozenSet) -> UUID | None:
        return row.network.uid if row.network else None

    @staticmethod
    def resolve_issue_list(row: FrozenSet) -> str | None:
        return row.issue_list.code if row.issue_list else None

    @staticmethod
    def resolve_area_set(row: FrozenSet) -> UUID | None:
        return row.area_set.uid if row.area_set else None

    @staticmethod
    def resolve_frozen_for(row: FrozenSet) -> str:
        return said(row.post)


class FrozenFigure(Schema):
    """One figure; money in satang. null: not known of that day, or no longer counted."""

    figure: str
    name: str
    frozen: int | None
    again: int | None = Field(description="The same question asked anew, of the same day")
    today: int | None


class FrozenLine(Schema):
    """A line as it was frozen: a place or a fund, or an entry of the list of issues."""

    code: str
    name: str
    figures: dict[str, int | None]


class FrozenOut(FrozenItem):
    """What was frozen, and beside it the same question asked anew."""

    is_same: bool = Field(
        description="Whether the question still gives every number of the set. Lines without a code (the projects of a "
        "fund, what lies in no area) are compared by their names: one with another name is not the same"
    )
    reasons: list[str] = Field(description="Why it may be that it does not")
    figures: list[FrozenFigure]
    places: list[FrozenLine]
    issues: list[FrozenLine]


class FrozenWanted(Listed):
    area: AreaCode = ""
    fiscal_year: FiscalYear | None = None


class FreezeIn(Given):
    name: Word
    reason: Text
    area: AreaCode = ""
    fund: Word = Field("", description="uid or code: of this fund instead of an area")
    fiscal_year: FiscalYear
    network: UUID | None = None
    area_set: UUID | None = Field(None, description="uid of a set of areas: only what lies in them")
    issue_list: Word = Field("", description="The first list when left out")
    on: Word = Field("", description="As of the end of this day; today when left out")
    way: Way | None = None


class WithdrawIn(Given):
    reason: Text


@router.get("/frozen-sets", response=Listing[FrozenItem])
def list_frozen_sets(request: PageRequest, wanted: Query[FrozenWanted]):
    """What was frozen of an area and of what lies in it, the newest first."""
    rows = FrozenSet.objects.visible_to(request.user, READ).defer("values")
    if area := place_of(wanted.area):
        rows = rows.filter(area.places.q())
    if wanted.fiscal_year:
        rows = rows.filter(fiscal_year=wanted.fiscal_year)
    rows = rows.select_related("home_area", "fund", "network", "area_set", "issue_list")
    return page_of(request, rows, ("-frozen_at", "-pk"), wanted)


@router.get("/frozen-sets/{uuid:uid}", response=FrozenOut)
def read_frozen_set(request: PageRequest, uid: UUID) -> object:
    return _frozen(frozen_set_for(request.user, uid, READ))


def _frozen(record: FrozenSet) -> FrozenSet:
    """The record with its numbers and those asked anew, under the names of FrozenOut."""
    found, values = anew(record), record.values
    codes = [one["code"] for one in values["figures"]]
    more = {
        "is_same": found.is_same,
        "reasons": found.reasons,
        "figures": [
            {
                "figure": one.code,
                "name": one.label,
                **{way: getattr(one, way) for way in ("frozen", "again", "today")},
            }
            for one in found.figures
        ],
    }
    for kind in ("places", "issues"):
        more[kind] = [
            {
                "code": row["code"],
                "name": said(row["label"]),
                "figures": dict(zip(codes, row["numbers"], strict=True)),
            }
            for row in values[kind]
        ]
    for name, value in more.items():
        setattr(record, name, value)
    return record


@router.post("/frozen-sets", response={201: FrozenOut}, auth=SIGNED_IN)
def freeze_figures(request: PageRequest, response: HttpResponse, body: FreezeIn) -> object:
    """Freezes the answer to a question as of a day, under a name and an address that can be cited."""
    fund = fund_of(body.fund)
    area = fund.home_area if fund else place_of(body.area)
    if area is None:
        raise missing("area")
    post = post_that_freezes(request.user, area)
    issue_list = (
        _named("issue_list", IssueList.objects.filter(code=body.issue_list)) if body.issue_list else None
    )
    question = Question(
        area=area,
        fiscal_year=body.fiscal_year,
        issue_list=issue_list or lists().first(),
        network=network_of(body.network),
        area_set=area_set_for(request.user, body.area_set, READ) if body.area_set and not fund else None,
        fund=fund,
        then=_then(body.on, body.way) or Then(today()),
    )
    typed = cleaned(FreezeForm({"name": body.name, "reason": body.reason}))
    made = actions.freeze_figures(found=counts(question), post=words(lambda: post), by=request.user, **typed)
    located(response, f"/frozen-sets/{made.uid}")
    return _frozen(frozen_set_for(request.user, made.uid, READ))


@router.post("/frozen-sets/{uuid:uid}/withdraw", response=FrozenOut, auth=SIGNED_IN)
def withdraw_frozen_set(request: PageRequest, response: HttpResponse, uid: UUID, body: WithdrawIn) -> object:
    """It stays as it is and readable, and says that it should no longer be cited, and why."""
    record = frozen_set_for(request.user, uid, FREEZE_FIGURES)
    actions.withdraw_frozen(frozen=record, by=request.user, **cleaned(WithdrawForm(body.dict())))
    located(response, f"/frozen-sets/{uid}")
    return _frozen(frozen_set_for(request.user, uid, READ))
