"""What is opened in a confined child costs its limits at most, and what it dies of does not reach the asker."""

import errno
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from ruamsuk.core import confined
from ruamsuk.core.confined import ProcessLimits

SMALL = ProcessLimits(memory_mb=128, cpu_seconds=1, seconds=20)


def ask(name, *arguments, limits=SMALL, **more):
    return confined.run(f"ruamsuk.core.tests.heavy:{name}", *arguments, limits=limits, **more)


def test_the_answer_of_the_child_comes_back():
    assert ask("add", 2, 3) == 5


def test_too_much_memory_too_much_time_and_a_crash_end_the_child_alone():
    for name in ("eat_memory", "eat_time", "crash"):
        with pytest.raises(confined.TooHeavy):
            ask(name)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # they ran, and this process goes on
    assert ask("add", 2, 3) == 5


def test_a_refusal_an_error_of_the_storage_and_our_own_fault_are_told_apart():
    with pytest.raises(confined.Refused) as refusal:
        ask("refuse", "document-broken")
    assert refusal.value.code == "document-broken"
    with pytest.raises(OSError, match="Input/output") as failure:
        ask("fail", errno.EIO)
    assert failure.value.errno == errno.EIO
    with pytest.raises(RuntimeError, match="KeyError"):
        ask("stumble")


def test_a_machine_that_stands_still_proves_nothing(tmp_path):
    with pytest.raises(TimeoutError):
        ask("sleep", str(tmp_path / "pid"), limits=ProcessLimits(memory_mb=128, seconds=1))


def test_the_child_reads_what_it_is_given_and_knows_nothing_else(tmp_path):
    (tmp_path / "sent").write_bytes(b"x" * 70_000)
    with (tmp_path / "sent").open("rb") as file:
        assert ask("read", content=file) == 70_000
    environment, django = ask("tell_what_is_known")
    assert not {name for name in environment if name.startswith(("RUAMSUK", "DATABASE"))}
    assert django == []


def test_the_child_ends_with_the_process_that_asked(tmp_path):
    asker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from ruamsuk.core import confined; confined.run('ruamsuk.core.tests.heavy:sleep', "
            "sys.argv[1], limits=confined.ProcessLimits(memory_mb=128))",
            str(tmp_path / "pid"),
        ]
    )
    deadline = time.monotonic() + 120
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    child = int((tmp_path / "pid").read_text())
    os.kill(child, 0)  # it is there
    asker.kill()
    asker.wait()
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.kill(child, 0)
            time.sleep(0.02)
        pytest.fail("the child is still there")
