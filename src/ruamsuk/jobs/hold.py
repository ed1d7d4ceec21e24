"""While a backup or a restore runs, no bytes of files are deleted: rows and files of one moment stay together.

    with hold.holding(): ...       # backup and restore: one at a time
    with hold.deleting(): ...      # whoever deletes bytes that a row may name; raises DeletionWaits meanwhile

The lock ends with its process, so a killed backup blocks nothing. A restore that was cut short still holds deletions
off, until it is finished or undone: its database may not fit the files yet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from ruamsuk.core import disk
from ruamsuk.jobs.problems import BackupRuns, DeletionWaits

RESTORING = "restoring"  # the folder of a restore, below the data folder
JOURNAL = "journal.json"  # in it from the moment on when something may have been replaced
WAITS = 20.0  # seconds that a backup waits for another one, and for deletions in hand


@contextmanager
def holding(*, wait: float = WAITS) -> Iterator[None]:
    try:
        with disk.locked(_lock(), wait=wait):
            yield
    except disk.Busy:
        raise BackupRuns from None


@contextmanager
def deleting() -> Iterator[None]:
    try:
        with disk.locked(_lock(), shared=True):
            if journal().exists():
                raise DeletionWaits
            yield
    except disk.Busy:
        raise DeletionWaits from None


def journal() -> Path:
    return settings.DATA_DIR / RESTORING / JOURNAL


def _lock() -> Path:
    disk.make_folder(settings.DATA_DIR)
    return settings.DATA_DIR / "backup.lock"
