"""Taking a file of records in: staged first, then written piece by piece, each piece a short transaction.

Records are written in bulk, beside the actions of projects, and why that is right for them stands in
docs/adr/0030: an imported draft or project takes no part in completeness, numbering, notices or figures.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action, envelope
from ruamsuk.audit.choices import Origin
from ruamsuk.core import progress
from ruamsuk.transfer import hold
from ruamsuk.transfer.actions.writing import Writer
from ruamsuk.transfer.choices import PIECE, STAGE_PIECE, TABLE_PIECE, BatchState, Kind, LineResult
from ruamsuk.transfer.models import ImportBatch, ImportLine
from ruamsuk.transfer.problems import ImportNotReady
from ruamsuk.transfer.queries.files import Staged, staged
from ruamsuk.transfer.queries.known import Known
from ruamsuk.transfer.queries.planning import foresee


def take_file(
    *, name: str, sha256: str, records: list[Any], by: User | None, with_preview: bool, start: bool = False
) -> ImportBatch:
    """Stages a file; `with_preview`: each line also says what the import is going to do with it.

    `start`: nobody looks at it first, so that it is being imported from the moment on when it is whole.
    """
    with hold.reading():
        batch = open_batch(name=name, sha256=sha256, by=by)
        rows = staged(records)
        known = Known() if with_preview else None
        while piece := list(islice(rows, STAGE_PIECE)):
            stage_lines(batch=batch, piece=piece, known=known, by=by)
        return finish_reading(batch=batch, start=start, by=by)


@action(_("took in a file of records"))
def open_batch(*, name: str, sha256: str, by: User | None, at: datetime = NOW) -> ImportBatch:
    return ImportBatch.objects.create(file_name=name[:200], sha256=sha256, by=by, at=at)


@action(_("staged records of a file"), on="batch")
def stage_lines(
    *, batch: ImportBatch, piece: list[Staged], known: Known | None, by: User | None, at: datetime = NOW
) -> None:
    lines = [_line(batch, one) for one in piece]
    if known is not None:
        foresee([line for line in lines if line.outcome == LineResult.WAITING], known)
    ImportLine.objects.bulk_create(lines)


def _line(batch: ImportBatch, one: Staged) -> ImportLine:
    line = ImportLine(
        batch=batch,
        no=one.no,
        turn=0 if one.kind == Kind.FUND_TABLE else 1,
        source=one.source,
        title=one.title,
        kind=one.kind,
        content=one.content,
        report={"masked": one.masked or []},
    )
    if one.why:
        line.outcome = LineResult.FAILED
        line.report["errors"] = [{"field": "", "value": "", "why": one.why, "params": one.params or {}}]
    return line


@action(_("read a file of records to its end"), on="batch")
def finish_reading(*, batch: ImportBatch, start: bool, by: User | None, at: datetime = NOW) -> ImportBatch:
    return move_batch(batch, BatchState.READING, to=BatchState.RUNNING if start else BatchState.READY)


@action(_("found a file whose reading had stopped, and let its records go"), on="batch")
def end_reading(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    """What was read of it is a part that nobody can tell from the whole. Called while nobody reads."""
    batch = move_batch(batch, BatchState.READING, to=BatchState.CUT)
    batch.lines.all().delete()
    return batch


@action(_("threw away a file before its import"))
def discard_batch(*, batch: ImportBatch, by: User, at: datetime = NOW) -> None:
    batch = _locked(batch, BatchState.READY, BatchState.CUT)
    batch.delete()


@action(_("started an import"), on="batch")
def start_batch(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    """From now on its pieces are written, by a job or by the command; one that was stopped goes on."""
    return move_batch(batch, BatchState.READY, BatchState.STOPPED, to=BatchState.RUNNING)


@action(_("found an import whose process had ended, and went on with it"), on="batch")
def take_up_batch(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    return _locked(batch, BatchState.RUNNING, BatchState.UNDOING)


@action(_("stopped an import whose job was set aside"), on="batch")
def stop_batch(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    """Somebody may go on with it or take it back."""
    return move_batch(batch, BatchState.RUNNING, BatchState.UNDOING, to=BatchState.STOPPED)


def run_batch(batch: ImportBatch) -> ImportBatch:
    """Writes all pieces that wait, in the name of who took the file in. Running it again goes on where it stopped."""
    known = Known()
    done, total = 0, batch.lines.filter(outcome=LineResult.WAITING).count()
    with envelope(origin=Origin.IMPORT, batch=batch.uid):
        while piece := _next_piece(batch):
            import_piece(batch=batch, lines=piece, known=known, by=batch.by)
            done += len(piece)
            progress.reached(_("records"), done, total)
        return finish_batch(batch=batch, by=batch.by)


def _next_piece(batch: ImportBatch) -> list[ImportLine]:
    waiting = batch.lines.filter(outcome=LineResult.WAITING).order_by("turn", "no")
    piece = list(waiting[:PIECE])
    return piece[:TABLE_PIECE] if piece and piece[0].turn == 0 else piece


@action(_("imported records"), on="batch")
def import_piece(
    *, batch: ImportBatch, lines: Iterable[ImportLine], known: Known, by: User | None, at: datetime = NOW
) -> None:
    Writer(batch, known, by, at).write(lines)


@action(_("finished an import"), on="batch")
def finish_batch(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    batch.refresh_from_db()
    batch.state, batch.finished_at = BatchState.DONE, at
    batch.save(update_fields=["state", "finished_at"])
    return batch


def move_batch(batch: ImportBatch, *states: BatchState, to: BatchState) -> ImportBatch:
    """From one of these states; refused from any other."""
    batch = _locked(batch, *states)
    batch.state = to
    batch.save(update_fields=["state"])
    return batch


def _locked(batch: ImportBatch, *states: BatchState) -> ImportBatch:
    """Held until the transaction ends; refused unless it is in one of these states."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("by").get(pk=batch.pk)
    if batch.state not in states:
        raise ImportNotReady(state=batch.get_state_display())
    return batch
