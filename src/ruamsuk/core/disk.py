"""Writing to disk so that a power cut, a full disk or `kill -9` leaves the old or the new, never a half.

    with disk.written(path) as out: out.write(content)      # appears whole and lasting, or not at all
    with disk.workplace(folder, ".backup-") as here: ...    # gone afterwards, or by `clear` when killed

Locks are the kernel's own (flock): they end with the process that holds them, however it ends.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

PART = ".part"  # ending of a file that is still being written


@contextmanager
def written(to: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Written beside its place, synced, renamed, and the renaming synced. The folder must be there."""
    part = to.with_name(to.name + PART)
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(to)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync(to.parent)


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, lasting."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)


def sync(folder: Path) -> None:
    """What was added to, renamed in or deleted from the folder is on disk from now on."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Busy(Exception):
    """Another process holds the lock."""


@contextmanager
def locked(path: Path, *, shared: bool = False, wait: float = 0) -> Iterator[None]:
    """Holds the lock of a file (made when missing) or folder; raises Busy after `wait` seconds."""
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    handle = os.open(path, flags, 0o600)
    try:
        _lock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, time.monotonic() + wait)
        yield
    finally:
        os.close(handle)  # gives the lock back, too


def _lock(handle: int, kind: int, until: float) -> None:
    while True:
        try:
            return fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Busy from None
            time.sleep(0.05)


@contextmanager
def workplace(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder for half-done things, readable by its owner only."""
    here = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
    try:
        with locked(here):
            yield here
    finally:
        shutil.rmtree(here, ignore_errors=True)


def clear(parent: Path, prefix: str) -> int:
    """Removes workplaces whose process is gone; returns how many."""
    count = 0
    for left in parent.glob(f"{prefix}*"):
        try:
            with locked(left):
                shutil.rmtree(left, ignore_errors=True)
                count += 1
        except (Busy, FileNotFoundError):
            continue
    return count
