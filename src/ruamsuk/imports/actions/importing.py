"""Taking a file in: staged first, then written piece by piece, each piece a short transaction (docs/adr/0030).

What the records mean, and into which nouns they go, its importer knows.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action, envelope
from ruamsuk.audit.choices import Channel
from ruamsuk.core import progress
from ruamsuk.imports import hold
from ruamsuk.imports.choices import PIECE, STAGE_PIECE, WHY, BatchState, LineResult
from ruamsuk.imports.importers import IMPORTERS, Importer, Piece, Staged
from ruamsuk.imports.models import MAX_SOURCE, ImportBatch, ImportedRecord, ImportLine
from ruamsuk.imports.problems import ImportNotReady
from ruamsuk.imports.queries.files import foresee, incoming, staged


def take_file(
    *,
    importer: Importer,
    name: str,
    sha256: str,
    records: list[object],
    by: User | None,
    with_preview: bool,
    start: bool = False,
) -> ImportBatch:
    """Stages a file; `with_preview`: each line also says what the import is going to do with it.

    `start`: nobody looks at it first, so that it is being imported from the moment on when it is whole.
    """
    with hold.reading():
        batch = open_batch(importer=importer, name=name, sha256=sha256, by=by)
        # In the order in which they are going to be written, so that a preview foresees just that.
        rows = iter(sorted(staged(importer, records), key=lambda one: not one[1].goes_first))
        known = importer.known() if with_preview else None
        while piece := list(islice(rows, STAGE_PIECE)):
            stage_lines(batch=batch, piece=piece, known=known, by=by)
        return finish_reading(batch=batch, start=start, by=by)


def take_sent(sent: Mapping[str, Any], *, by: User) -> ImportBatch:
    """Stages what a `RecordsForm` has read, of a page or of the API."""
    upload = sent["file"]
    upload.seek(0)
    return take_file(
        importer=sent["importer"],
        name=upload.name or "",
        sha256=hashlib.sha256(upload.read()).hexdigest(),
        records=sent["records"],
        by=by,
        with_preview=True,
    )


@action(_("took in a file of records"))
def open_batch(
    *, importer: Importer, name: str, sha256: str, by: User | None, at: datetime = NOW
) -> ImportBatch:
    return ImportBatch.objects.create(
        importer=importer.name, file_name=name[:200], sha256=sha256, by=by, at=at
    )


@action(_("staged records of a file"), on="batch")
def stage_lines(
    *,
    batch: ImportBatch,
    piece: Sequence[tuple[int, Staged]],
    known: object,
    by: User | None,
    at: datetime = NOW,
) -> None:
    lines = [_line(batch, no, one) for no, one in piece]
    if known is not None:
        importer = IMPORTERS[batch.importer]
        foresee(importer, [line for line in lines if line.outcome == LineResult.WAITING], known)
    ImportLine.objects.bulk_create(lines)


def _line(batch: ImportBatch, no: int, one: Staged) -> ImportLine:
    line = ImportLine(
        batch=batch,
        no=no,
        turn=0 if one.goes_first else 1,
        source=one.source,
        title=one.title,
        kind=one.kind,
        content=one.content,
        report=one.report,
    )
    if one.why:
        line.outcome = LineResult.FAILED
        line.report["errors"] = [{"field": "", "value": "", "why": one.why, "params": one.params}]
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


def read_again(*, batch: ImportBatch, by: User | None) -> None:
    """A file that waits is understood anew: what its importer knows of the form of files has changed."""
    keys = list(batch.lines.order_by("no").values_list("pk", flat=True))
    with hold.reading():
        for piece in _pieces(keys):
            stage_again(batch=batch, keys=piece, by=by)
        known = IMPORTERS[batch.importer].known()
        for piece in _pieces(list(batch.lines.order_by("turn", "no").values_list("pk", flat=True))):
            foresee_again(batch=batch, keys=piece, known=known, by=by)


def _pieces(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[first : first + STAGE_PIECE] for first in range(0, len(keys), STAGE_PIECE))


@action(_("staged records of a file again"), on="batch")
def stage_again(*, batch: ImportBatch, keys: Sequence[int], by: User | None, at: datetime = NOW) -> None:
    batch = _locked(batch, BatchState.READY)
    importer, again = IMPORTERS[batch.importer], []
    for line in batch.lines.filter(pk__in=keys):
        if {one["why"] for one in line.report.get("errors", [])} & WHY.keys():
            continue  # not stored whole, or a double: it was never given to the importer
        fresh = _line(batch, line.no, importer.stage(line.no, line.content))
        masked = [*line.report.get("masked", []), *fresh.report.get("masked", [])]
        fresh.report = {**fresh.report, "masked": masked}
        fresh.pk = line.pk
        fresh.source = fresh.source[:MAX_SOURCE] or line.source
        again.append(fresh)
    ImportLine.objects.bulk_update(
        again, ["turn", "source", "title", "kind", "content", "report", "outcome", "expected", "record"]
    )


@action(_("looked again what an import would do"), on="batch")
def foresee_again(
    *, batch: ImportBatch, keys: Sequence[int], known: object, by: User | None, at: datetime = NOW
) -> None:
    batch = _locked(batch, BatchState.READY)
    lines = list(batch.lines.filter(pk__in=keys, outcome=LineResult.WAITING).order_by("turn", "no"))
    foresee(IMPORTERS[batch.importer], lines, known)
    ImportLine.objects.bulk_update(lines, ["expected", "report", "record"])


@action(_("threw away a file before its import"))
def discard_batch(*, batch: ImportBatch, by: User, at: datetime = NOW) -> None:
    batch = _locked(batch, BatchState.READY, BatchState.CUT)
    batch.delete()


@action(_("started an import"), on="batch")
def start_batch(*, batch: ImportBatch, by: User | None, at: datetime = NOW) -> ImportBatch:
    """From now on its pieces are written, by a job or by the command; one that was stopped goes on."""
    IMPORTERS[batch.importer].check_start(batch)
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
    known = IMPORTERS[batch.importer].known()
    done, total = 0, batch.lines.filter(outcome=LineResult.WAITING).count()
    with envelope(origin=Channel.IMPORT, batch=batch.uid):
        while lines := _next_lines(batch):
            import_piece(batch=batch, lines=lines, known=known, by=batch.by)
            done += len(lines)
            progress.reached(_("records"), done, total)
        return finish_batch(batch=batch, by=batch.by)


def _next_lines(batch: ImportBatch) -> list[ImportLine]:
    waiting = batch.lines.filter(outcome=LineResult.WAITING).order_by("turn", "no")
    lines = list(waiting[: IMPORTERS[batch.importer].piece or PIECE])
    return lines[:1] if lines and lines[0].turn == 0 else lines


@action(_("imported records"), on="batch")
def import_piece(
    *, batch: ImportBatch, lines: Sequence[ImportLine], known: object, by: User | None, at: datetime = NOW
) -> None:
    importer, made = IMPORTERS[batch.importer], len(batch.made)
    coming = incoming(importer, lines)
    piece = Piece(batch, [one for one in coming if not one.is_unchanged], known, by, at)
    if piece.incoming:
        importer.write(piece)
    _store(piece)
    for one in coming:
        if one.is_unchanged:
            one.line.outcome, one.line.record = LineResult.UNCHANGED, one.record
        elif one.line.outcome == LineResult.WAITING:  # it would wait for ever
            raise ValueError(f"the importer {importer.name} forgot line {one.line.no}")
        if one.line.record is not None:
            one.line.content = None  # its record has it
    ImportLine.objects.bulk_update(lines, ["outcome", "record", "report", "content"])
    if len(batch.made) > made:
        batch.save(update_fields=["made"])


def _store(piece: Piece) -> None:
    new = [record for _line, record in piece.kept if record.pk is None]
    ImportedRecord.objects.bulk_create(new)
    for line, record in piece.kept:
        if record not in new:
            record.save()
        line.record = record


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
