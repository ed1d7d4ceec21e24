"""The codes of the forms in the API; other catalogues are changed in the same way."""

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import PatchDict, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.core.api import SIGNED_IN, FiscalYear, Given, Word, cleaned, located, merged, unknown
from ruamsuk.issues import actions
from ruamsuk.issues.access import TABLES, new_row_for, row_for
from ruamsuk.issues.choices import GroupKind, GroupScheme
from ruamsuk.issues.forms import NewRowForm, RowForm
from ruamsuk.issues.models import CatalogueRow, ExpenseCategory, ExpenseGroup, SupportType, TargetGroup
from ruamsuk.issues.verbs import EDIT_CATALOGUE

router = Router(tags=["Catalogues"])


class Named(Schema):
    code: str
    name_th: str
    name_en: str


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
