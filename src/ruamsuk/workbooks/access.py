"""Who sends workbooks, and who sees those of others. What a row may do, its own verb says (queries.planning)."""

from uuid import UUID

from django.db.models import QuerySet

from ruamsuk.accounts.access import COUNTRY, Reader, reach, require
from ruamsuk.accounts.rule import gate_of
from ruamsuk.accounts.verbs import Verb
from ruamsuk.imports.models import ImportBatch
from ruamsuk.workbooks.choices import NAME
from ruamsuk.workbooks.verbs import SET_UP


def require_sender(user: Reader) -> None:
    require(user, SET_UP)


def visible_workbooks(user: Reader, can: Verb) -> QuerySet[ImportBatch]:
    """Rows name people: one's own files, and for who sends them for the whole country all of them."""
    found, rows = reach(user, can), ImportBatch.objects.filter(importer=NAME)
    if found.covers(place_no=COUNTRY):
        return rows
    return rows.filter(by=user) if found and user.is_authenticated else rows.none()


def workbook_for(user: Reader, uid: UUID) -> ImportBatch:
    return gate_of(
        lambda reader, can: visible_workbooks(reader, can).select_related("by"),
        user,
        SET_UP,
        SET_UP,
        {"uid": uid},
    )
