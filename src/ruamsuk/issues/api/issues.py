"""Issues, their indicators, and the lists by which they are counted, in the API."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import PatchDict, Query, Router, Schema
from pydantic import BeforeValidator, Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.core.api import (
    SIGNED_IN,
    FiscalYear,
    Given,
    Listed,
    Listing,
    Text,
    Word,
    cleaned,
    located,
    merged,
    page_of,
    unknown,
)
from ruamsuk.core.searching import containing
from ruamsuk.issues import actions, queries
from ruamsuk.issues.access import indicator_for, issue_for, new_row_for, row_for
from ruamsuk.issues.api.codes import Named, changed_row
from ruamsuk.issues.choices import Combining, Direction
from ruamsuk.issues.forms import (
    IndicatorForm,
    IssueForm,
    NewIndicatorForm,
    NewIssueForm,
    NewRowForm,
    PlacesForm,
    RowForm,
    values_of_indicator,
    values_of_issue,
)
from ruamsuk.issues.models import Indicator, Issue, IssueList, ListEntry
from ruamsuk.issues.verbs import EDIT_CATALOGUE

router = Router(tags=["Catalogues"])


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
    valid_from_fy: int | None
    valid_until_fy: int | None


class IssueListItem(Named):
    source: str
    valid_from_fy: int | None
    valid_until_fy: int | None


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
    combining: Combining = Field(description="what several measurements are together")
    denominator_th: str
    data_source: str
    suggested_objective_th: str
    suggested_measure_th: str
    source: str
    retired: bool

    @staticmethod
    def resolve_retired(row: Indicator) -> bool:
        return row.retired_on is not None


class IssueListFields(Given):
    name_th: Word
    name_en: Word
    source: Word = ""
    valid_from_fy: FiscalYear | None = None
    valid_until_fy: FiscalYear | None = None


class IssueListIn(IssueListFields):
    code: Word = Field(examples=["regional-5"])


class EntryIn(Given):
    name_th: Word
    name_en: Word
    valid_from_fy: FiscalYear | None = None
    valid_until_fy: FiscalYear | None = None
    issues: list[Word] = Field(
        [], max_length=200, description="Codes of the issues that are counted under it"
    )


class PlacesIn(Given):
    places: dict[Word, Word | None] = Field(
        max_length=20,
        description="Code of a list: code of its line, or null for no place; lists left out stay as they are",
        examples=[{"strategic-8": "tobacco"}],
    )


def _lines(words: Any) -> Any:
    is_list = isinstance(words, list) and all(isinstance(word, str) for word in words)
    return "\n".join(words) if is_list else words


Synonyms = Annotated[
    Text,
    BeforeValidator(_lines, json_schema_input_type=list[Word] | Text),
    Field(description="One word or phrase a line, or a list"),
]


class IssueIn(Given):
    code: Word = Field(examples=["road-safety"])
    name_th: Word
    name_en: Word
    synonyms: Synonyms = ""


class IssueFields(Given):
    name_th: Word
    name_en: Word
    synonyms: Synonyms = ""


class IndicatorFields(Given):
    name_th: Word
    name_en: Word
    unit_th: Word
    unit_en: Word
    direction: Direction
    combining: Combining = Combining.LATEST
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
    return issue_for(request.user, uid, READ)


@router.post("/issues", response={201: IssueOut}, auth=SIGNED_IN)
def add_issue(request: PageRequest, response: HttpResponse, body: IssueIn):
    require(request.user, EDIT_CATALOGUE)
    made = actions.add_issue(**cleaned(NewIssueForm(body.dict())), by=request.user)
    located(response, f"/issues/{made.uid}")
    return made


@router.patch("/issues/{uuid:uid}", response=IssueOut, auth=SIGNED_IN)
def change_issue(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[IssueFields]):
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    form = IssueForm(merged(values_of_issue(issue), body))
    located(response, f"/issues/{uid}")
    return actions.change_issue(issue=issue, **cleaned(form), by=request.user)


@router.post("/issues/{uuid:uid}/retire", response=IssueOut, auth=SIGNED_IN)
def retire_issue(request: PageRequest, response: HttpResponse, uid: UUID):
    """It is no longer offered; what uses it keeps it."""
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    actions.retire(row=issue, by=request.user)
    located(response, f"/issues/{uid}")
    return issue


@router.post("/issues/{uuid:uid}/restore", response=IssueOut, auth=SIGNED_IN)
def restore_issue(request: PageRequest, response: HttpResponse, uid: UUID):
    """Takes a retired issue back into use."""
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    actions.restore(row=issue, by=request.user)
    located(response, f"/issues/{uid}")
    return issue


@router.post("/issues/{uuid:uid}/places", response=IssueOut, auth=SIGNED_IN)
def place_issue(request: PageRequest, response: HttpResponse, uid: UUID, body: PlacesIn):
    """Under which line of each list the issue is counted."""
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    lists = {row.code: row for row in queries.lists()}
    if strange := body.places.keys() - lists.keys():
        raise unknown("places", min(strange))
    named = {code: body.places[code] or "" for code in body.places}
    form = PlacesForm(named, issue=issue, lists=[lists[code] for code in named])
    cleaned(form, **dict.fromkeys(named, "code"))
    actions.place_issue(issue=issue, places=form.places(), by=request.user)
    located(response, f"/issues/{uid}")
    return issue


@router.get("/issue-lists", response=list[IssueListItem])
def list_issue_lists(request: HttpRequest):
    """The lists by which someone counts: the 8, the 10, the 18."""
    return list(queries.lists())


@router.get("/issue-lists/{slug:code}", response=IssueListOut)
def read_issue_list(request: HttpRequest, code: str):
    return queries.list_by_code(code)


@router.post("/issue-lists", response={201: IssueListOut}, auth=SIGNED_IN)
def add_issue_list(request: PageRequest, response: HttpResponse, body: IssueListIn):
    """A further list by which projects are counted; its lines are added next."""
    row = new_row_for(request.user, "lists")
    made = actions.add_row(row=row, by=request.user, **cleaned(NewRowForm(body.dict(), row=row)))
    located(response, f"/issue-lists/{body.code}")
    return made


def _list(request: PageRequest, code: str) -> IssueList:
    found = queries.list_by_code(code)
    row_for(request.user, "lists", found.pk, EDIT_CATALOGUE)
    return found


@router.patch("/issue-lists/{slug:code}", response=IssueListOut, auth=SIGNED_IN)
def change_issue_list(
    request: PageRequest, response: HttpResponse, code: str, body: PatchDict[IssueListFields]
):
    found = _list(request, code)
    located(response, f"/issue-lists/{code}")
    return actions.change_row(row=found, by=request.user, **changed_row(found, body))


@router.post("/issue-lists/{slug:code}/retire", response=IssueListOut, auth=SIGNED_IN)
def retire_issue_list(request: PageRequest, response: HttpResponse, code: str):
    """Nobody counts by it any more."""
    located(response, f"/issue-lists/{code}")
    return actions.retire(row=_list(request, code), by=request.user)


@router.post("/issue-lists/{slug:code}/restore", response=IssueListOut, auth=SIGNED_IN)
def restore_issue_list(request: PageRequest, response: HttpResponse, code: str):
    located(response, f"/issue-lists/{code}")
    return actions.restore(row=_list(request, code), by=request.user)


def _entry(request: PageRequest, code: str, entry: str, can: Verb = EDIT_CATALOGUE) -> ListEntry:
    found = ListEntry.objects.filter(issue_list__code=code, code=entry).first()
    if found is None:
        raise Http404
    row_for(request.user, "lines", found.pk, can)
    return found


@router.post("/issue-lists/{slug:code}/entries", response={201: EntryOut}, auth=SIGNED_IN)
def add_list_entry(request: PageRequest, response: HttpResponse, code: str, body: EntryIn):
    """A further line at the end of the list; its issues leave their other lines."""
    found = queries.list_by_code(code)
    require(request.user, EDIT_CATALOGUE)
    values = cleaned(RowForm(body.dict(), row=ListEntry(issue_list=found)), issues="code")
    made = actions.add_entry(issue_list=found, by=request.user, **values)
    located(response, f"/issue-lists/{code}/entries/{made.code}")
    return made


@router.get("/issue-lists/{slug:code}/entries/{slug:entry}", response=EntryOut)
def read_list_entry(request: PageRequest, code: str, entry: str):
    return _entry(request, code, entry, READ)


@router.patch("/issue-lists/{slug:code}/entries/{slug:entry}", response=EntryOut, auth=SIGNED_IN)
def change_list_entry(
    request: PageRequest, response: HttpResponse, code: str, entry: str, body: PatchDict[EntryIn]
):
    """A line's names, years and issues. An issue stands in a list once: named here, it leaves its other line."""
    found = _entry(request, code, entry)
    values = changed_row(found, body)
    issues = values.pop("issues")
    actions.change_row(row=found, by=request.user, **values)
    located(response, f"/issue-lists/{code}/entries/{entry}")
    return actions.fill_entry(entry=found, issues=issues, by=request.user)


@router.post("/issue-lists/{slug:code}/entries/{slug:entry}/retire", response=EntryOut, auth=SIGNED_IN)
def retire_list_entry(request: PageRequest, response: HttpResponse, code: str, entry: str):
    located(response, f"/issue-lists/{code}/entries/{entry}")
    return actions.retire(row=_entry(request, code, entry), by=request.user)


@router.post("/issue-lists/{slug:code}/entries/{slug:entry}/restore", response=EntryOut, auth=SIGNED_IN)
def restore_list_entry(request: PageRequest, response: HttpResponse, code: str, entry: str):
    located(response, f"/issue-lists/{code}/entries/{entry}")
    return actions.restore(row=_entry(request, code, entry), by=request.user)


@router.get("/indicators", response=Listing[IndicatorOut])
def list_indicators(request: HttpRequest, wanted: Query[IndicatorsWanted]):
    rows = Indicator.objects.in_use().select_related("issue")
    if issue := issue_of(wanted.issue):
        rows = rows.filter(issue=issue)
    if wanted.q:
        rows = rows.filter(containing(wanted.q))
    return page_of(request, rows, ("issue__sort_no", "sort_no"), wanted)


@router.get("/indicators/{uuid:uid}", response=IndicatorOut)
def read_indicator(request: PageRequest, uid: UUID):
    return indicator_for(request.user, uid, READ)


@router.post("/issues/{uuid:uid}/indicators", response={201: IndicatorOut}, auth=SIGNED_IN)
def add_indicator(request: PageRequest, response: HttpResponse, uid: UUID, body: IndicatorIn):
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    made = actions.add_indicator(issue=issue, **cleaned(NewIndicatorForm(body.dict())), by=request.user)
    located(response, f"/indicators/{made.uid}")
    return made


@router.patch("/indicators/{uuid:uid}", response=IndicatorOut, auth=SIGNED_IN)
def change_indicator(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[IndicatorFields]
):
    indicator = indicator_for(request.user, uid, EDIT_CATALOGUE)
    form = IndicatorForm(merged(values_of_indicator(indicator), body))
    located(response, f"/indicators/{uid}")
    return actions.change_indicator(indicator=indicator, **cleaned(form), by=request.user)


@router.post("/indicators/{uuid:uid}/retire", response=IndicatorOut, auth=SIGNED_IN)
def retire_indicator(request: PageRequest, response: HttpResponse, uid: UUID):
    """It is no longer offered; what uses it keeps it."""
    located(response, f"/indicators/{uid}")
    return actions.retire(row=indicator_for(request.user, uid, EDIT_CATALOGUE), by=request.user)


@router.post("/indicators/{uuid:uid}/restore", response=IndicatorOut, auth=SIGNED_IN)
def restore_indicator(request: PageRequest, response: HttpResponse, uid: UUID):
    located(response, f"/indicators/{uid}")
    return actions.restore(row=indicator_for(request.user, uid, EDIT_CATALOGUE), by=request.user)
