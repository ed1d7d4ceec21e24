"""Where the bytes of a file lie: `<last two digits of the uid>/<uid>/<variant>` below the storage folder.

What the disk cannot do now is told as `StorageFails`, which time or an administrator may mend. It says nothing
about the file.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.core.files.storage import FileSystemStorage, default_storage

from ruamsuk.files.choices import Variant
from ruamsuk.files.problems import OriginalDiffers, StorageFails

if TYPE_CHECKING:
    from ruamsuk.files.models import StoredFile


def root() -> Path:
    return Path(cast(FileSystemStorage, default_storage).location)


def folder(uid: UUID) -> Path:
    return root() / uid.hex[-2:] / uid.hex


def place(uid: UUID, variant: Variant) -> Path:
    return folder(uid) / variant.value


@contextmanager
def storage() -> Iterator[None]:
    """Around what reads, writes or deletes in storage."""
    try:
        yield
    except OSError as error:
        raise StorageFails(detail=error.strerror or type(error).__name__) from error


def content(uid: UUID, variant: Variant) -> bytes | None:
    """All bytes, read; None when they are not there although storage is."""
    with storage():
        try:
            return place(uid, variant).read_bytes()
        except FileNotFoundError:
            if root().is_dir():
                return None
            raise


def are_there(uid: UUID, variants: Iterable[Variant]) -> bool:
    """Whether all are in storage; raises where storage itself is not there."""
    if not root().is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(root()))
    return all(place(uid, variant).is_file() for variant in variants)


def as_received(file: "StoredFile") -> bytes:
    """The original, proven to be what was sent: only then what is found out about it is true of the file."""
    found = content(file.uid, Variant.ORIGINAL)
    if found is None or len(found) != file.size or hashlib.sha256(found).hexdigest() != file.sha256:
        raise OriginalDiffers
    return found


def remove(uid: UUID) -> None:
    """All bytes of a file that no row names any more."""
    with storage():
        try:
            shutil.rmtree(folder(uid))
        except FileNotFoundError:
            if not root().is_dir():
                raise
