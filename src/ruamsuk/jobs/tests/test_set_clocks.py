"""The clock of the machine set back by a day, and forward by a year: work goes on, and nothing is deleted unseen."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ruamsuk.audit.actions import seal
from ruamsuk.audit.choices import Channel
from ruamsuk.core.limits import spend
from ruamsuk.core.problems import TooManyRequests
from ruamsuk.jobs import backups, clock, periodic
from ruamsuk.jobs.models import Heartbeat, Letter, Schedule
from ruamsuk.jobs.queries import health
from ruamsuk.jobs.tests import samples
from tests.world import operation

pytestmark = pytest.mark.django_db(transaction=True)
DAY, YEAR = timedelta(days=1), timedelta(days=366)


@pytest.fixture
def now():
    return timezone.now()


@pytest.mark.parametrize("ahead", [DAY, YEAR])
def test_work_that_comes_back_has_its_turn_after_the_clock_was_set_back(queue, no_schedule, now, ahead):
    periodic.every(10, "often", samples.quick)
    periodic.daily("18:00", "daily", samples.quick)
    clock.write_schedule(now + ahead)
    clock.tick("a", now + ahead)
    DBTaskResult.objects.all().delete()
    assert Schedule.objects.get(name="often").next_run_at > now + ahead
    clock.tick("a", now)
    clock.tick("a", now + timedelta(seconds=30) + clock.LEASE)
    assert DBTaskResult.objects.exists()
    assert all(line.next_run_at <= now + clock.LEASE + 2 * DAY for line in Schedule.objects.all())


def test_a_job_that_waits_to_be_tried_again_does_not_wait_for_the_time_before(queue, now):
    samples.quick.enqueue()
    DBTaskResult.objects.update(run_after=now + DAY)
    clock.tick("a", now)
    assert DBTaskResult.objects.get().run_after <= now
    samples.quick.enqueue()  # one that waits for nothing stays as it is
    before = DBTaskResult.objects.latest("enqueued_at").run_after
    clock.tick("a", now)
    assert DBTaskResult.objects.latest("enqueued_at").run_after == before


def test_a_worker_that_died_before_the_clock_was_set_back_is_found_out_within_a_minute(queue, now):
    Heartbeat.objects.create(worker_id="dead", started_at=now, seen_at=now + DAY)
    assert health()["worker"] == "late"
    samples.quick.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["dead"], started_at=now + DAY)
    clock.tick("alive", now)
    # It may only be slow to see the new time.
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING
    clock.tick("alive", now + timedelta(seconds=61))
    assert len(DBTaskResult.objects.get().worker_ids) == 1
    assert DBTaskResult.objects.get().status != TaskResultStatus.RUNNING
    clock.tick("alive", timezone.now())
    assert health()["worker"] == "ok"


def test_the_trail_is_sealed_also_for_calls_of_the_time_before(now):
    row = operation(origin=Channel.API, fingerprint="x", recorded_at=now + DAY)
    assert seal() == 1
    row.refresh_from_db()
    assert row.seal_no


def test_nobody_is_kept_out_by_tries_of_the_time_before(db, one_minute):
    request = RequestFactory().get("/")
    one_minute[0] += DAY.total_seconds()
    for _try in range(3):
        spend(request, "sample", per_minute=3)
        one_minute[0] += 0.01
    with pytest.raises(TooManyRequests):
        spend(request, "sample", per_minute=3)
    one_minute[0] -= DAY.total_seconds()
    spend(request, "sample", per_minute=3)


def test_what_deletes_waits_a_day_when_the_clock_leaps_a_year(queue, now):
    """And then goes on: a machine that stood still for a year clears up on its second day."""
    letter = Letter.objects.create(
        to="a@example.org", sender="b@example.org", subject="", body="", written_at=now
    )
    clock.write_schedule(now)
    clock.tick("a", now + YEAR)
    assert not queued("ruamsuk.jobs.tasks.prune")
    assert queued("ruamsuk.jobs.tasks.seal_trail")
    assert Letter.objects.filter(pk=letter.pk).exists()
    for name in ("jobs.prune", "jobs.sessions", "files.sweep", "files.let-go"):
        assert Schedule.objects.get(name=name).next_run_at > now + YEAR + DAY
    clock.tick("a", now + YEAR + 2 * DAY)
    assert queued("ruamsuk.jobs.tasks.prune")


def test_a_year_and_back_leaves_every_turn_within_two_days(queue, now):
    clock.write_schedule(now)
    clock.tick("a", now + YEAR)
    clock.tick("a", now)
    assert all(line.next_run_at <= now + 2 * DAY for line in Schedule.objects.all())
    assert all(
        not line.leased_until or line.leased_until <= now + clock.LEASE for line in Schedule.objects.all()
    )


def queued(path):
    return DBTaskResult.objects.filter(task_path=path).exists()


def test_every_turn_that_deletes_says_so():
    """The next one of its kind is found here: a task that deletes by age belongs to those that wait after a leap."""
    for work in periodic.REGISTRY.values():
        source = Path(work.task.func.__code__.co_filename).read_text()
        body = source[source.index(f"def {work.task.func.__name__}(") :].split("\n@job(")[0]
        by_age = any(
            sign in body
            for sign in ("delete()", "clear_expired", "remove(", "let_go(", "let_paper_go(", "forget_old")
        )
        assert work.deletes == by_age, work.name


def test_backups_of_a_wrong_year_do_not_outlive_the_new_ones(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "backups").mkdir()
    wrong = [tmp_path / "backups" / f"ruamsuk-2099010{n}-020000-000000.tar.gz" for n in range(3)]
    for file in wrong:
        file.write_bytes(b"")
    made = [backups.make(keep=3) for _turn in range(3)]
    assert all(file.exists() for file in made)
    assert not any(file.exists() for file in wrong)
