"""Everybody reads the catalogues; changing them needs EDIT_CATALOGUE anywhere, since they serve all."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import Http404

from ruamsuk.accounts.access import Reader, require
from ruamsuk.accounts.verbs import READ, Verb
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
    SupportType,
    TargetGroup,
)
from ruamsuk.issues.verbs import EDIT_CATALOGUE

# The catalogues that one small editor keeps, by their name in the address.
TABLES: dict[str, type[CatalogueRow]] = {
    "lists": IssueList,
    "lines": ListEntry,
    "target-groups": TargetGroup,
    "expense-groups": ExpenseGroup,
    "expenses": ExpenseCategory,
    "support-types": SupportType,
}


N = TypeVar("N", bound=Model)


def issue_for(user: Reader, uid: UUID, can: Verb) -> Issue:
    found = Issue.objects.filter(uid=uid).first()
    return _allowed(found, user, can)


def indicator_for(user: Reader, uid: UUID, can: Verb) -> Indicator:
    found = Indicator.objects.select_related("issue").filter(uid=uid).first()
    return _allowed(found, user, can)


def measure_for(user: Reader, code: str, can: Verb) -> Measure:
    found = Measure.objects.select_related("issue", "indicator", "confirmed_by").filter(code=code).first()
    return _allowed(found, user, can)


def kit_activity_for(user: Reader, uid: UUID, can: Verb) -> MeasureActivity:
    """An activity of a starting kit."""
    found = MeasureActivity.objects.select_related("measure__issue").filter(uid=uid).first()
    return _allowed(found, user, can)


def row_for(user: Reader, table: str, pk: int, can: Verb) -> CatalogueRow:
    """A row of one of the smaller catalogues, `table` as in the address; see TABLES."""
    found = TABLES[table]._default_manager.filter(pk=pk).first() if table in TABLES else None
    return _allowed(found, user, can)


def new_row_for(user: Reader, table: str) -> CatalogueRow:
    """An empty row of a catalogue, for who may add one. A line is added to its list (`add_line`)."""
    if table not in TABLES or TABLES[table] is ListEntry:
        raise Http404
    require(user, EDIT_CATALOGUE)
    return TABLES[table]()


def _allowed(row: N | None, user: Reader, can: Verb) -> N:
    if row is None:
        raise Http404
    if can != READ:
        require(user, can)
    return row
