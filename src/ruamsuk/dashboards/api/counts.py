"""Figures of an area in the API, as the page of figures shows them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar
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
from ruamsuk.areas.api import AreaRef
from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import coded, followed, without_successor
from ruamsuk.core.api import FiscalYear, Given, Word, cleaned, for_other_sites, known_by, unknown
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.problems import NotFound
from ruamsuk.counting.figures import FIGURES, Figure, Figures
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.forms import ThenForm
from ruamsuk.dashboards.queries.counts import Counts, counts
from ruamsuk.funds.api import fund_of
from ruamsuk.funds.choices import Then, Way
from ruamsuk.funds.models import Network
from ruamsuk.issues.models import IssueList, ListEntry
from ruamsuk.issues.queries import lists

router = Router(tags=["Counts"])


Row = TypeVar("Row", bound=Model)


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
        issue_list=named("issue_list", IssueList.objects.filter(code=issue_list))
        if issue_list
        else lists().first(),
        network=named("network", Network.objects.filter(uid=asked.network)) if asked.network else None,
        here=asked.here,
        area_set=area_set_for(user, asked.area_set, READ) if asked.area_set else None,
        then=then_asked(asked.on, asked.way),
    )
    return question, closed


# Of answers that come by pages.
Begin = Annotated[
    int,
    Field(alias="from", ge=0, le=1_000_000, description="lines left out before the first; see `next_from`"),
]


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


def then_asked(on: str | None, way: Way | None) -> Then | None:
    form = ThenForm({"on": on or "", "way": way or ""})
    cleaned(form)
    return form.then


def named(name: str, rows: QuerySet[Row]) -> Row:
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
