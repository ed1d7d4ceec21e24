"""The schedule: each turn is queued once, by one worker, and says how it went."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ruamsuk.audit.models import Operation
from ruamsuk.jobs import clock, periodic, tasks
from ruamsuk.jobs.models import Schedule
from ruamsuk.jobs.tests import samples
from tests.world import operation

pytestmark = pytest.mark.django_db(transaction=True)


def at(hour, minute=0):
    """A moment of 21 November 2026 in UTC."""
    return datetime(2026, 11, 21, hour, minute, tzinfo=UTC)


def test_daily_work_has_its_turn_at_the_bangkok_hour():
    line = Schedule(daily_at=periodic.time(18, 0))
    assert line.after(at(10, 59)) == at(11, 0)  # 18:00 in Bangkok
    assert line.after(at(11, 0)) == at(11, 0) + timedelta(days=1)


def test_turns_that_were_missed_are_not_made_up_for():
    assert Schedule(every_seconds=10).after(at(5)) == at(5) + timedelta(seconds=10)


def test_a_line_has_one_rhythm():
    Schedule.objects.create(name="good", every_seconds=10, next_run_at=at(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.create(name="none", next_run_at=at(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.create(
            name="both", every_seconds=10, daily_at=periodic.time(18, 0), next_run_at=at(1)
        )


def test_two_workers_queue_one_turn_once(work):
    periodic.every(10, "sample", samples.quick)
    now = timezone.now()
    clock.write_schedule(now)
    clock.queue_due_work(now)
    clock.queue_due_work(now)
    assert DBTaskResult.objects.count() == 1
    clock.queue_due_work(now + timedelta(seconds=30))  # still leased: the first one has not run yet
    assert DBTaskResult.objects.count() == 1


def test_a_turn_that_never_ended_is_queued_again_when_its_lease_is_over(work):
    periodic.every(10, "sample", samples.quick)
    now = timezone.now()
    clock.write_schedule(now)
    clock.queue_due_work(now)
    first = DBTaskResult.objects.get()
    clock.queue_due_work(now + clock.LEASE + timedelta(seconds=1))
    assert DBTaskResult.objects.get().pk != first.pk


def test_the_line_keeps_the_last_success_and_only_the_last_run(work):
    periodic.every(10, "sample", samples.quick)
    work()
    line = Schedule.objects.get()
    assert line.last_ok_at is not None
    assert line.leased_until is None
    Schedule.objects.update(next_run_at=timezone.now())
    work()
    assert DBTaskResult.objects.count() == 1


def test_a_failure_stands_in_the_schedule_until_it_works_again(work, monkeypatch):
    periodic.every(10, "sample", samples.refuses)
    work()
    assert "closed" in Schedule.objects.get().last_error
    assert Schedule.objects.get().last_ok_at is None
    del periodic.REGISTRY["sample"]
    periodic.every(10, "sample", samples.quick)
    Schedule.objects.update(next_run_at=timezone.now())
    work()
    assert Schedule.objects.get().last_error == ""


def test_work_that_no_app_registers_any_more_leaves_the_schedule(work):
    periodic.every(10, "sample", samples.quick)
    periodic.daily("18:00", "other", samples.quick)
    clock.write_schedule(timezone.now())
    periodic.REGISTRY.clear()
    periodic.every(20, "sample", samples.quick)
    clock.write_schedule(timezone.now())
    assert [(line.name, line.every_seconds) for line in Schedule.objects.all()] == [("sample", 20)]


def test_the_trail_is_sealed_by_the_schedule(work):
    operation("x.y")
    periodic.every(10, "audit.seal", tasks.seal_trail)
    work()
    assert Operation.objects.get().seal_no == 1


def test_the_product_registers_sealing_backup_and_clearing():
    rhythm = {
        name: work.every_seconds or f"{work.daily_at:%H:%M}" for name, work in periodic.REGISTRY.items()
    }
    assert (rhythm["audit.seal"], rhythm["notices.digest"]) == (10, "18:00")
    assert {"jobs.backup", "jobs.sessions", "jobs.prune", "files.sweep"} <= rhythm.keys()
