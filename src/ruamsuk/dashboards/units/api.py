"""`GET /api/v1/counts/units`: how many funds and areas have some of each figure, and which."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import MOST, Word, for_other_sites, known_by, unknown
from ruamsuk.counting.question import FUND_LEVEL
from ruamsuk.counting.units import UNITS, Covers, Has, units_in
from ruamsuk.dashboards.api.counts import Asked as AskedOfCounts
from ruamsuk.dashboards.api.counts import Begin, FigureCode, entry_asked, question_asked
from ruamsuk.dashboards.units.coverage import asked_coverage
from ruamsuk.dashboards.units.tables import SHOWN, asked_of
from ruamsuk.funds.models import Fund

router = Router(tags=["Counts"])


class UnitFigure(Schema):
    figure: FigureCode
    some: int = Field(description="Units of which it is more than 0")
    none: int = Field(description="Units of which it is 0, and something else of the year is recorded")
    unknown: int = Field(description="Units of which nothing at all is recorded of the year")


class UnitRow(Schema):
    code: str
    name: str
    value: int = Field(description="Of the figure that was asked for")


class UnitsAnswer(Schema):
    area: str
    fiscal_year: int
    unit: str
    number: int = Field(description="Open funds (with a network: its members of today), or open areas")
    figures: list[UnitFigure]
    units: list[UnitRow] = Field(
        description="Those of `figure` and `has`, in their order; empty without `figure`"
    )
    next_from: int | None = Field(description="`from` of the next page; null: this was the last")


class UnitsAsked(AskedOfCounts):
    unit: Word = Field(FUND_LEVEL, description=f"one of {', '.join(UNITS)}, smaller than the area")
    figure: FigureCode | None = Field(None, description="whose units are listed")
    has: Has = Field(Has.SOME, description="which of its units are listed")
    issue: Word | None = Field(None, description="code of a line of the list: only what stands under it")
    entry: Word | None = Field(None, description="the same as `issue`, as the page calls it")
    begin: Begin = 0


@router.get("/counts/units", response=UnitsAnswer, summary="Who has some of a figure, and who has none")
@decorate_view(for_other_sites)
def read_units(request: PageRequest, response: HttpResponse, asked: Query[UnitsAsked]) -> object:
    """Counted from the records, as `/counts`: the same filters by the same names."""
    question, _closed = question_asked(asked, request.user)
    entry = entry_asked(question, asked.issue or asked.entry)
    if asked.unit not in units_in(question.area):
        raise unknown("unit", asked.unit)
    if asked.figure and asked.figure not in [figure.code for figure in SHOWN]:
        raise unknown("figure", asked.figure)
    found = asked_of(question, asked.unit, asked.figure or "", asked.has, entry)
    having, without = found.units.having(found.entry_key), len(found.units.unrecorded)
    listed = found.rows().order_by("sort_key", "pk") if asked.figure else Fund.objects.none()
    rows: list[Any] = list(listed[asked.begin : asked.begin + MOST + 1])
    answer = {
        "area": question.area.code,
        "fiscal_year": question.fiscal_year,
        "unit": asked.unit,
        "number": found.units.number,
        "figures": [
            {
                "figure": figure.code,
                "some": having[figure.code],
                "none": found.units.number - having[figure.code] - without,
                "unknown": without,
            }
            for figure in SHOWN
        ],
        "units": [found.line(one) for one in rows[:MOST]],
        "next_from": asked.begin + MOST if len(rows) > MOST else None,
    }
    known_by(response, answer)
    return answer


class CoveredLine(Schema):
    issue: str = Field(description="code of the line of the list")
    name: str
    some: int = Field(description="Units that have some of the figure under it")


class CoveredUnit(Schema):
    code: str
    name: str
    value: int = Field(description="Lines of the list of which it has some")
    missing: list[str] = Field(description="Codes of the lines of which it has none")
    is_known: bool = Field(description="false: nothing at all is recorded of its year")


class CoverageAnswer(Schema):
    area: str
    fiscal_year: int
    issue_list: str
    figure: FigureCode
    unit: str
    number: int
    lines: list[CoveredLine]
    all: int = Field(description="Units that have some of every line")
    part: int
    none: int
    unknown: int = Field(description="Units of which nothing at all is recorded of the year")
    units: list[CoveredUnit]
    next_from: int | None = Field(description="`from` of the next page; null: this was the last")


class CoverageAsked(AskedOfCounts):
    unit: Word = Field(FUND_LEVEL, description=f"one of {', '.join(UNITS)}, smaller than the area")
    figure: FigureCode = Field(FigureCode("approved"), description="what of a line there should be some of")
    covers: Covers | None = Field(None, description="which units are listed; all when left out")
    begin: Begin = 0


@router.get("/counts/coverage", response=CoverageAnswer, summary="Which lines of a list are covered, where")
@decorate_view(for_other_sites)
def read_coverage(request: PageRequest, response: HttpResponse, asked: Query[CoverageAsked]) -> object:
    """Of each line of the list of issues, whether funds and areas have some of a figure: "all ten plans?"."""
    question, _closed = question_asked(asked, request.user)
    if asked.unit not in units_in(question.area):
        raise unknown("unit", asked.unit)
    if asked.figure not in [figure.code for figure in SHOWN]:
        raise unknown("figure", asked.figure)
    found = asked_coverage(question, asked.unit, asked.figure, asked.covers or "")
    units = found.coverage.units
    rows = found.rows().order_by("sort_key", "pk")[asked.begin : asked.begin + MOST + 1]
    lines = [found.line(one) for one in rows[:MOST]]
    answer = {
        "area": question.area.code,
        "fiscal_year": question.fiscal_year,
        "issue_list": question.issue_list.code if question.issue_list else "",
        "figure": asked.figure,
        "unit": asked.unit,
        "number": units.number,
        "lines": [
            {
                "issue": entry.code,
                "name": entry.name,
                "some": len(units.keys_that(Has.SOME, asked.figure, entry.pk)),
            }
            for entry in found.entries
        ],
        **{covers.value: len(found.coverage.keys_that(covers)) for covers in Covers},
        "units": [
            {
                "code": line.code,
                "name": line.name,
                "value": line.value,
                "missing": [entry.code for entry in line.missing],
                "is_known": line.is_known,
            }
            for line in lines
        ],
        "next_from": asked.begin + MOST if len(rows) > MOST else None,
    }
    known_by(response, answer)
    return answer
