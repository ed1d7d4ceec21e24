"""One tick: sign of life, what failed, what the schedule says. Runs every few seconds in every worker.

Everything is derived from the tables, so a worker that dies at any point leaves nothing that the next tick, of any
worker, does not find. Two ticks at once do each thing once: each step is one conditional UPDATE, or unique.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet, get_date_max

from ruamsuk.jobs import periodic
from ruamsuk.jobs.choices import FailureOutcome
from ruamsuk.jobs.models import FailedJob, Heartbeat, Schedule
from ruamsuk.jobs.queries import SIGN_OF_LIFE, problem_of, reason_of
from ruamsuk.jobs.work import LONGEST_WAIT, wait_before

LEASE = timedelta(hours=1)
BEAT = timedelta(seconds=10)
LEAP = timedelta(days=3)
LATEST_RETRY = 2 * LONGEST_WAIT  # no retry waits so long
HOWTO = "docs/howto/recovery.md"
log = structlog.get_logger("ruamsuk.jobs")


class WorkerLost(Exception):
    """Stands as the error of a job whose worker ended in the middle of it."""


def tick(worker_id: str, now: datetime) -> None:
    come_back_from_the_future(now)
    beat(worker_id, now)
    fail_lost_jobs(now)
    settle_failures(now)
    close_leases()
    queue_due_work(now)


def come_back_from_the_future(now: datetime) -> None:
    """After the clock was set back nothing waits for the time from which it came: every moment that this module writes
    lies at most so far ahead. A worker that died in that time is found out as any other, when its sign grows old."""
    Heartbeat.objects.filter(seen_at__gt=now + BEAT).update(seen_at=now)
    Schedule.objects.filter(leased_until__gt=now + LEASE).update(leased_until=now + LEASE)
    for line in Schedule.objects.filter(next_run_at__gt=now):
        if line.next_run_at > line.latest(now):
            Schedule.objects.filter(pk=line.pk, next_run_at=line.next_run_at).update(
                next_run_at=line.after(now)
            )
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lt=get_date_max())
    waiting.filter(run_after__gt=now + LATEST_RETRY).update(run_after=now)


def beat(worker_id: str, now: datetime) -> None:
    """A sign of life, not more often than needed: a commit ends what processes keep of their answers (core.kept)."""
    if Heartbeat.objects.filter(worker_id=worker_id, seen_at__range=(now - BEAT, now)).exists():
        return
    Heartbeat.objects.update_or_create(
        worker_id=worker_id, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
    )


def fail_lost_jobs(now: datetime) -> None:
    """A job counts as failed when it runs in a worker that gives no sign of life."""
    running = list(DBTaskResult.objects.running())
    if not running:
        return
    alive = set(Heartbeat.objects.filter(seen_at__gte=now - SIGN_OF_LIFE).values_list("worker_id", flat=True))
    for job in running:
        if job.worker_ids[-1] not in alive:
            job.set_failed(WorkerLost("the worker stopped in the middle of it"))


def settle_failures(now: datetime) -> None:
    """Each failed job is put back with a later hour, or handed to a person."""
    known = FailedJob.objects.exclude(outcome=FailureOutcome.TRIED_AGAIN).values("job")
    for job in DBTaskResult.objects.failed().exclude(pk__in=known):
        attempts = len(job.worker_ids)
        if attempts <= _retries(job):
            DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED).update(
                status=TaskResultStatus.READY, run_after=now + wait_before(attempts), finished_at=None
            )
            log.warning("job.retry", **_line(job), attempts=attempts)
        else:
            FailedJob.objects.get_or_create(
                job=job,
                outcome=FailureOutcome.OPEN,
                defaults={
                    "failed_at": job.finished_at or now,
                    "attempts": attempts,
                    "reason": reason_of(job),
                },
            )
            log.error("job.failed", **_line(job), attempts=attempts)


def _line(job: DBTaskResult) -> dict[str, str]:
    return {"job": str(job.pk), "task": job.task_path, "error": job.exception_class_path}


def close_leases() -> None:
    """Notes how scheduled work ended, and frees its line for the next turn."""
    for line in Schedule.objects.filter(leased_until__isnull=False):
        job = _last_run(line).first()
        failed = FailedJob.objects.filter(job=line.job_id).order_by("-pk").first()
        if job is not None and job.status == TaskResultStatus.SUCCESSFUL:
            changes = {"last_ok_at": job.finished_at, "last_error": ""}
        elif job is not None and failed is not None and job.status == TaskResultStatus.FAILED:
            changes = {"last_error": failed.reason}
        elif job is None:
            changes = {}
        else:
            continue
        Schedule.objects.filter(pk=line.pk, job_id=line.job_id).update(leased_until=None, **changes)


def queue_due_work(now: datetime) -> None:
    """The row of the last run goes when the next one is queued: work that comes back never fills the list."""
    for line in Schedule.objects.due(now).filter(name__in=periodic.REGISTRY):
        if _last_run(line).running().exists():
            continue
        if periodic.REGISTRY[line.name].deletes and line.next_run_at < now - LEAP:
            _put_off(line, now)
            continue
        with transaction.atomic():
            taken = (
                Schedule.objects.due(now)
                .filter(pk=line.pk)
                .update(leased_until=now + LEASE, next_run_at=line.after(now))
            )
            if taken:
                _last_run(line).delete()
                job = periodic.REGISTRY[line.name].task.enqueue()
                Schedule.objects.filter(pk=line.pk).update(job_id=job.id)


def _put_off(line: Schedule, now: datetime) -> None:
    """Work that deletes what is old waits for a day when its turn is long overdue: either the machine stood still, and
    a day more does no harm, or its clock was set forward, and somebody has that day to see it."""
    put_off = Schedule.objects.filter(pk=line.pk, next_run_at=line.next_run_at).update(
        next_run_at=line.latest(now)
    )
    if put_off:
        log.error("clock.leapt", work=line.name, was_due=line.next_run_at.isoformat(), see=HOWTO)


def _last_run(line: Schedule) -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(pk=line.job_id) if line.job_id else DBTaskResult.objects.none()


def write_schedule(now: datetime) -> None:
    """Brings the table in line with what the apps register. Called when a worker starts."""
    for work in periodic.REGISTRY.values():
        rhythm = {"every_seconds": work.every_seconds, "daily_at": work.daily_at}
        first = Schedule(**rhythm).after(now) if work.daily_at else now
        line, new = Schedule.objects.get_or_create(name=work.name, defaults={**rhythm, "next_run_at": first})
        if not new and (line.every_seconds, line.daily_at) != (work.every_seconds, work.daily_at):
            Schedule.objects.filter(pk=line.pk).update(**rhythm, next_run_at=first)
    Schedule.objects.exclude(name__in=periodic.REGISTRY).delete()


def _retries(job: DBTaskResult) -> int:
    """How often a job is tried again. A Problem is not, unless it says that time may mend it."""
    problem = problem_of(job)
    if problem and not problem.passing:
        return 0
    try:
        return getattr(import_string(job.task_path).func, "retries", 0)
    except ImportError:  # the program does not know this job any more
        return 0
