"""Taking a file in: looked at and written to storage before any transaction begins.

    upload = intake.take(request.FILES["photo"], FileKind.PHOTO)      # or files.forms.UploadField does it
    actions.receive_file(upload=upload, by=user)                      # the row, and the job that opens it

What was taken and never received (an error further on in the form) is swept away the next night.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import File

from ruamsuk.core import disk
from ruamsuk.core.models import uuid7
from ruamsuk.files import contents, problems
from ruamsuk.files.choices import FileKind, Variant
from ruamsuk.files.places import folder, place, remove, storage
from ruamsuk.jobs import hold
from ruamsuk.jobs.problems import DeletionWaits

NAME_LENGTH = 120
log = structlog.get_logger("ruamsuk.files")


@dataclass(frozen=True)
class Upload:
    """A file in storage that no row names yet. `size` in bytes."""

    uid: UUID
    kind: FileKind
    name: str
    media_type: str
    size: int
    sha256: str


def take(file: File, kind: FileKind) -> Upload:
    """Looks at a sent file and stores it. Raises a FileRefused that names it and says what to do."""
    shown = clean_name(file.name or "")
    limit = settings.UPLOAD_LIMIT_BYTES
    if not file.size:
        raise problems.EmptyFile(name=shown)
    if file.size > limit:
        raise problems.FileTooLarge(name=shown, limit_mb=limit // (1024 * 1024))
    try:
        media_type = contents.media_type_of(cast(BinaryIO, file), kind, shown)
    except problems.FileRefused as problem:
        problem.params["name"] = shown
        raise
    if media_type.startswith("image/"):
        kind = FileKind.PHOTO  # a photo of a paper among the documents is re-encoded like any other photo
    uid = uuid7()
    digest = hashlib.sha256()
    with storage():
        disk.make_folder(folder(uid))
        with disk.written(place(uid, Variant.ORIGINAL)) as out:
            for chunk in file.chunks():
                digest.update(chunk)
                out.write(chunk)
    return Upload(uid, kind, name_for(shown, media_type), media_type, file.size, digest.hexdigest())


def throw_away(uid: UUID) -> None:
    """The bytes of a file without a row. What cannot go now, or may not while a backup runs, is swept away later."""
    try:
        with hold.deleting():
            remove(uid)
    except (DeletionWaits, problems.StorageFails) as problem:
        log.warning("file.left_for_the_sweep", uid=str(uid), reason=problem.code)


def clean_name(name: str) -> str:
    """A name without path, control and direction characters, of reasonable length; Thai is kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    last = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    last = re.sub(r'[<>:"|?*\s]+', " ", last).strip(" .")
    stem, dot, extension = last.rpartition(".")
    if dot and len(last) > NAME_LENGTH:
        last = f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}"
    return last[:NAME_LENGTH]


def name_for(name: str, media_type: str) -> str:
    """The name with the ending that its content has: "report.pdf.exe" that is a PDF becomes "report.pdf.pdf"."""
    extension = contents.EXTENSIONS.get(media_type)
    if extension is None:  # a package that is not opened yet
        return name or "file"
    stem, dot, found = name.rpartition(".")
    if f".{found.lower()}" == extension or (extension == ".jpg" and found.lower() == "jpeg"):
        return name if stem else f"file{extension}"
    is_extension = dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", found)
    return f"{(stem if is_extension else name) or 'file'}{extension}"
