"""The directory of a zip: what an Office file holds, by its own word, before anything in it is unpacked.

Reading it costs as much as the directory is long, and that is bounded here. It must end where the file ends and
begin where the last part ends; what it says about sizes is checked again while unpacking (opening).
"""

import struct
import zipfile
from typing import BinaryIO

from ruamsuk.core.cells import HEAVY
from ruamsuk.core.confined import Refused

MB = 1024 * 1024
MAX_UNPACKED = 400 * MB  # of all parts together, those of a sheet inside a document included
MAX_PART = 200 * MB
MAX_RATIO = 200  # unpacked to packed, of a part larger than:
RATIO_FROM = 4 * MB
MAX_PARTS = 10_000
MAX_DIRECTORY = 2 * MB
TYPES = "[Content_Types].xml"

# Signature, disk numbers, counts, length and place of the directory, comment.
_END = struct.Struct("<4s4H2LH")
_LOCATOR = 20  # bytes of the word that points to another, larger directory
_ENCRYPTED = 0x1
_BROKEN = "document-broken"


def directory(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """The parts of an Office file in the order of the directory. Raises Refused."""
    end = file.seek(0, 2) - _END.size
    if end < 0:
        raise Refused(_BROKEN)
    file.seek(end)
    mark, disk, first_disk, here, count, length, start, comment = _END.unpack(file.read(_END.size))
    file.seek(max(0, end - _LOCATOR))
    if (
        mark != b"PK\5\6"
        or comment
        or disk
        or first_disk
        or here != count
        or start + length != end
        or length > MAX_DIRECTORY
        or not 0 < count <= MAX_PARTS
        or file.read(4) == b"PK\6\7"
    ):
        raise Refused(_BROKEN)
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        raise Refused(_BROKEN) from None
    _check(parts, count)
    return parts


def _check(parts: list[zipfile.ZipInfo], count: int) -> None:
    names = [part.filename for part in parts]
    if TYPES not in names:
        raise Refused("file-packed")
    if any("vbaproject" in name.lower() for name in names):
        raise Refused("file-macro")
    if (
        len(parts) != count
        or len(set(names)) != count
        or any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
        or any(part.flag_bits & _ENCRYPTED for part in parts)
        or any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
    ):
        raise Refused(_BROKEN)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or any(_is_heavy(part) for part in parts):
        raise Refused(HEAVY)


def _is_heavy(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MAX_PART or (
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size
    )
