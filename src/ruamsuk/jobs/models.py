"""What the job library does not keep: the schedule, the workers' signs of life, and the jobs that need a person.

The jobs themselves are rows of django_tasks_db. `worker_ids` there names the worker of each attempt, so its
length is the number of attempts.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts.access import Reader, may
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.core.calendar import BANGKOK
from ruamsuk.core.models import Record
from ruamsuk.jobs.choices import FailureOutcome
from ruamsuk.jobs.verbs import OPERATE


class ScheduleQuerySet(QuerySet["Schedule"]):
    def due(self, now: datetime) -> "ScheduleQuerySet":
        return self.filter(next_run_at__lte=now).filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        )


class Schedule(models.Model):
    """One line of the schedule. Whoever moves `next_run_at` on and takes the lease queues the work: nobody else.

    The lease ends with the job; after `leased_until` the work is queued again even if its job never ended.
    """

    name = models.CharField(max_length=60, unique=True)
    every_seconds = models.PositiveIntegerField(null=True)
    daily_at = models.TimeField(null=True)  # Bangkok
    next_run_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    job_id = models.UUIDField(null=True)  # the last run; its row goes when the next run is queued
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every_seconds__isnull=True) ^ Q(daily_at__isnull=True),
                name="schedule_has_one_rhythm",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def after(self, moment: datetime) -> datetime:
        """The next turn after a moment; turns that were missed are not made up for."""
        if self.every_seconds:
            return moment + timedelta(seconds=self.every_seconds)
        assert self.daily_at, "schedule_has_one_rhythm"
        local = moment.astimezone(BANGKOK)
        turn = datetime.combine(local.date(), self.daily_at, tzinfo=BANGKOK)
        return turn if turn > local else turn + timedelta(days=1)

    def latest(self, now: datetime) -> datetime:
        """No turn can lie later than the one after the next: what does was written before a clock was set back."""
        return self.after(self.after(now))


class Heartbeat(models.Model):
    """A worker's sign of life, renewed at every tick."""

    worker_id = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker_id


class Letter(models.Model):
    """A letter on its way to one address.

    Its row goes when the mail server has taken it: the link inside is nobody else's business. A letter to the demo's
    own people has arrived where it lies.
    """

    to = models.CharField(max_length=320)
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"letter {self.pk}"


class FailedJobQuerySet(QuerySet["FailedJob"]):
    def open(self) -> "FailedJobQuerySet":
        return self.filter(outcome=FailureOutcome.OPEN)

    def visible_to(self, user: Reader, can: Verb) -> "FailedJobQuerySet":
        """Jobs belong to the whole system: for those who operate it, and nobody else."""
        return self.all() if can == OPERATE and may(user, can) else self.none()


class FailedJob(Record):
    """A job that was tried as often as it may be: a person tries it again or sets it aside."""

    job = models.ForeignKey(DBTaskResult, on_delete=models.CASCADE, related_name="+")
    failed_at = models.DateTimeField()
    attempts = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)
    outcome = models.CharField(
        max_length=12, choices=FailureOutcome.choices, blank=True, default=FailureOutcome.OPEN
    )
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    objects = FailedJobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["outcome", "-failed_at"])]
        constraints = [
            models.UniqueConstraint(fields=["job"], condition=Q(outcome=""), name="one_open_failure_per_job"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="failed_job_settled_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.reason}"
