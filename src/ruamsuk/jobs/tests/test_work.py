"""Jobs: written with the work that needs them, tried again, and handed to a person in the end."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ruamsuk.audit.models import Operation
from ruamsuk.jobs import actions, clock, tasks
from ruamsuk.jobs.choices import FailureOutcome
from ruamsuk.jobs.models import FailedJob, Heartbeat
from ruamsuk.jobs.problems import AlreadySettled
from ruamsuk.jobs.tests import samples
from ruamsuk.jobs.work import LONGEST_WAIT, wait_before

pytestmark = pytest.mark.django_db(transaction=True)


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


def test_a_job_queued_in_a_transaction_that_fails_never_runs(work, tmp_path):
    out = tmp_path / "out"
    with transaction.atomic():
        samples.write_line.enqueue(str(out), "undone")
        transaction.set_rollback(True)
    with transaction.atomic():
        samples.write_line.enqueue(str(out), "kept")
    work()
    assert lines(out) == ["kept"]


def test_a_job_that_failed_waits_longer_each_time_and_succeeds_later(work, tmp_path):
    needed = tmp_path / "needed"
    job = samples.needs_file.enqueue(str(needed))
    work()
    row = DBTaskResult.objects.get(pk=job.id)
    assert (row.status, len(row.worker_ids)) == ("READY", 1)
    assert row.run_after > timezone.now() + timedelta(seconds=5)
    work()  # too early: nothing happens
    assert len(DBTaskResult.objects.get(pk=job.id).worker_ids) == 1
    needed.write_text("there")
    work(skip_waits=True)
    assert DBTaskResult.objects.get(pk=job.id).status == "SUCCESSFUL"
    assert not FailedJob.objects.exists()


def test_waits_grow_to_six_hours_and_no_further():
    waits = [wait_before(attempt) for attempt in range(1, 12)]
    assert timedelta(seconds=12) <= waits[0] <= timedelta(seconds=18)
    assert all(later > earlier for earlier, later in pairwise(waits[:5]))
    assert max(waits) <= LONGEST_WAIT * 1.2


def test_after_the_last_try_the_job_needs_attention_with_its_reason(work, tmp_path):
    samples.needs_file.enqueue(str(tmp_path / "never"))
    for _ in range(5):
        work(skip_waits=True)
    failed = FailedJob.objects.get()
    assert failed.attempts == 3  # the first and two more
    assert failed.reason.startswith("FileNotFoundError: ")
    assert failed.outcome == FailureOutcome.OPEN


def test_a_refusal_is_not_tried_again(work):
    samples.refuses.enqueue()
    work()
    failed = FailedJob.objects.get()
    assert failed.attempts == 1
    assert "WrongState" not in failed.reason
    assert "closed" in failed.reason


def test_a_job_tried_again_by_a_person_has_all_its_tries_again(work, tmp_path, person):
    needed = tmp_path / "needed"
    samples.needs_file.enqueue(str(needed))
    for _ in range(3):
        work(skip_waits=True)
    somsri = person("Somsri", "administrator")
    actions.try_again(failed_job=FailedJob.objects.get(), by=somsri)
    work(skip_waits=True)
    assert not FailedJob.objects.open().exists()  # failed once more, and waits for its second try
    needed.write_text("there")
    work(skip_waits=True)
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert FailedJob.objects.get().settled_by == somsri
    assert Operation.objects.filter(verb="jobs.try_again", subject_id=FailedJob.objects.get().pk).exists()


def test_a_job_that_fails_again_needs_attention_again(work, person):
    samples.refuses.enqueue()
    work()
    actions.try_again(failed_job=FailedJob.objects.get(), by=person("Somsri"))
    work()
    assert [failed.outcome for failed in FailedJob.objects.order_by("pk")] == [
        FailureOutcome.TRIED_AGAIN,
        FailureOutcome.OPEN,
    ]


def test_a_job_is_settled_once(work, person):
    samples.refuses.enqueue()
    work()
    failed, somsri = FailedJob.objects.get(), person("Somsri")
    actions.set_aside(failed_job=failed, note="ไม่ต้องใช้แล้ว", by=somsri)
    with pytest.raises(AlreadySettled):
        actions.try_again(failed_job=failed, by=somsri)
    work()
    assert FailedJob.objects.get().outcome == FailureOutcome.SET_ASIDE
    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_job_whose_worker_died_is_found_and_done_by_the_next(work, tmp_path):
    out, now = tmp_path / "out", timezone.now()
    samples.write_line.enqueue(str(out), "once more")
    row = DBTaskResult.objects.get()
    clock.beat("dead", now - timedelta(minutes=3))
    row.claim("dead")
    work()
    row.refresh_from_db()
    assert (row.status, "WorkerLost" in row.traceback) == ("READY", True)
    work(skip_waits=True)
    assert lines(out) == ["once more"]


def test_a_job_of_a_living_worker_is_left_alone(work):
    samples.refuses.enqueue()
    row = DBTaskResult.objects.get()
    clock.beat("alive", timezone.now())
    row.claim("alive")
    work()
    row.refresh_from_db()
    assert row.status == "RUNNING"


def test_jobs_done_long_ago_are_cleared_and_those_that_need_attention_stay(work, tmp_path):
    samples.write_line.enqueue(str(tmp_path / "out"), "x")
    samples.refuses.enqueue()
    work()
    long_ago = timezone.now() - timedelta(days=200)
    DBTaskResult.objects.update(finished_at=long_ago)
    Heartbeat.objects.create(worker_id="old", started_at=long_ago, seen_at=long_ago)
    tasks.prune.call()
    assert [row.status for row in DBTaskResult.objects.all()] == ["FAILED"]
    assert not Heartbeat.objects.filter(worker_id="old").exists()
    FailedJob.objects.update(outcome=FailureOutcome.SET_ASIDE, settled_at=long_ago)
    tasks.prune.call()
    assert not DBTaskResult.objects.exists()
