"""Jobs that tests queue. What a job did is a row or a file, since it runs in another transaction or thread."""

import os
import signal
import threading
from pathlib import Path

from ruamsuk.core.problems import WrongState
from ruamsuk.jobs.work import QUICK, job


@job("Writes a line", retries=2)
def write_line(path: str, line: str) -> None:
    with Path(path).open("a") as out:
        out.write(f"{line}\n")


@job("Fails while a file is missing", retries=2)
def needs_file(path: str) -> None:
    Path(path).read_bytes()


@job("Refuses", retries=5)
def refuses() -> None:
    raise WrongState(state="closed")


quick_done = threading.Event()


@job("Quick", retries=0, queue=QUICK)
def quick() -> None:
    quick_done.set()


@job("Stops the worker", retries=0)
def stop_worker(path: str, after_quick: bool = False) -> None:
    """Sends the signal that an administrator sends, then still does its own work."""
    if after_quick and not quick_done.wait(timeout=20):
        raise TimeoutError
    os.kill(os.getpid(), signal.SIGTERM)
    write_line.func(path, "finished after the signal")
