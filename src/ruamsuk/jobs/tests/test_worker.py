"""The worker as a process: it does the work, seals meanwhile, and ends cleanly when told to."""

import signal

import pytest
from django_tasks_db.models import DBTaskResult

from ruamsuk.jobs import periodic
from ruamsuk.jobs.models import Heartbeat
from ruamsuk.jobs.tests import samples
from ruamsuk.jobs.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signals():
    """The signal handlers of the test run come back afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_worker_told_to_stop_finishes_the_job_in_hand_and_begins_no_other(
    queue, no_schedule, signals, tmp_path
):
    out = tmp_path / "out"
    samples.stop_worker.enqueue(str(out))
    samples.write_line.enqueue(str(out), "for the next worker")
    worker = Worker("one")
    worker.listen_to_signals()
    worker.run()
    assert out.read_text().splitlines() == ["finished after the signal"]
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]
    assert Heartbeat.objects.get().worker_id == "one"


def test_quick_work_of_the_schedule_is_done_while_a_long_job_runs(queue, no_schedule, signals, tmp_path):
    samples.quick_done.clear()
    samples.stop_worker.enqueue(str(tmp_path / "out"), after_quick=True)
    periodic.every(3600, "sample", samples.quick)
    worker = Worker("one")
    worker.listen_to_signals()
    worker.run()
    assert [job.status for job in DBTaskResult.objects.all()] == ["SUCCESSFUL", "SUCCESSFUL"]
