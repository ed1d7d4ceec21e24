"""Taking an import back: what it added goes, unless somebody worked on it since."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action, envelope
from ruamsuk.audit.choices import Origin
from ruamsuk.audit.queries import touched
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.transfer.actions.importing import move_batch
from ruamsuk.transfer.choices import UNDO_PIECE, BatchState, LineResult, Noun
from ruamsuk.transfer.models import ImportBatch, ImportedRecord, ImportLine

NOUNS: dict[str, type[models.Model]] = {Noun.PROPOSAL: Proposal, Noun.PROJECT: Project}
# What ImportBatch.made names, in the order in which it can go: a fund stands on its local authority.
SHARED: dict[str, type[models.Model]] = {
    model._meta.label_lower: model for model in (Project, Fund, Organization)
}
OWN = ("design", "thread", "log", "scope")  # rows that go with the noun that names them


@action(_("started to take an import back"), on="batch")
def start_undo(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    return move_batch(batch, BatchState.DONE, BatchState.STOPPED, to=BatchState.UNDOING)


def undo_batch(batch: ImportBatch, by: User | None) -> ImportBatch:
    """All pieces; running it again goes on where it stopped."""
    with envelope(origin=Origin.IMPORT, batch=batch.uid):
        # Pages that joined a thing go before the one that brought it.
        rows = ImportedRecord.objects.filter(batch=batch).order_by("owns_noun", "pk")
        for keys in _pieces(list(rows.values_list("pk", flat=True))):
            undo_piece(batch=batch, keys=keys, by=by)
        # Project sets, funds and local authorities that it added go last, newest first.
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
        (noun, pk)
        for noun, model in NOUNS.items()
        for pk in _delete_unused(model, [r.noun_id for r in records if r.owns_noun and r.noun == noun], batch)
    }
    gone = {r.pk: r.content for r in records if not (r.owns_noun and (r.noun, r.noun_id) in stayed)}
    lines = list(ImportLine.objects.filter(batch=batch, record__in=gone).only("pk", "record_id"))
    for line in lines:
        line.outcome, line.content = LineResult.UNDONE, gone[line.record_id]  # type: ignore[index]
    ImportLine.objects.bulk_update(lines, ["outcome", "content"])
    ImportedRecord.objects.filter(pk__in=gone).delete()


@action(_("took back what imported records shared"), on="batch")
def undo_shared(
    *, batch: ImportBatch, made: Sequence[list[Any]], by: User | None, at: datetime = NOW
) -> None:
    """Removes what has no trace of other work on it and nothing that hangs on it."""
    for label, model in SHARED.items():
        _delete_unused(model, [pk for kind, pk, _title in made if kind == label], batch)


@action(_("finished taking an import back"), on="batch")
def finish_undo(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    batch.refresh_from_db()
    there = {
        (label, pk)
        for label, model in SHARED.items()
        for pk in model._default_manager.filter(
            pk__in=[key for kind, key, _title in batch.made if kind == label]
        ).values_list("pk", flat=True)
    }
    batch.stayed = [one for one in reversed(batch.made) if (one[0], one[1]) in there]
    batch.state = BatchState.UNDONE
    batch.save(update_fields=["stayed", "state"])
    return batch


def _delete_unused(model: type[models.Model], keys: list[Any], batch: ImportBatch) -> set[int]:
    """Deletes these nouns, but for those that somebody worked on or that something hangs on: their keys are left."""
    things = model._default_manager.filter(pk__in=keys)
    kept = touched(model, keys, outside=batch.uid)
    if model is Proposal:
        used = Q(submissions__isnull=False) | Q(thread__comments__isnull=False)
        kept |= set(things.filter(used).values_list("pk", flat=True))
    free = [thing for thing in things if thing.pk not in kept]
    return kept | _stuck(free)


def _stuck(things: list[Any]) -> set[int]:
    """Deletes nouns of one kind with the rows that are their own; keys of those on which something else hangs."""
    if not things:
        return set()
    try:
        with transaction.atomic():
            _delete(things)
    except ProtectedError:
        return {things[0].pk} if len(things) == 1 else set().union(*(_stuck([one]) for one in things))
    return set()


def _delete(things: list[Any]) -> None:
    kind = type(things[0])
    kind._default_manager.filter(pk__in=[thing.pk for thing in things]).delete()
    for name in OWN:
        if hasattr(kind, name):
            own = kind._meta.get_field(name)
            own.related_model._default_manager.filter(
                pk__in=[getattr(thing, own.attname) for thing in things]
            ).delete()
