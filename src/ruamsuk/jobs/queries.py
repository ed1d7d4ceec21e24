"""How the background work stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts.access import Reader, may
from ruamsuk.core.problems import Problem
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.jobs import periodic
from ruamsuk.jobs.models import FailedJob, Heartbeat, Schedule
from ruamsuk.jobs.verbs import OPERATE

SIGN_OF_LIFE = timedelta(seconds=60)  # a worker silent for longer is taken for dead
SHOWN = 20


def label_of(job: DBTaskResult) -> str:
    """What people read for a job; the bare name for one that the program does not know any more."""
    try:
        function = import_string(job.task_path).func
    except ImportError:
        return job.task_name
    return str(getattr(function, "label", job.task_name))


def problem_of(job: DBTaskResult) -> type[Problem] | None:
    try:
        kind = import_string(job.exception_class_path)
    except ImportError:
        return None
    return kind if isinstance(kind, type) and issubclass(kind, Problem) else None


def reason_of(job: DBTaskResult) -> str:
    """The error in one line: the words of a Problem, else the kind of error and its first line."""
    kind = job.exception_class_path.rsplit(".", 1)[-1]
    for line in reversed(job.traceback.splitlines()):
        head, _, message = line.partition(": ")
        if head.rsplit(".", 1)[-1] == kind:
            return (message if problem_of(job) else f"{kind}: {message}")[:500]
    return kind


def schedule_label(schedule: Schedule) -> str:
    known = periodic.REGISTRY.get(schedule.name)
    return str(getattr(known.task.func, "label", schedule.name)) if known else schedule.name


@dataclass
class JobLine:
    """One job of a list, ready to be shown."""

    label: str
    job: DBTaskResult

    @property
    def reason(self) -> str:
        """Why a job that waits for another try did not succeed; empty for one that was not tried yet."""
        return reason_of(self.job) if self.job.exception_class_path else ""


@dataclass
class ScheduleLine:
    label: str
    row: Schedule
    late: bool


def _lines(rows: Any) -> list[JobLine]:
    return [JobLine(label_of(job), job) for job in rows[:SHOWN]]


def failed_jobs(user: Reader) -> list[tuple[str, FailedJob]]:
    rows = (
        FailedJob.objects.visible_to(user, OPERATE).open().select_related("job").order_by("-failed_at", "-pk")
    )
    return [(label_of(row.job), row) for row in rows[:50]]


def overview(now: datetime | None = None) -> dict[str, object]:
    """Running, waiting and lately done jobs, and the schedule. Lists are cut; counts are whole."""
    now = now or timezone.now()
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return {
        "running": _lines(DBTaskResult.objects.running().order_by("started_at")),
        "waiting": _lines(waiting.order_by("run_after", "enqueued_at")),
        "waiting_count": waiting.count(),
        "done": _lines(DBTaskResult.objects.successful().order_by("-finished_at")),
        "schedule": [
            ScheduleLine(schedule_label(row), row, late=row.next_run_at < now - SIGN_OF_LIFE)
            for row in Schedule.objects.all()
        ],
    }


def seconds_since_worker(now: datetime | None = None) -> int | None:
    """Seconds since any worker gave a sign of life; None when none ever did. One of the future, from before the clock
    was set back, is no sign: a worker that lives gives another at its next tick."""
    seen = Heartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    return abs(round(((now or timezone.now()) - seen).total_seconds())) if seen else None


def health() -> dict[str, object]:
    """What `/healthz` says. No ids, no names, two small queries."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seconds = seconds_since_worker()
    except Error:  # whatever the driver says: it does not answer
        return {"database": "down", "worker": "unknown", "seconds_since_worker": None}
    alive = seconds is not None and seconds <= SIGN_OF_LIFE.total_seconds()
    worker = "ok" if alive else "never" if seconds is None else "late"
    return {"database": "ok", "worker": worker, "seconds_since_worker": seconds}


def tasks_for(user: Reader) -> list[Todo]:
    """For those who operate the system: jobs that wait for a person."""
    if not may(user, OPERATE):
        return []
    count = FailedJob.objects.visible_to(user, OPERATE).open().count()
    if not count:
        return []
    return [
        Todo(
            icon="alert-triangle",
            title=ngettext("%(count)d job needs attention", "%(count)d jobs need attention", count)
            % {"count": count},
            detail=_("Work in the background could not be finished by itself."),
            url="/jobs/",
            button=_("Look at it"),
            group=TaskGroup.WAITING,
            urgent=True,
        )
    ]
