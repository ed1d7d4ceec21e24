"""Real processes that stand still at a point of their work, to be looked at while they live and killed with -9.

    with standing_at("ruamsuk.imports.actions.importing:stage_lines", "import", "records", file, call=2): ...

The command runs on the database of the test and on its data folder; it stops before that call of the function, and is
killed when the block ends. With `after=True` it stops behind that call. `by_itself` is what the system does then.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ruamsuk.jobs import clock, periodic
from ruamsuk.jobs.models import Heartbeat, Schedule
from ruamsuk.jobs.worker import Worker

MOST_SECONDS = 60
SCRIPT = """
import sys, time
from importlib import import_module
import django
django.setup()
from django.core.management import call_command
point, when, call, reached, *command = sys.argv[1:]
module, name = point.split(":")
owner = import_module(module)
todo, calls = getattr(owner, name), []

def standing(*args, **kwargs):
    calls.append(name)
    if len(calls) != int(call):
        return todo(*args, **kwargs)
    if when == "after":
        todo(*args, **kwargs)
    open(reached, "w").close()
    time.sleep(600)

setattr(owner, name, standing)
call_command(*command)
"""


@contextmanager
def standing_at(
    point: str, *command: str, call: int = 1, after: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    connection.close()  # the process writes into the same file of SQLite
    with tempfile.TemporaryDirectory() as folder:
        reached = Path(folder, "reached")
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, point, "after" if after else "before", str(call), str(reached), *command],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "ruamsuk.jobs.tests.killed_settings",
                "PYTEST_XDIST_WORKER": "killed",  # no temporary folder of its own, which nobody would delete
                "RUAMSUK_TEST_DATA": str(settings.DATA_DIR),
                "RUAMSUK_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            },
        )  # fmt: skip
        try:
            end = time.monotonic() + MOST_SECONDS
            while not reached.exists():
                assert process.poll() is None, "it ended before the point was reached"
                assert time.monotonic() < end
                time.sleep(0.05)
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def kill_at(point: str, *command: str, call: int = 1, after: bool = False) -> None:
    with standing_at(point, *command, call=call, after=after):
        pass


def by_itself(*schedule: str, turns: int = 3, dead_are_known: bool = True) -> None:
    """A worker's turns, each as if the waiting between them had passed: what the schedule says, then what waits.

    `schedule` names the work that comes back. `dead_are_known`: signs of life of other workers have grown old.
    """
    known = {name: periodic.REGISTRY[name] for name in schedule}
    everything, periodic.REGISTRY = periodic.REGISTRY, known
    try:
        for _turn in range(turns):
            now = timezone.now()
            if dead_are_known:
                others = Heartbeat.objects.exclude(worker_id="tester")
                others.update(seen_at=now - timezone.timedelta(minutes=5))
            clock.write_schedule(now)
            Schedule.objects.update(next_run_at=now)
            DBTaskResult.objects.update(run_after=now)
            Worker("tester").run_once()
    finally:
        periodic.REGISTRY = everything
