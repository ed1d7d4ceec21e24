"""Where the bytes of a file lie: `<last two digits of the uid>/<uid>/<variant>` below the storage folder."""

from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage

from ruamsuk.files.choices import Variant


def root() -> Path:
    return Path(default_storage.location)  # type: ignore[attr-defined]


def folder(uid: UUID) -> Path:
    return root() / uid.hex[-2:] / uid.hex


def place(uid: UUID, variant: Variant) -> Path:
    return folder(uid) / variant.value
