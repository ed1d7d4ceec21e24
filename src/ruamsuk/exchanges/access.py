"""The gates of this app: one's own funds and area; forms serve everybody and are changed by who keeps the lists."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from ruamsuk.accounts.access import COUNTRY, Reader, gate, reach, require
from ruamsuk.accounts.rule import gate_of
from ruamsuk.accounts.verbs import Verb
from ruamsuk.exchanges.choices import NAME
from ruamsuk.exchanges.models import ExchangeColumn, ExchangeForm, OutsideEntry
from ruamsuk.exchanges.verbs import EXCHANGE
from ruamsuk.imports.models import ImportBatch
from ruamsuk.issues.verbs import EDIT_CATALOGUE
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.access import project_for


def require_exchange(user: Reader) -> None:
    require(user, EXCHANGE)


def exchanged_project_for(user: Reader, uid: UUID) -> Project:
    return project_for(user, uid, EXCHANGE)


def form_for(user: Reader, uid: UUID) -> ExchangeForm:
    """For who exchanges by it."""
    require_exchange(user)
    return _found(ExchangeForm.objects.whole().filter(uid=uid).first())


def form_to_change_for(user: Reader, uid: UUID) -> ExchangeForm:
    require(user, EDIT_CATALOGUE)
    return _found(ExchangeForm.objects.whole().filter(uid=uid).first())


def column_for(user: Reader, uid: UUID) -> ExchangeColumn:
    """For who exchanges by its form."""
    require_exchange(user)
    return _column(uid)


def column_to_change_for(user: Reader, uid: UUID) -> ExchangeColumn:
    require(user, EDIT_CATALOGUE)
    return _column(uid)


def _column(uid: UUID) -> ExchangeColumn:
    found = ExchangeColumn.objects.select_related("form").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _found(form: ExchangeForm | None) -> ExchangeForm:
    if form is None:
        raise Http404
    return form


def entry_for(user: Reader, uid: UUID) -> OutsideEntry:
    rows = OutsideEntry.objects.select_related("form", "fund", "project")
    return gate(rows, user, EXCHANGE, see=EXCHANGE, uid=uid)


def visible_files(user: Reader, can: Verb) -> QuerySet[ImportBatch]:
    """One's own files, and for who exchanges for the whole country all of them: rows are of the sender's funds."""
    found, rows = reach(user, can), ImportBatch.objects.filter(importer=NAME)
    if found.covers(place_no=COUNTRY):
        return rows
    return rows.filter(by=user) if found and user.is_authenticated else rows.none()


def file_for(user: Reader, uid: UUID) -> ImportBatch:
    return gate_of(
        lambda reader, can: visible_files(reader, can).select_related("by"),
        user,
        EXCHANGE,
        EXCHANGE,
        {"uid": uid},
    )
