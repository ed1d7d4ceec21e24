"""Who cares for an import that is moving: its job in the queue, the command, or nobody."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ruamsuk.audit.queries import history_of
from ruamsuk.audit.trail import names_of
from ruamsuk.imports.choices import BatchState
from ruamsuk.imports.models import ImportBatch
from ruamsuk.jobs.choices import FailureOutcome
from ruamsuk.jobs.models import FailedJob

JOB_OF = {
    BatchState.RUNNING: "ruamsuk.imports.background.run_import",
    BatchState.UNDOING: "ruamsuk.imports.background.undo_import",
}


class Care(Enum):
    """What its latest job does about it."""

    NONE = auto()  # there is none: a command began it
    GAVE_WAY = auto()  # it ended while another import was being written
    QUEUED = auto()  # it waits for its turn or its next try, or runs
    ATTENTION = auto()  # it was tried as often as it may be: a person has to look at it
    SET_ASIDE = auto()  # a person gave it up


def care_of(batch: ImportBatch) -> Care:
    job = _job_of(batch)
    if job is None:
        return Care.NONE
    if job.status == TaskResultStatus.SUCCESSFUL:
        return Care.GAVE_WAY
    if job.status != TaskResultStatus.FAILED:
        return Care.QUEUED
    failed = FailedJob.objects.filter(job=job).order_by("-pk").first()
    if failed is None or failed.outcome == FailureOutcome.TRIED_AGAIN:
        return Care.QUEUED  # the clock is about to settle it
    return Care.SET_ASIDE if failed.outcome == FailureOutcome.SET_ASIDE else Care.ATTENTION


@dataclass(frozen=True)
class Trouble:
    """What the page of an import that is moving says beside how far it is."""

    died_at: datetime | None  # its process had ended, and it goes on
    reason: str  # it cannot go on by itself, because of this


def trouble_of(batch: ImportBatch) -> Trouble:
    job, reason = _job_of(batch), ""
    if job is not None and job.status == TaskResultStatus.FAILED:
        failed = FailedJob.objects.open().filter(job=job).first()
        reason = failed.reason if failed else ""
    found = history_of(batch).filter(verb__in=names_of("imports.take_up_batch")).first()
    return Trouble(found.recorded_at if found else None, reason)


def _job_of(batch: ImportBatch) -> DBTaskResult[..., object] | None:
    rows = DBTaskResult.objects.filter(task_path=JOB_OF[BatchState(batch.state)])
    return rows.filter(args_kwargs__args__0=batch.pk).order_by("-enqueued_at").first()
