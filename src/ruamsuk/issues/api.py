"""Catalogues in the API: issues and their lists, indicators, and the codes of the forms. Everybody reads them."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import PatchDict, Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.choices import Can
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import (
    SIGNED_IN,
    Given,
    Listed,
    Listing,
    Text,
    Word,
    at,
    cleaned,
    merged,
    page_of,
    unknown,
)
from ruamsuk.issues import actions, queries
from ruamsuk.issues.access import indicator_for, issue_for
from ruamsuk.issues.choices import Direction, GroupKind, GroupScheme
from ruamsuk.issues.forms import (
    IndicatorForm,
    IssueForm,
    NewIndicatorForm,
    NewIssueForm,
    values_of_indicator,
    values_of_issue,
)
from ruamsuk.issues.models import ExpenseCategory, Indicator, Issue, IssueList, SupportType, TargetGroup

router = Router(tags=["Catalogues"])


class Named(Schema):
    code: str
    name_th: str
    name_en: str


class IssueRef(Named):
    """An issue as other nouns name it."""


class PlaceInList(Schema):
    """Where an issue is counted in a list."""

    list: str = Field(description="Code of the list")
    entry: str = Field(description="Code of the line")


class IssueOut(Named):
    uid: UUID
    synonyms: list[str]
    places: list[PlaceInList]
    retired: bool

    @staticmethod
    def resolve_synonyms(issue: Issue) -> list[str]:
        return [word.text for word in issue.synonyms.all()]

    @staticmethod
    def resolve_places(issue: Issue) -> list[dict[str, str]]:
        return [{"list": e.issue_list.code, "entry": e.code} for e in issue.entries.all()]

    @staticmethod
    def resolve_retired(issue: Issue) -> bool:
        return issue.retired_on is not None


class EntryOut(Named):
    issues: list[IssueRef]


class IssueListItem(Named):
    source: str


class IssueListOut(IssueListItem):
    entries: list[EntryOut]
    without_place: list[IssueRef] = Field(description="Issues that have no place in this list")

    @staticmethod
    def resolve_entries(row: IssueList) -> list[object]:
        return list(queries.entries(row.code))

    @staticmethod
    def resolve_without_place(row: IssueList) -> list[Issue]:
        return list(queries.not_in_list(row.code))


class IndicatorOut(Named):
    uid: UUID
    issue: IssueRef
    unit_th: str
    unit_en: str
    direction: Direction = Field(description="up: higher is better")
    denominator_th: str
    data_source: str
    suggested_objective_th: str
    suggested_measure_th: str
    source: str
    retired: bool

    @staticmethod
    def resolve_retired(row: Indicator) -> bool:
        return row.retired_on is not None


class TargetGroupOut(Named):
    scheme: GroupScheme
    kind: GroupKind


class ExpenseCategoryOut(Named):
    group: int = Field(description="One of the six groups of spending reports", ge=1, le=6)


class SupportTypeOut(Schema):
    code: int
    name_th: str
    short_th: str
    name_en: str


class IssueIn(Given):
    code: Word = Field(examples=["road-safety"])
    name_th: Word
    name_en: Word
    synonyms: Text = Field("", description="One word or phrase a line")


class IssueFields(Given):
    name_th: Word
    name_en: Word
    synonyms: Text = Field("", description="One word or phrase a line")


class IndicatorFields(Given):
    name_th: Word
    name_en: Word
    unit_th: Word
    unit_en: Word
    direction: Direction
    denominator_th: Word = ""
    data_source: Word = ""
    suggested_objective_th: Word = ""
    suggested_measure_th: Text = ""


class IndicatorIn(IndicatorFields):
    code: Word = Field(examples=["rs-7"])


class IndicatorsWanted(Listed):
    issue: Word = Field("", description="Code of an issue")
    q: Word = Field("", description="Part of the name")


def issue_of(code: str) -> Issue | None:
    """The issue that a filter or body names by its code; None: none was named; refused when there is none."""
    if not code:
        return None
    found = Issue.objects.filter(code=code).first()
    if found is None:
        raise unknown("issue", code)
    return found


@router.get("/issues", response=Listing[IssueOut])
def list_issues(request: HttpRequest, wanted: Query[Listed]):
    """Every issue with its place in each list."""
    rows = queries.issues_with_places(Issue.objects.prefetch_related("synonyms"))
    return page_of(request, rows, ("sort_no", "sort_key"), wanted)


@router.get("/issues/{uuid:uid}", response=IssueOut)
def read_issue(request: PageRequest, uid: UUID):
    return issue_for(request.user, uid, Can.READ)


@router.post("/issues", response={201: IssueOut}, auth=SIGNED_IN)
def add_issue(request: PageRequest, response: HttpResponse, body: IssueIn):
    require(request.user, Can.EDIT_CATALOGUE)
    made = actions.add_issue(**cleaned(NewIssueForm(body.dict())), by=request.user)
    at(response, f"/issues/{made.uid}")
    return made


@router.patch("/issues/{uuid:uid}", response=IssueOut, auth=SIGNED_IN)
def change_issue(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[IssueFields]):
    found = issue_for(request.user, uid, Can.EDIT_CATALOGUE)
    form = IssueForm(merged(values_of_issue(found), body))
    at(response, f"/issues/{uid}")
    return actions.change_issue(issue=found, **cleaned(form), by=request.user)


@router.post("/issues/{uuid:uid}/retire", response=IssueOut, auth=SIGNED_IN)
def retire_issue(request: PageRequest, response: HttpResponse, uid: UUID):
    """It is no longer offered; what uses it keeps it."""
    found = issue_for(request.user, uid, Can.EDIT_CATALOGUE)
    actions.retire(row=found, by=request.user)
    at(response, f"/issues/{uid}")
    return found


@router.get("/issue-lists", response=list[IssueListItem])
def list_issue_lists(request: HttpRequest):
    """The lists by which someone counts: the 8, the 10, the 18."""
    return list(queries.lists())


@router.get("/issue-lists/{slug:code}", response=IssueListOut)
def read_issue_list(request: HttpRequest, code: str):
    return queries.list_by_code(code)


@router.get("/indicators", response=Listing[IndicatorOut])
def list_indicators(request: HttpRequest, wanted: Query[IndicatorsWanted]):
    rows = Indicator.objects.in_use().select_related("issue")
    if issue := issue_of(wanted.issue):
        rows = rows.filter(issue=issue)
    if wanted.q:
        rows = rows.filter(Q(name_th__icontains=wanted.q) | Q(name_en__icontains=wanted.q))
    return page_of(request, rows, ("issue__sort_no", "sort_no"), wanted)


@router.get("/indicators/{uuid:uid}", response=IndicatorOut)
def read_indicator(request: PageRequest, uid: UUID):
    return indicator_for(request.user, uid, Can.READ)


@router.post("/issues/{uuid:uid}/indicators", response={201: IndicatorOut}, auth=SIGNED_IN)
def add_indicator(request: PageRequest, response: HttpResponse, uid: UUID, body: IndicatorIn):
    found = issue_for(request.user, uid, Can.EDIT_CATALOGUE)
    made = actions.add_indicator(issue=found, **cleaned(NewIndicatorForm(body.dict())), by=request.user)
    at(response, f"/indicators/{made.uid}")
    return made


@router.patch("/indicators/{uuid:uid}", response=IndicatorOut, auth=SIGNED_IN)
def change_indicator(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[IndicatorFields]
):
    found = indicator_for(request.user, uid, Can.EDIT_CATALOGUE)
    form = IndicatorForm(merged(values_of_indicator(found), body))
    at(response, f"/indicators/{uid}")
    return actions.change_indicator(indicator=found, **cleaned(form), by=request.user)


@router.get("/target-groups", response=list[TargetGroupOut])
def list_target_groups(request: HttpRequest):
    return list(TargetGroup.objects.all())


@router.get("/expense-categories", response=list[ExpenseCategoryOut])
def list_expense_categories(request: HttpRequest):
    """Kinds of spending, below the six groups of every report."""
    return list(ExpenseCategory.objects.all())


@router.get("/support-types", response=list[SupportTypeOut])
def list_support_types(request: HttpRequest):
    """For whom and what a fund pays, 1 to 5."""
    return list(SupportType.objects.all())
