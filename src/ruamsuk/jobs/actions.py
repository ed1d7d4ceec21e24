"""What people do about jobs. The clock's own book-keeping is in `clock`: it is nobody's act, so not in the trail."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.jobs.choices import FailureOutcome
from ruamsuk.jobs.models import FailedJob
from ruamsuk.jobs.problems import AlreadySettled, NoReason


@action(_("tried a job again"), on="failed_job")
def try_again(*, failed_job: FailedJob, by: User | None, at: datetime = NOW) -> FailedJob:
    """The job waits again, with as many attempts as a new one."""
    _settle(failed_job, FailureOutcome.TRIED_AGAIN, by=by, at=at)
    DBTaskResult.objects.filter(pk=failed_job.job_id, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=at, finished_at=None, worker_ids=[]
    )
    return failed_job


@action(_("set a job aside"), on="failed_job")
def set_aside(*, failed_job: FailedJob, note: str, by: User | None, at: datetime = NOW) -> FailedJob:
    """The job is not needed any more; it leaves the list and keeps the reason."""
    if not note.strip():
        raise NoReason(field="note")
    return _settle(failed_job, FailureOutcome.SET_ASIDE, by=by, at=at, note=note.strip())


@action(_("restored a backup"))
def record_restore(*, by: User | None, at: datetime = NOW) -> None:
    """The trail of the restored data says that, and when, it was brought back."""


def _settle(
    failed_job: FailedJob, outcome: FailureOutcome, *, by: User | None, at: datetime, note: str = ""
) -> FailedJob:
    changed = FailedJob.objects.filter(pk=failed_job.pk, outcome=FailureOutcome.OPEN).update(
        outcome=outcome, settled_by=by, settled_at=at, note=note
    )
    if not changed:
        raise AlreadySettled
    failed_job.refresh_from_db()
    return failed_job
