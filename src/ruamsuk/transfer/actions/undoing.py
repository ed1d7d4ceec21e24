"""Taking an import back: what it added goes, unless somebody worked on it since."""

from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action, envelope
from ruamsuk.audit.choices import Origin
from ruamsuk.audit.queries import history_of
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.transfer.choices import PIECE, BatchState, Noun, Outcome
from ruamsuk.transfer.models import ImportBatch, ImportedRecord, ImportLine
from ruamsuk.transfer.problems import ImportNotReady

SHARED: dict[str, type[models.Model]] = {
    model._meta.label_lower: model for model in (Project, Fund, Organization)
}  # what ImportBatch.made names


@action(_("started to take an import back"), on="batch")
def start_undo(*, batch: ImportBatch, by: User | None, at: Any) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.DONE:
        raise ImportNotReady(state=batch.get_state_display())
    batch.state = BatchState.UNDOING
    batch.save(update_fields=["state"])
    return batch


def undo_batch(batch: ImportBatch, by: User | None) -> ImportBatch:
    """All pieces; running it again goes on where it stopped."""
    last = 0
    with envelope(origin=Origin.IMPORT, batch=batch.uid):
        # Pages that joined a thing go before the one that brought it.
        rows = ImportedRecord.objects.filter(batch=batch).order_by("owns_noun", "pk")
        keys = list(rows.values_list("pk", flat=True))
        while piece := keys[last : last + PIECE]:
            undo_piece(batch=batch, keys=piece, by=by)
            last += PIECE
        return finish_undo(batch=batch, by=by)


@action(_("took imported records back"), on="batch")
def undo_piece(*, batch: ImportBatch, keys: list[int], by: User | None, at: Any) -> None:
    """Removes the records with what they added; what somebody worked on stays, with its record."""
    for record in ImportedRecord.objects.filter(pk__in=keys).order_by("owns_noun", "pk"):
        if record.owns_noun and not _removed(record):
            continue
        ImportLine.objects.filter(batch=batch, record=record).update(
            outcome=Outcome.UNDONE, content=record.content
        )
        record.delete()


@action(_("finished taking an import back"), on="batch")
def finish_undo(*, batch: ImportBatch, by: User | None, at: Any) -> ImportBatch:
    """Project sets, funds and local authorities that it added go last, newest first, unless something uses them."""
    batch.refresh_from_db()
    batch.stayed = [one for one in reversed(batch.made) if not _unused_removed(one[0], one[1], batch)]
    batch.state = BatchState.UNDONE
    batch.save(update_fields=["stayed", "state"])
    return batch


def _removed(record: ImportedRecord) -> bool:
    model: type[models.Model] = Proposal if record.noun == Noun.PROPOSAL else Project
    thing: Any = model._default_manager.filter(pk=record.noun_id).select_related("design").first()
    if thing is None:
        return True
    if history_of(thing).exclude(batch=record.batch.uid).exists():
        return False
    if isinstance(thing, Proposal) and (thing.submissions.exists() or thing.thread.comments.exists()):
        return False
    return _deleted(thing)


def _unused_removed(label: str, pk: int, batch: ImportBatch) -> bool:
    """Without a trace of other work on it, and without anything that hangs on it."""
    thing: Any = SHARED[label]._default_manager.filter(pk=pk).first()
    if thing is None:
        return True
    if history_of(thing).exclude(batch=batch.uid).exists():
        return False
    return _deleted(thing)


def _deleted(thing: Any) -> bool:
    """Deletes a noun with the rows that are its own; False when something else hangs on it."""
    beside = [getattr(thing, name) for name in ("design", "thread", "scope") if hasattr(thing, name)]
    try:
        with transaction.atomic():
            thing.delete()
            for row in beside:
                row.delete()
    except ProtectedError:
        return False
    return True
