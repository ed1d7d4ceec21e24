"""Who moves imports at this moment. Both locks are the kernel's (core.disk): they end with their process, however it
ends, and are kept as long as it lives, however slow it is. So an import that is moving while nobody holds its lock has
lost its process; `background.look_after` finds it.

    with hold.reading(): ...       # files are read into lines: many at once
    with hold.writing(): ...       # records are written or taken back: one import at a time
"""

from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings

from ruamsuk.core import disk

Busy = disk.Busy
WAITS = 60.0  # seconds that somebody waits who has nobody else to go on with it


def reading() -> AbstractContextManager[None]:
    return disk.locked(_lock("reading"), shared=True, wait=WAITS)


def nobody_reads() -> AbstractContextManager[None]:
    """Raises Busy while somebody does."""
    return disk.locked(_lock("reading"))


def writing(*, wait: float = 0) -> AbstractContextManager[None]:
    """Raises Busy while another import is written or taken back."""
    return disk.locked(_lock("writing"), wait=wait)


def _lock(name: str) -> Path:
    disk.make_folder(settings.DATA_DIR)
    return settings.DATA_DIR / f"imports-{name}.lock"
