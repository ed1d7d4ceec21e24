"""Closed lists of every import: states, outcomes, sizes, and why a record cannot be read at all."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LineResult(models.TextChoices):
    WAITING = "waiting", _("waiting")
    CREATED = "created", _("new")
    UPDATED = "updated", _("changed")
    UNCHANGED = "unchanged", _("the same as before")
    KEPT = "kept", _("kept as it is")
    FAILED = "failed", _("not readable")
    UNDONE = "undone", _("taken back")


SAVING = (LineResult.CREATED, LineResult.UPDATED)  # with one of them there is something to save
OUTCOME_TONE = {
    LineResult.WAITING: "plain",
    LineResult.CREATED: "ok",
    LineResult.UPDATED: "ok",
    LineResult.UNCHANGED: "plain",
    LineResult.KEPT: "wait",
    LineResult.FAILED: "bad",
    LineResult.UNDONE: "plain",
}
COUNTED = (LineResult.CREATED, LineResult.UPDATED, LineResult.UNCHANGED, LineResult.KEPT, LineResult.FAILED)


class BatchState(models.TextChoices):
    READING = "reading", _("being read")  # its records come in piece by piece; never run before it is whole
    CUT = "cut", _("not read to its end")  # the process that read it ended
    READY = "ready", _("not imported yet")
    RUNNING = "running", _("being imported")
    STOPPED = "stopped", _("stopped before its end")  # its job failed, and a person set that job aside
    DONE = "done", _("imported")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


# A process does these: without one, background.look_after brings the import out of them.
MOVING = (BatchState.READING, BatchState.RUNNING, BatchState.UNDOING)

BATCH_TONE = {
    BatchState.READING: "wait",
    BatchState.CUT: "bad",
    BatchState.STOPPED: "bad",
    BatchState.READY: "wait",
    BatchState.RUNNING: "wait",
    BatchState.DONE: "ok",
    BatchState.UNDOING: "wait",
    BatchState.UNDONE: "plain",
}


UNKNOWN = "unknown"  # the kind of a record that nothing is known of

MAX_BYTES_COMMAND = 200 * 1024 * 1024
MAX_RECORD_CHARS = 200_000  # one record, as JSON
STAGE_PIECE = 100  # records a transaction: well under 200 ms
PIECE = 10
UNDO_PIECE = 25

# Stored as the code with its parameters, told in the reader's language. Each importer has more of its own.
WHY = {
    "no-source": _("Record {no} has no “source”, so it could not be found again."),
    "long-source": _("The “source” of record {no} is longer than {most} characters."),
    "twice": _("Record {no} has the same “source” as record {first}; the first one was taken."),
    "too-long": _("Record {no} is too long: more than {most} characters."),
    "odd-characters": _("Record {no} holds characters that cannot be stored (zero bytes)."),
}
