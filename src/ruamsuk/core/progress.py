"""How far a long step is, for the person who started it: in place on a terminal, as plain lines in a log.

Loaders, backups and imports say `reached(...)`; who listens is decided by the command. Without a listener (a page,
the worker) it costs nothing.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

from django.utils.functional import Promise

EVERY = {True: 0.2, False: 2.0}  # seconds between two tellings: on a terminal, in a log

_listener: ContextVar[Callable[[str], None] | None] = ContextVar("progress", default=None)


def reached(what: str | Promise, done: int, total: int = 0) -> None:
    """Says that `done` (of `total`) are done of a thing that is named in a few words."""
    if listener := _listener.get():
        listener(f"{what} {done:,}/{total:,}" if total else f"{what} {done:,}")


@contextmanager
def told(out: TextIO) -> Iterator[None]:
    """What is reached inside is written to `out`, flushed, and not more often than a reader can follow."""
    terminal = out.isatty()
    spoken = time.monotonic()

    def say(text: str) -> None:
        nonlocal spoken
        if time.monotonic() - spoken < EVERY[terminal]:
            return
        spoken = time.monotonic()
        out.write(f"\r\x1b[K  {text}" if terminal else f"  {text}\n")
        out.flush()

    token = _listener.set(say)
    try:
        yield
    finally:
        _listener.reset(token)
        if terminal:
            out.write("\r\x1b[K")
            out.flush()
