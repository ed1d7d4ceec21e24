"""The worker: one process, two lanes.

The main thread does the jobs of the default lane, one after the other. A second thread keeps the clock and does
the quick jobs between two ticks, so that the trail is sealed and the sign of life given while a backup runs.
"""

import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import structlog
from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as Lane

from ruamsuk.jobs import clock
from ruamsuk.jobs.work import DEFAULT, QUICK

TICK_SECONDS = 2.0
POLL_SECONDS = 1.0
log = structlog.get_logger("ruamsuk.jobs")


class Worker:
    def __init__(self, worker_id: str = "") -> None:
        self.worker_id = worker_id or get_random_string(12)
        self._stopping = threading.Event()
        self._main = self._lane(DEFAULT, batch=False)

    def run(self) -> None:
        """Works until told to stop. An error of the clock ends the process: whoever started it starts it anew."""
        clock.write_schedule(timezone.now())
        log.info("worker.start", worker=self.worker_id)
        with ThreadPoolExecutor(1, thread_name_prefix="clock") as threads:
            keeping_time = threads.submit(self._keep_time)
            try:
                self._main.run()
            finally:
                self.stop()
        keeping_time.result()
        log.info("worker.end", worker=self.worker_id)

    def run_once(self) -> None:
        """Does all that waits and is due now, then returns."""
        clock.write_schedule(timezone.now())
        clock.tick(self.worker_id, timezone.now())
        for queue in (QUICK, DEFAULT):
            self._lane(queue, batch=True).run()
        clock.tick(self.worker_id, timezone.now())

    def stop(self) -> None:
        """No new job is begun; the ones in hand are finished."""
        self._main.running = False
        self._stopping.set()

    def listen_to_signals(self) -> None:
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._stopping.is_set():
            sys.exit(1)  # the second signal: now; the job in hand is found and tried again by the next worker
        self.stop()

    def _lane(self, queue: str, *, batch: bool) -> Lane:
        return Lane(
            queue_names=[queue],
            interval=POLL_SECONDS,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.worker_id,
            excluded_queue_names=[],
        )

    def _keep_time(self) -> None:
        quick = self._lane(QUICK, batch=True)
        try:
            while not self._stopping.is_set():
                close_old_connections()
                try:
                    clock.tick(self.worker_id, timezone.now())
                    quick.run()
                except OperationalError as error:  # locked or unreachable: the next tick tries again
                    log.warning("clock.missed", error=type(error).__name__)
                self._stopping.wait(TICK_SECONDS)
        finally:
            connection.close()
            self.stop()
