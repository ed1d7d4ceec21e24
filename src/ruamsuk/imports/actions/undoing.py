"""Taking an import back: what it added goes, unless somebody worked on it since."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action, envelope
from ruamsuk.audit.choices import Channel
from ruamsuk.audit.queries import touched
from ruamsuk.imports.actions.importing import move_batch
from ruamsuk.imports.choices import UNDO_PIECE, BatchState, LineResult
from ruamsuk.imports.importers import IMPORTERS, Noun
from ruamsuk.imports.models import ImportBatch, ImportedRecord, ImportLine
from ruamsuk.imports.problems import ImportBuiltOn

SHOWN = 8  # of what hinders an undo


@action(_("started to take an import back"), on="batch")
def start_undo(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    if standing := IMPORTERS[batch.importer].hinders(batch):
        raise ImportBuiltOn(
            count=len(standing), things="; ".join(standing[:SHOWN]) + (" …" if standing[SHOWN:] else "")
        )
    return move_batch(batch, BatchState.DONE, BatchState.STOPPED, to=BatchState.UNDOING)


def undo_batch(batch: ImportBatch, by: User | None) -> ImportBatch:
    """All pieces; running it again goes on where it stopped."""
    with envelope(origin=Channel.IMPORT, batch=batch.uid):
        changed = batch.lines.filter(outcome=LineResult.UPDATED).select_related("record").order_by("-no")
        for lines in _pieces(list(changed) if IMPORTERS[batch.importer].give_back else []):
            undo_changes(batch=batch, lines=lines, by=by)
        # Pages that joined a thing go before the one that brought it; what was built on another before that one.
        rows = ImportedRecord.objects.filter(batch=batch).order_by("owns_noun", "-pk")
        for keys in _pieces(list(rows.values_list("pk", flat=True))):
            undo_piece(batch=batch, keys=keys, by=by)
        # What several of them shared goes last, newest first.
        for made in _pieces(batch.made[::-1]):
            undo_shared(batch=batch, made=made, by=by)
        return finish_undo(batch=batch, by=by)


def _pieces(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[first : first + UNDO_PIECE] for first in range(0, len(rows), UNDO_PIECE))


@action(_("took imported records back"), on="batch")
def undo_piece(*, batch: ImportBatch, keys: Sequence[int], by: User | None, at: datetime = NOW) -> None:
    """Removes the records with what they added; what somebody worked on stays, with its record."""
    records = list(ImportedRecord.objects.filter(pk__in=keys))
    stayed = {
        (name, pk)
        for name, noun in IMPORTERS[batch.importer].nouns.items()
        for pk in _delete_unused(noun, [r.noun_id for r in records if r.owns_noun and r.noun == name], batch)
    }
    gone = {r.pk: r.content for r in records if not (r.owns_noun and (r.noun, r.noun_id) in stayed)}
    lines = list(ImportLine.objects.filter(batch=batch, record__in=gone).only("pk", "record_id"))
    for line in lines:
        if line.record_id is not None:
            line.outcome, line.content = LineResult.UNDONE, gone[line.record_id]
    ImportLine.objects.bulk_update(lines, ["outcome", "content"])
    ImportedRecord.objects.filter(pk__in=gone).delete()


@action(_("gave changed records their earlier values back"), on="batch")
def undo_changes(
    *, batch: ImportBatch, lines: Sequence[ImportLine], by: User | None, at: datetime = NOW
) -> None:
    give_back = IMPORTERS[batch.importer].give_back
    assert give_back is not None
    give_back(lines, by, at)
    for line in lines:
        line.outcome = LineResult.UNDONE
    ImportLine.objects.bulk_update(lines, ["outcome"])


@action(_("took back what imported records shared"), on="batch")
def undo_shared(
    *, batch: ImportBatch, made: Sequence[list[object]], by: User | None, at: datetime = NOW
) -> None:
    """Removes what has no trace of other work on it and nothing that hangs on it."""
    for noun in IMPORTERS[batch.importer].shared:
        _delete_unused(noun, _keys(made, noun), batch)


@action(_("finished taking an import back"), on="batch")
def finish_undo(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    batch.refresh_from_db()
    there = {
        (_label(noun), pk)
        for noun in IMPORTERS[batch.importer].shared
        for pk in _things(noun, _keys(batch.made, noun)).values_list("pk", flat=True)
    }
    batch.stayed = [one for one in reversed(batch.made) if (one[0], one[1]) in there]
    batch.state = BatchState.UNDONE
    batch.save(update_fields=["stayed", "state"])
    return batch


def _keys(made: Sequence[list[Any]], noun: Noun) -> list[int]:
    return [pk for kind, pk, _title in made if kind == _label(noun)]


def _label(noun: Noun) -> str:
    return noun.model._meta.label_lower


def _things(noun: Noun, keys: Sequence[Any]) -> models.QuerySet[Any]:
    return noun.model._default_manager.filter(pk__in=keys)


def _delete_unused(noun: Noun, keys: list[Any], batch: ImportBatch) -> set[int]:
    """Deletes these things, but for those that somebody worked on or that something hangs on: their keys are left."""
    used = touched(noun.model, keys, outside=batch.uid)
    if noun.in_use is not None:
        used |= set(_things(noun, keys).filter(noun.in_use).values_list("pk", flat=True))
    return used | _stuck(noun, [thing for thing in _things(noun, keys) if thing.pk not in used])


def _stuck(noun: Noun, things: list[Any]) -> set[int]:
    """Deletes things with the rows that are their own; keys of those on which something else hangs."""
    if not things:
        return set()
    try:
        with transaction.atomic():
            _delete(noun, things)
    except ProtectedError:
        if len(things) == 1:
            return {things[0].pk}
        return set().union(*(_stuck(noun, [one]) for one in things))
    return set()


def _delete(noun: Noun, things: list[Any]) -> None:
    for rows in noun.emptied(things) if noun.emptied else ():
        rows.delete()
    _things(noun, [thing.pk for thing in things]).delete()
    for name in noun.own:
        own: Any = type(things[0])._meta.get_field(name)
        own.related_model._default_manager.filter(
            pk__in=[getattr(thing, own.attname) for thing in things]
        ).delete()
