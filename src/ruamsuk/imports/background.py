"""Imports from a page run in the background; the command runs them itself. Whoever does holds `hold.writing`.

A job that finds another import being written gives way: `look_after` queues it again when that one has ended.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.queries import history_of
from ruamsuk.audit.trail import names_of
from ruamsuk.imports import hold
from ruamsuk.imports.actions.importing import end_reading, run_batch, start_batch, stop_batch, take_up_batch
from ruamsuk.imports.actions.undoing import start_undo, undo_batch
from ruamsuk.imports.choices import BatchState
from ruamsuk.imports.models import ImportBatch
from ruamsuk.imports.queries.moving import Care, care_of
from ruamsuk.jobs.work import job


@job(_("Import records"), retries=3)
def run_import(batch_id: int) -> None:
    try:
        with hold.writing():
            batch = ImportBatch.objects.select_related("by").get(pk=batch_id)
            if batch.state == BatchState.RUNNING:
                run_batch(batch)
    except hold.Busy:
        return


@job(_("Take an import back"), retries=3)
def undo_import(batch_id: int, user_id: int | None) -> None:
    try:
        with hold.writing():
            batch = ImportBatch.objects.get(pk=batch_id)
            if batch.state == BatchState.UNDOING:
                undo_batch(batch, User.objects.filter(pk=user_id).first())
    except hold.Busy:
        return


def begin_import(batch: ImportBatch, by: User) -> None:
    """The job is written with the state that it needs: both or neither."""
    with transaction.atomic():
        start_batch(batch=batch, by=by)
        run_import.enqueue(batch.pk)


def begin_undo(batch: ImportBatch, by: User) -> None:
    """As `begin_import`."""
    with transaction.atomic():
        start_undo(batch=batch, by=by)
        undo_import.enqueue(batch.pk, by.pk)


@job(_("Look after imports whose process has ended"), retries=0)
def look_after() -> None:
    """What no process moves goes on, or is ended where nothing can go on. One that is alive is never disturbed."""
    try:
        with hold.nobody_reads():
            for batch in ImportBatch.objects.filter(state=BatchState.READING):
                end_reading(batch=batch, by=None)
    except hold.Busy:
        pass
    try:
        with hold.writing():  # until all is settled: a command would begin what is being given up
            for batch in ImportBatch.objects.filter(state__in=(BatchState.RUNNING, BatchState.UNDOING)):
                _care_for(batch)
    except hold.Busy:
        pass


def _care_for(batch: ImportBatch) -> None:
    """Called while nobody writes."""
    care = care_of(batch)
    if care == Care.SET_ASIDE:
        stop_batch(batch=batch, by=None)
    elif care in (Care.NONE, Care.GAVE_WAY):
        _queue_again(batch, has_died=care == Care.NONE)


def _queue_again(batch: ImportBatch, *, has_died: bool) -> None:
    """Queued twice it does no harm: the second one finds nothing left."""
    with transaction.atomic():
        if has_died:
            take_up_batch(batch=batch, by=None)
        if batch.state == BatchState.RUNNING:
            run_import.enqueue(batch.pk)
        else:
            undo_import.enqueue(batch.pk, _who_takes_back(batch))


def _who_takes_back(batch: ImportBatch) -> int | None:
    begun = history_of(batch).filter(verb__in=names_of("imports.start_undo")).first()
    return begun.actor_id if begun else None
