"""`GET /api/v1/counts/breakdowns/{code}`: what a figure consists of, by part and by place."""

from django.http import HttpResponse
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import MOST, for_other_sites, known_by
from ruamsuk.core.problems import NotFound
from ruamsuk.counting.breakdowns import BREAKDOWNS
from ruamsuk.counting.figures import Figures
from ruamsuk.dashboards.api.counts import AskedOfIssue, Begin, FigureCode, asked_of_issue, place_kind
from ruamsuk.dashboards.queries.breakdowns import broken_down

router = Router(tags=["Counts"])


class FigureValue(Schema):
    figure: FigureCode
    value: int = Field(description="Money in satang")


class PartRow(Schema):
    part: str = Field(
        description="Code of the kind; of organisations the uid, or the name as it was typed; `none`: not said"
    )
    name: str
    figures: list[FigureValue]


class PartsOfPlace(Schema):
    kind: str = Field(description="level of the area; `fund`; `rest`: in none of them")
    code: str = Field(description="of the area or fund; empty for the rest")
    name: str
    whole: list[FigureValue]
    parts: list[PartRow]


class BreakdownAnswer(Schema):
    area: str
    fiscal_year: int
    breakdown: str
    issue: str | None
    whole: list[FigureValue] = Field(description="As `/counts` gives them")
    overlap: list[FigureValue] = Field(
        description="How much more the parts are together: 0 where they add up to the whole"
    )
    parts: list[PartRow] = Field(description="Those that have some, in their order")
    by_place: list[PartsOfPlace] = Field(
        description="the next level, with the same parts; together the parts"
    )
    next_from: int | None = Field(description="`from` of the next page; null: this was the last")


class BreakdownAsked(AskedOfIssue):
    begin: Begin = 0


@router.get("/counts/breakdowns/{code}", response=BreakdownAnswer, summary="What a figure consists of")
@decorate_view(for_other_sites)
def read_breakdown(
    request: PageRequest, response: HttpResponse, code: str, asked: Query[BreakdownAsked]
) -> object:
    """`partners`: joint projects and other money by the kind of partner. `sectors`, `organizations`: participants of
    activities by where they came from; without an account, parts of fewer than five people are put to `none`."""
    if code not in BREAKDOWNS:
        raise NotFound
    found = broken_down(code, *asked_of_issue(asked, request.user), has_account=request.user.is_authenticated)
    breakdown, end = found.breakdown, asked.begin + MOST
    page = found.order[asked.begin : end]
    names = breakdown.named(page)

    def values(figures: Figures) -> list[dict[str, object]]:
        return [{"figure": one, "value": figures[one]} for one in breakdown.figures]

    def rows(parts: dict[str, Figures]) -> list[dict[str, object]]:
        return [
            {"part": part, "name": str(names[part]), "figures": values(parts[part])}
            for part in page
            if part in parts
        ]

    answer = {
        "area": found.question.area.code,
        "fiscal_year": found.question.fiscal_year,
        "breakdown": code,
        "issue": found.entry.code if found.entry else None,
        "whole": values(found.whole),
        "overlap": [
            {"figure": one, "value": found.overlap(found.parts, found.whole, one)}
            for one in breakdown.figures
        ],
        "parts": rows(found.parts),
        "by_place": [
            place_kind(line) | {"whole": values(whole), "parts": rows(parts)}
            for line, parts, whole in found.lines
        ],
        "next_from": end if len(found.order) > end else None,
    }
    known_by(response, answer)
    return answer
