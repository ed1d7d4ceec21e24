"""Which bytes in storage belong to the rows, for backups."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from ruamsuk.files.choices import PHOTO_SIZES, FileKind, FileState, Variant
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import place, root
from ruamsuk.jobs.backups import Needed

TABLE = StoredFile._meta.db_table


def needed(cursor: Any) -> Iterator[Needed]:
    """Read from the copy of a database, hence in its own words. Of a refused photo nothing is ever shown."""
    cursor.execute(f"SELECT uid, kind, state, sha256 FROM {TABLE}")
    for uid, kind, state, sha256 in cursor.fetchall():
        if state == FileState.REFUSED:
            continue
        if kind == FileKind.PHOTO and state == FileState.READY:
            for variant in PHOTO_SIZES:
                yield Needed(_name(uid, variant))
        else:
            yield Needed(_name(uid, Variant.ORIGINAL), sha256)


def _name(uid: object, variant: Variant) -> str:
    return place(UUID(str(uid)), variant).relative_to(root()).as_posix()
