"""`GET /api/v1/counts/indicators`: what standard indicators stand at over an area, and the projects behind it."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import MOST, for_other_sites, known_by
from ruamsuk.dashboards.api.counts import AskedOfIssue, Begin, asked_of_issue, place_kind
from ruamsuk.dashboards.queries.indicators import IndicatorValues, measured, measured_of
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import Indicator
from ruamsuk.projects.reports.queries.together import LeftOut, Together, measuring

router = Router(tags=["Counts"])


class TogetherOut(Schema):
    projects: int = Field(description="Projects of which an accepted report gives a value")
    reached: int = Field(description="Those that reached their target")
    number: Decimal | None = Field(
        description="The sum, or how many were counted of a share; null: values of the kind are not put together"
    )
    out_of: Decimal | None = Field(description="Of a share: how many were asked")
    percent: Decimal | None = Field(description="100 × number / out_of")
    added: int = Field(description="Values that are put together")
    left_out: dict[LeftOut, int] = Field(description="Reason → values that are not")


class IndicatorRow(Schema):
    uid: UUID
    code: str
    name: str
    unit: str
    issue: str = Field(description="Code of its issue")
    combining: Combining
    whole: TogetherOut


class IndicatorPlace(Schema):
    kind: str = Field(description="level of the area; `fund`; `rest`: in none of them")
    code: str = Field(description="of the area or fund; empty for the rest")
    name: str
    whole: TogetherOut


class IndicatorProject(Schema):
    project: UUID
    title: str
    no: int = Field(description="Of the indicator in the project")
    value: Decimal = Field(description="As the project's page says it; of a share in percent")
    counted: Decimal
    out_of: Decimal | None
    has_reached: bool
    left_out: LeftOut | None


class IndicatorsAnswer(Schema):
    area: str
    fiscal_year: int
    issue: str | None
    indicators: list[IndicatorRow]


class IndicatorAnswer(IndicatorRow):
    area: str
    fiscal_year: int
    by_place: list[IndicatorPlace] = Field(description="the next level: places with a value")
    values: list[IndicatorProject]
    next_from: int | None = Field(description="`from` of the next page of projects; null: this was the last")


class IndicatorAsked(AskedOfIssue):
    begin: Begin = 0


def _together(found: Together) -> dict[str, object]:
    names = ("projects", "reached", "number", "out_of", "percent", "left_out")
    return {name: getattr(found, name) for name in names} | {"added": len(found.added)}


def _row(found: IndicatorValues) -> dict[str, object]:
    one = found.indicator
    return {
        "uid": one.uid,
        "code": one.code,
        "name": one.name,
        "unit": one.unit,
        "issue": one.issue.code,
        "combining": one.combining,
        "whole": _together(found.whole),
    }


@router.get("/counts/indicators", response=IndicatorsAnswer, summary="What standard indicators stand at")
@decorate_view(for_other_sites)
def read_indicator_values(request: PageRequest, response: HttpResponse, asked: Query[AskedOfIssue]) -> object:
    """By the accepted reports of counted projects. A sum is added up; a share is n of N; latest values are not put
    together."""
    question, entry = asked_of_issue(asked, request.user)
    answer = {
        "area": question.area.code,
        "fiscal_year": question.fiscal_year,
        "issue": entry.code if entry else None,
        "indicators": [_row(one) for one in measured(question, entry)],
    }
    known_by(response, answer)
    return answer


@router.get("/counts/indicators/{uuid:uid}", response=IndicatorAnswer, summary="What one of them stands at")
@decorate_view(for_other_sites)
def read_values_of_indicator(
    request: PageRequest, response: HttpResponse, uid: UUID, asked: Query[IndicatorAsked]
) -> object:
    """By place, with the value of each project, the newest project first."""
    question, entry = asked_of_issue(asked, request.user)
    standard = get_object_or_404(Indicator.objects.select_related("issue"), uid=uid)
    found = measured_of(question, standard, entry)
    rows = measuring(question, entry, standard).order_by("-pk")[asked.begin : asked.begin + MOST + 1]
    projects, of_project = list(rows), found.of_project
    answer = _row(found) | {
        "area": question.area.code,
        "fiscal_year": question.fiscal_year,
        "by_place": [place_kind(line) | {"whole": _together(whole)} for line, whole in found.lines],
        "values": [
            {
                "project": project.uid,
                "title": project.title,
                "no": one.no,
                "value": one.value,
                "counted": one.counted,
                "out_of": one.out_of or None,
                "has_reached": one.has_reached,
                "left_out": one.left_out,
            }
            for project in projects[:MOST]
            for one in of_project.get(project.pk, ())
        ],
        "next_from": asked.begin + MOST if len(projects) > MOST else None,
    }
    known_by(response, answer)
    return answer
