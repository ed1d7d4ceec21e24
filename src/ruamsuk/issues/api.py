"""Catalogues in the API: issues and their lists, indicators, and the codes of the forms. Everybody reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
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
    Satang,
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
from ruamsuk.issues.access import (
    TABLES,
    indicator_for,
    issue_for,
    kit_activity_for,
    measure_for,
    new_row_for,
    row_for,
)
from ruamsuk.issues.choices import Combining, Direction, GroupKind, GroupScheme
from ruamsuk.issues.forms import (
    MOST_COSTS,
    IndicatorForm,
    IssueForm,
    KitActivityForm,
    MeasureForm,
    NewIndicatorForm,
    NewIssueForm,
    NewRowForm,
    PlacesForm,
    RowForm,
    values_of_activity,
    values_of_indicator,
    values_of_issue,
    values_of_measure,
)
from ruamsuk.issues.models import (
    CatalogueRow,
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    ListEntry,
    Measure,
    MeasureActivity,
    MeasureCost,
    SupportType,
    TargetGroup,
)
from ruamsuk.issues.verbs import CONFIRM_MEASURE, EDIT_CATALOGUE

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


class TargetGroupOut(Named):
    scheme: GroupScheme
    kind: GroupKind


class ExpenseGroupOut(Schema):
    code: int
    name_th: str
    name_en: str


class ExpenseCategoryOut(Named):
    group: int = Field(alias="group_id", description="Code of its group in spending reports")


class SupportTypeOut(Schema):
    code: int
    name_th: str
    short_th: str
    name_en: str


class UsualCostOut(Schema):
    category: str = Field(description="Code of the kind of expense")
    detail_th: str
    unit_th: str
    unit_cost_satang: int | None = Field(description="null: nobody is known who says so")
    source: str = Field(description="The record or announcement that names the price")

    @staticmethod
    def resolve_category(row: MeasureCost) -> str:
        return str(row.category.code)


class KitActivityOut(Schema):
    uid: UUID
    no: int
    name_th: str
    detail_th: str
    output_th: str
    outcome_th: str
    costs: list[UsualCostOut]

    @staticmethod
    def resolve_costs(row: MeasureActivity) -> list[Any]:
        return list(row.costs.all())


class StandardMeasureItem(Schema):
    """A way of working on an issue that plans and proposals may take over."""

    code: str
    issue: IssueRef
    text_th: str
    text_en: str
    confirmed_on: date | None = Field(description="null: to be confirmed by the programme")
    retired: bool

    @staticmethod
    def resolve_retired(row: Measure) -> bool:
        return row.retired_on is not None


class StandardMeasureOut(StandardMeasureItem):
    """With its starting kit: a proposal may begin with all of it."""

    problem_th: str
    indicator: str = Field(description="Code of the standard indicator of its problem; empty: none")
    objective_th: str
    groups: list[str] = Field(description="Codes of its target groups")
    expected_th: str
    source: str = Field(description="Where the kit is taken from")
    activities: list[KitActivityOut]

    @staticmethod
    def resolve_indicator(row: Measure) -> str:
        return row.indicator.code if row.indicator else ""

    @staticmethod
    def resolve_groups(row: Measure) -> list[str]:
        return [group.code for group in row.groups.all()]

    @staticmethod
    def resolve_activities(row: Measure) -> list[Any]:
        return list(row.activities.prefetch_related("costs__category"))


class CatalogueRowOut(Schema):
    """A row of one of the smaller catalogues; a name that the catalogue does not have is null."""

    code: str
    name_th: str
    short_th: str | None
    name_en: str
    max_people: int | None
    most_percent: int | None
    valid_from_fy: int | None
    valid_until_fy: int | None
    retired: bool

    @staticmethod
    def resolve_code(row: CatalogueRow) -> str:
        return str(row.code)

    @staticmethod
    def resolve_short_th(row: CatalogueRow) -> str | None:
        return getattr(row, "short_th", None)

    @staticmethod
    def resolve_max_people(row: CatalogueRow) -> int | None:
        return getattr(row, "max_people", None)

    @staticmethod
    def resolve_most_percent(row: CatalogueRow) -> int | None:
        return getattr(row, "most_percent", None)

    @staticmethod
    def resolve_retired(row: CatalogueRow) -> bool:
        return row.retired_on is not None


class CatalogueRowIn(Given):
    """Fields that the catalogue does not have are refused."""

    name_th: Word
    short_th: Word
    name_en: Word
    max_people: int | None = Field(None, ge=1, le=99, description="Seats of a position; null: no limit")
    most_percent: int | None = Field(
        None, ge=1, le=100, description="Of a target group: of a hundred people who live there at most"
    )
    valid_from_fy: FiscalYear | None = None
    valid_until_fy: FiscalYear | None = None


class CatalogueRowNew(CatalogueRowIn):
    """Fields that the catalogue does not have are refused."""

    code: Word = Field(description="A word of small Latin letters, or a number where the catalogue counts")
    short_th: Word = ""
    scheme: GroupScheme | None = Field(None, description="Of a target group: which form counts by it")
    kind: GroupKind | None = Field(None, description="Of a target group")
    group: int | None = Field(None, description="Of a kind of spending: code of its group")


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


class StandardMeasureIn(Given):
    text_th: Word
    text_en: Word = ""
    problem_th: Word = ""
    indicator: Word = Field("", description="Code of a standard indicator of the issue")
    objective_th: Word = ""
    groups: list[Word] = Field([], max_length=20, description="Codes of target groups of the health fund")
    expected_th: Text = ""
    source: Word = ""


class UsualCostIn(Given):
    category: Word = Field(description="Code of the kind of expense")
    detail_th: Word = ""
    unit_th: Word = ""
    unit_cost_satang: Satang | None = None
    source: Word = Field("", description="The record or announcement that names the price")


class KitActivityIn(Given):
    name_th: Word
    detail_th: Text = ""
    output_th: Text = ""
    outcome_th: Text = ""
    costs: list[UsualCostIn] = Field([], max_length=MOST_COSTS)


class StandardMeasuresWanted(Listed):
    issue: Word = Field("", description="Code of an issue")
    q: Word = Field("", description="Part of its words")


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
    return row_for(request.user, "lists", queries.list_by_code(code).pk, EDIT_CATALOGUE)  # type: ignore[return-value]


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
    return row_for(request.user, "lines", found.pk, can)  # type: ignore[return-value]


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


def changed_row(row: CatalogueRow, given: dict[str, Any]) -> dict[str, Any]:
    """What the small editor of catalogue rows makes of some fields; other apps' catalogues use it too."""
    stands = RowForm(row=row)
    for name in [name for name in given if name not in stands.fields]:
        if given[name] not in (None, ""):  # else as it is read: this table has no such column
            raise unknown(name, name)
        given = {one: value for one, value in given.items() if one != name}
    values = {name: stands.initial[name] for name in stands.fields}
    return cleaned(RowForm(merged(values, given), row=row), issues="code")


def new_row(row: CatalogueRow, body: CatalogueRowNew) -> dict[str, Any]:
    """What the form of new catalogue rows makes of a body; other apps' catalogues use it too."""
    given = body.dict()
    fields = NewRowForm(row=row).fields
    for name, value in given.items():
        if name not in fields and value not in (None, ""):  # this table has no such column
            raise unknown(name, name)
    return cleaned(NewRowForm({name: value for name, value in given.items() if name in fields}, row=row))


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


@router.get("/standard-measures", response=Listing[StandardMeasureItem])
def list_standard_measures(request: HttpRequest, wanted: Query[StandardMeasuresWanted]):
    rows = Measure.objects.in_use().select_related("issue").filter(containing(wanted.q))
    if issue := issue_of(wanted.issue):
        rows = rows.filter(issue=issue)
    return page_of(request, rows, ("issue__sort_no", "sort_no"), wanted)


@router.get("/standard-measures/{slug:code}", response=StandardMeasureOut)
def read_standard_measure(request: PageRequest, code: str):
    return measure_for(request.user, code, READ)


@router.post("/issues/{uuid:uid}/standard-measures", response={201: StandardMeasureOut}, auth=SIGNED_IN)
def add_standard_measure(request: PageRequest, response: HttpResponse, uid: UUID, body: StandardMeasureIn):
    """Its code is made from the issue's."""
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    values = cleaned(MeasureForm(body.dict(), issue=issue), groups="code", indicator="code")
    made = actions.add_measure(issue=issue, **values, by=request.user)
    located(response, f"/standard-measures/{made.code}")
    return made


@router.patch("/standard-measures/{slug:code}", response=StandardMeasureOut, auth=SIGNED_IN)
def change_standard_measure(
    request: PageRequest, response: HttpResponse, code: str, body: PatchDict[StandardMeasureIn]
):
    measure = measure_for(request.user, code, EDIT_CATALOGUE)
    """What was signed and is changed is to be confirmed again."""
    form = MeasureForm(merged(values_of_measure(measure), body), issue=measure.issue)
    located(response, f"/standard-measures/{code}")
    values = cleaned(form, groups="code", indicator="code")
    return actions.change_measure(measure=measure, **values, by=request.user)


@router.post("/standard-measures/{slug:code}/confirm", response=StandardMeasureOut, auth=SIGNED_IN)
def confirm_standard_measure(request: PageRequest, response: HttpResponse, code: str):
    """An administrator signs the starting kit for the programme."""
    located(response, f"/standard-measures/{code}")
    return actions.confirm_measure(measure=measure_for(request.user, code, CONFIRM_MEASURE), by=request.user)


@router.post("/standard-measures/{slug:code}/activities", response={201: KitActivityOut}, auth=SIGNED_IN)
def add_kit_activity(request: PageRequest, response: HttpResponse, code: str, body: KitActivityIn):
    """An activity of the kit with what it usually costs."""
    measure = measure_for(request.user, code, EDIT_CATALOGUE)
    made = actions.add_kit_activity(measure=measure, **_of_kit(body.dict()), by=request.user)
    located(response, f"/kit-activities/{made.uid}")
    return made


@router.get("/kit-activities/{uuid:uid}", response=KitActivityOut)
def read_kit_activity(request: PageRequest, uid: UUID):
    return kit_activity_for(request.user, uid, READ)


@router.patch("/kit-activities/{uuid:uid}", response=KitActivityOut, auth=SIGNED_IN)
def change_kit_activity(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[KitActivityIn]
):
    """`costs`, where they are given, take the place of those that stood."""
    activity = kit_activity_for(request.user, uid, EDIT_CATALOGUE)
    located(response, f"/kit-activities/{uid}")
    values = _of_kit(body, values_of_activity(activity))
    return actions.change_kit_activity(activity=activity, **values, by=request.user)


@router.post("/kit-activities/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_kit_activity(request: PageRequest, response: HttpResponse, uid: UUID):
    actions.remove_kit_activity(activity=kit_activity_for(request.user, uid, EDIT_CATALOGUE), by=request.user)


def _of_kit(given: dict[str, Any], stands: Mapping[str, object] | None = None) -> dict[str, Any]:
    """What the form of an activity makes of a body, in whose fields the costs are numbered."""
    own = {name: value for name, value in given.items() if name != "costs"}
    kept = {**(stands or {})}
    if "costs" in given:
        kept = {name: value for name, value in kept.items() if name in KitActivityForm.base_fields}
        for no, cost in enumerate(given["costs"], 1):
            own |= {f"{name}_{no}": value for name, value in cost.items()}
    form = KitActivityForm(merged(kept, own))
    cleaned(form)
    return form.values


@router.post("/standard-measures/{slug:code}/retire", response=StandardMeasureOut, auth=SIGNED_IN)
def retire_standard_measure(request: PageRequest, response: HttpResponse, code: str):
    """It is no longer offered; what took it over keeps it."""
    located(response, f"/standard-measures/{code}")
    return actions.retire(row=measure_for(request.user, code, EDIT_CATALOGUE), by=request.user)


@router.post("/standard-measures/{slug:code}/restore", response=StandardMeasureOut, auth=SIGNED_IN)
def restore_standard_measure(request: PageRequest, response: HttpResponse, code: str):
    located(response, f"/standard-measures/{code}")
    return actions.restore(row=measure_for(request.user, code, EDIT_CATALOGUE), by=request.user)


@router.get("/target-groups", response=list[TargetGroupOut])
def list_target_groups(request: HttpRequest):
    return list(TargetGroup.objects.all())


@router.get("/expense-groups", response=list[ExpenseGroupOut])
def list_expense_groups(request: HttpRequest):
    """By these reports sum up what was spent."""
    return list(ExpenseGroup.objects.all())


@router.get("/expense-categories", response=list[ExpenseCategoryOut])
def list_expense_categories(request: HttpRequest):
    """Kinds of spending, each below one of the groups of every report."""
    return list(ExpenseCategory.objects.all())


@router.get("/support-types", response=list[SupportTypeOut])
def list_support_types(request: HttpRequest):
    """For whom and what a fund pays, 1 to 5."""
    return list(SupportType.objects.all())


# The catalogues of codes are changed alike; each is read at an address of its own.
CodesTable = Literal["target-groups", "expense-groups", "expense-categories", "support-types"]
NAMES_OF_TABLES = {"expense-categories": "expenses"}  # where issues.access.TABLES says it shorter


def _code_row(request: PageRequest, table: str, code: str, can: Verb = EDIT_CATALOGUE) -> CatalogueRow:
    name = NAMES_OF_TABLES.get(table, table)
    rows = TABLES[name]._default_manager.all()  # a dozen or two
    found = next((row for row in rows if str(row.code) == code), None)
    if found is None:
        raise Http404
    return row_for(request.user, name, found.pk, can)


@router.post("/codes/{table}", response={201: CatalogueRowOut}, auth=SIGNED_IN)
def add_code(request: PageRequest, response: HttpResponse, table: CodesTable, body: CatalogueRowNew):
    """A further target group, group or kind of spending, or kind of support, last in the order."""
    row = new_row_for(request.user, NAMES_OF_TABLES.get(table, table))
    made = actions.add_row(row=row, by=request.user, **new_row(row, body))
    located(response, f"/codes/{table}/{body.code}")
    return made


@router.get("/codes/{table}/{slug:code}", response=CatalogueRowOut)
def read_code(request: PageRequest, table: CodesTable, code: str):
    return _code_row(request, table, code, READ)


@router.patch("/codes/{table}/{slug:code}", response=CatalogueRowOut, auth=SIGNED_IN)
def change_code(
    request: PageRequest,
    response: HttpResponse,
    table: CodesTable,
    code: str,
    body: PatchDict[CatalogueRowIn],
):
    """Names and years of a target group, a group or kind of spending, or a kind of support."""
    found = _code_row(request, table, code)
    located(response, f"/codes/{table}/{code}")
    return actions.change_row(row=found, by=request.user, **changed_row(found, body))


@router.post("/codes/{table}/{slug:code}/retire", response=CatalogueRowOut, auth=SIGNED_IN)
def retire_code(request: PageRequest, response: HttpResponse, table: CodesTable, code: str):
    """It is no longer offered; what uses it keeps it."""
    located(response, f"/codes/{table}/{code}")
    return actions.retire(row=_code_row(request, table, code), by=request.user)


@router.post("/codes/{table}/{slug:code}/restore", response=CatalogueRowOut, auth=SIGNED_IN)
def restore_code(request: PageRequest, response: HttpResponse, table: CodesTable, code: str):
    located(response, f"/codes/{table}/{code}")
    return actions.restore(row=_code_row(request, table, code), by=request.user)
