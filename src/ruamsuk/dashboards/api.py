"""`GET /api/v1/counts`: public figures, readable without a token."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.areas.models import Area
from ruamsuk.core.api import FiscalYear, Word, unknown
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.problems import NotFound
from ruamsuk.dashboards.queries.counts import Counts, Figures, Scope, counts
from ruamsuk.funds.models import Network
from ruamsuk.issues.models import IssueList
from ruamsuk.issues.queries import lists

Row = TypeVar("Row", bound=Model)
router = Router(tags=["Counts"])


class ByIssue(Schema):
    """Figures that are counted by issue; money in satang."""

    planned: int
    developed: int
    approved: int
    running: int
    budget_satang: int
    reports_due: int
    reports_sent: int
    reports_accepted: int
    reports_late: int


class IssueRow(ByIssue):
    issue: str = Field(description="code of the entry in the list of issues")
    name: str = Field(description="its name in the language asked for")


class Totals(Schema):
    funds: int
    funds_learning_centre: int
    funds_expansion: int
    planned: int
    developed: int
    approved: int
    running: int
    budget_satang: int
    reports_due: int
    reports_sent: int
    reports_accepted: int


class StatedRow(Schema):
    """A figure that a document states of this area, beside what is counted."""

    figure: str
    printed: int
    computed: int
    source: str


class CountsAnswer(Schema):
    area: str
    fiscal_year: int
    network: UUID | None
    as_of: datetime
    totals: Totals
    by_issue: list[IssueRow]
    not_classified: ByIssue = Field(description="under no issue of the list")
    overlap: ByIssue = Field(description="sum of by_issue + not_classified − overlap = totals")
    stated: list[StatedRow]


class Asked(Schema):
    area: Word = Field(COUNTRY_CODE, description="official code, TH for the country, Z12 for a health zone")
    fiscal_year: FiscalYear | None = Field(None, description="BE; the current one when left out")
    network: UUID | None = Field(None, description="uid of a network: only its funds")
    issue_list: Word | None = Field(
        None, description="code of a list of issues; the first list when left out"
    )


@router.get("/counts", response=CountsAnswer, summary="Figures of an area, a year and a network")
def read_counts(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Counted from the records. A project under several issues stands under each, and once in the totals."""
    area = Area.objects.open().filter(code=asked.area.strip().upper()).first()
    if area is None:
        raise unknown("area", asked.area)
    scope = Scope(
        area=area,
        fiscal_year=asked.fiscal_year or current_fiscal_year(),
        issue_list=_named("issue_list", IssueList.objects.filter(code=asked.issue_list))
        if asked.issue_list
        else lists().first(),
        network=_named("network", Network.objects.filter(uid=asked.network)) if asked.network else None,
    )
    return _answer(counts(scope))


def _named(name: str, rows: QuerySet[Row]) -> Row:
    """What a filter names. Nothing of that name is a refusal: other figures than those asked for would mislead."""
    found = rows.first()
    if found is None:
        raise NotFound(field=name)
    return found


def _answer(found: Counts) -> dict[str, Any]:
    scope, whole = found.scope, found.whole
    return {
        "area": scope.area.code,
        "fiscal_year": scope.fiscal_year,
        "network": scope.network.uid if scope.network else None,
        "as_of": found.as_of,
        "totals": _only(found.totals, Totals),
        "by_issue": [
            {"issue": entry.code, "name": entry.name, **_only(whole.of(entry.pk), ByIssue)}
            for entry in found.entries
        ],
        "not_classified": _only(found.not_classified, ByIssue),
        "overlap": _only(found.overlap, ByIssue),
        "stated": [
            {
                "figure": stated.record.figure,
                "printed": stated.record.printed,
                "computed": stated.computed,
                "source": stated.record.source,
            }
            for stated in found.stated
            if stated.record.home_area_id == scope.area.pk and stated.record.entry_id is None
        ],
    }


def _only(figures: Figures, shape: type[Schema]) -> Figures:
    return {name: figures[name] for name in shape.model_fields}
