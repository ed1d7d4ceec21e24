"""Opening what a stranger sent: in a process of its own, which may use so much memory and time and no more.

    found = confined.run("ruamsuk.files.opening:prove", str(path), limits=confined.ProcessLimits(memory_mb=256))

The function is named, not passed: the child is a fresh Python that imports its module alone. It holds no settings,
no secret and no connection to the database, and what it dies of does not reach the process that asked. Such modules
therefore import nothing of Django; their arguments and answers are plain values (JSON). When the asking process ends,
however it ends, the child ends with it.

What comes back is the answer; or `Refused` (the content is not what it should be: the code of the problem that says
so), `TooHeavy` (it needs more than the limits), or an OSError: the storage or the machine failed, and nothing is
known about the content.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_MB = 1024 * 1024
_DIED_OF_IT = {-signal.SIGXCPU, -signal.SIGABRT, -signal.SIGSEGV}  # a kill from outside proves nothing


@dataclass(frozen=True)
class ProcessLimits:
    memory_mb: int  # of address space, Python itself included
    cpu_seconds: int = 20
    seconds: int = 120  # by the clock on the wall, for a machine that stands still


class Refused(Exception):
    """The content is not what it should be. `code`: of the Problem that says so in words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooHeavy(Exception):
    """Opening it takes more memory or time than anything of its kind should."""


def run(
    function: str, *arguments: object, limits: ProcessLimits, content: IO[bytes] | bytes | None = None
) -> Any:
    """Calls `module:function` in a child. `content`: bytes, or an open file, that it reads as its standard input."""
    order = json.dumps([function, arguments, limits.memory_mb, limits.cpu_seconds, os.getpid()])
    given: Any = {"stdin": content or subprocess.DEVNULL}
    if isinstance(content, bytes):
        given = {"input": content}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", __name__, order],
            **given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            env={},
            start_new_session=True,  # Ctrl-C is for the asking process, which lets the work in hand come to its end
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"{function} was not done in {limits.seconds} s") from None
    if done.returncode in _DIED_OF_IT:
        raise TooHeavy
    if done.returncode:
        raise ChildProcessError(f"{function} ended with {done.returncode}")
    outcome, value = json.loads(done.stdout)
    match outcome:
        case "refused":
            raise Refused(value)
        case "heavy":
            raise TooHeavy
        case "storage":
            raise OSError(*value)
        case "broken":
            raise RuntimeError(value)
    return value


def _confine(memory_mb: int, cpu_seconds: int, parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        sys.exit(1)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MB, memory_mb * _MB))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def child(order: str) -> tuple[str, Any]:
    function, arguments, memory_mb, cpu_seconds, parent = json.loads(order)
    _confine(memory_mb, cpu_seconds, parent)
    module, _colon, name = function.partition(":")
    try:
        return "answer", getattr(importlib.import_module(module), name)(*arguments)
    except Refused as refusal:
        return "refused", refusal.code
    except (MemoryError, RecursionError):
        return "heavy", None
    except Exception as error:
        if isinstance(error, OSError) and error.errno:
            return "storage", [error.errno, error.strerror]
        return "broken", traceback.format_exc()[-4000:]


if __name__ == "__main__":
    from ruamsuk.core import confined  # under its own name, as the module that is asked for knows it

    sys.stdout.write(json.dumps(confined.child(sys.argv[1])))
