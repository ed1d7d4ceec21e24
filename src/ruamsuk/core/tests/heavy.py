"""What the tests of core.confined have done in a child."""

import ctypes
import os
import sys
import time
from pathlib import Path

from ruamsuk.core.confined import Refused


def add(one: int, other: int) -> int:
    return one + other


def eat_memory() -> None:
    held = []
    while True:
        held.append(bytearray(1024 * 1024))


def eat_time() -> None:
    while True:
        pass


def crash() -> None:
    ctypes.string_at(0)


def refuse(code: str) -> None:
    raise Refused(code)


def fail(number: int) -> None:
    raise OSError(number, os.strerror(number))


def stumble() -> None:
    raise KeyError("ours")


def read() -> int:
    return len(sys.stdin.buffer.read())


def tell_what_is_known() -> list:
    return [dict(os.environ), sorted(name for name in sys.modules if name.split(".")[0] == "django")]


def sleep(file: str) -> None:
    Path(file).write_text(str(os.getpid()))
    time.sleep(30)
