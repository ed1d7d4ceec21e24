"""What a file seems to be, told by its beginning, its size and its end: all that a web request looks at.

A few thousand bytes are read, and of a zip its directory; nothing is unpacked or decoded. So a refusal that can be
known at once is given at once, beside the field. What passes here is opened by the worker, confined (documents,
images), and served to nobody before.
"""

import re
import struct
from typing import BinaryIO

from ruamsuk.core.confined import Refused
from ruamsuk.files import packages, problems
from ruamsuk.files.choices import FileKind
from ruamsuk.files.opening import OFFICE, WEB
from ruamsuk.files.problems import FileRefused

MAX_PIXELS = 64_000_000
EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    **dict(zip(OFFICE, (".docx", ".xlsx", ".pptx"), strict=True)),
    "text/csv": ".csv",
    "text/plain": ".txt",
}
PACKAGE = "application/zip"  # Word, Excel or PowerPoint: which one is told when it is opened

_HEAD = 4096
_TAIL = 2048
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"MSCF",
)
_HEIC = re.compile(rb"^....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif)", re.DOTALL)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # text in UTF-16, which is full of zero bytes
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_END_OF_PNG = b"\0\0\0\0IEND\xaeB`\x82"
_END_OF_JPEG = (b"\xff\xd9", b"SEFT")  # the second one: some phones write their own notes behind the picture
_SEGMENTS = 1_000  # of a JPEG before its size must have come
_SIZES_OF_JPEG = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def media_type_of(file: BinaryIO, kind: FileKind, name: str) -> str:
    """The media type of an allowed file. `name` only tells CSV from plain text, which look alike."""
    file.seek(0)
    head = file.read(_HEAD)
    if kind == FileKind.PHOTO:
        return _photo(file, head)
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return _package(file)
    if (refusal := _refusal(head)) is not None:
        raise refusal
    if head.startswith((_JPEG, _PNG)):
        _ends(file, head)
        return _photo(file, head)
    if _CONTROLS.search(head) and not head.startswith(_WIDE):
        raise FileRefused(name="")
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _refusal(head: bytes) -> FileRefused | None:
    """The refusal that fits best, for content that is known and not wanted."""
    if head.startswith(_PROGRAMS):
        return problems.ProgramFile(name="")
    if head.startswith(_OLD_OFFICE):
        return problems.OldOfficeFile(name="")
    if head.startswith(_PACKED):
        return problems.PackedFile(name="")
    if _HEIC.match(head):
        return problems.HeicPhoto(name="")
    if WEB.search(head):
        return problems.WebPageFile(name="")
    return None


def _tail(file: BinaryIO) -> bytes:
    file.seek(max(0, file.seek(0, 2) - _TAIL))
    return file.read().rstrip(b"\0\r\n\t ")


def _ends(file: BinaryIO, head: bytes) -> None:
    """A picture among documents ends as pictures do. (A photo is drawn anew, so that nothing behind it remains.)"""
    if not _tail(file).endswith(_END_OF_PNG if head.startswith(_PNG) else _END_OF_JPEG):
        raise problems.BrokenDocument(name="")


def _pdf(file: BinaryIO) -> str:
    if not _tail(file).endswith(b"%%EOF"):
        raise problems.BrokenDocument(name="")
    return "application/pdf"


def _package(file: BinaryIO) -> str:
    try:
        packages.directory(file)
    except Refused as refused:
        raise problems.refusal(refused.code)(name="") from None
    return PACKAGE


def _photo(file: BinaryIO, head: bytes) -> str:
    try:
        if head.startswith(_JPEG):
            media_type, (width, height) = "image/jpeg", _size_of_jpeg(file)
        elif head.startswith(_PNG):
            media_type, (width, height) = "image/png", struct.unpack(">2L", head[16:24])
        elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
            media_type, (width, height) = "image/webp", _size_of_webp(head)
        else:
            raise _refusal(head) or problems.NotAPhoto(name="")
    except (struct.error, IndexError):
        raise problems.BrokenPhoto(name="") from None
    if width * height > MAX_PIXELS:
        raise problems.TooManyPixels(name="")
    return media_type


def _size_of_jpeg(file: BinaryIO) -> tuple[int, int]:
    """Goes from segment to segment, over their contents, to the one that holds the size."""
    place = 2
    for _segment in range(_SEGMENTS):
        file.seek(place)
        mark, kind, length, _depth, height, width = struct.unpack(">2BHB2H", file.read(9))
        if mark != 0xFF:
            break
        if kind in _SIZES_OF_JPEG:
            return width, height
        place += 1 if kind == 0xFF else 2 + length
    raise problems.BrokenPhoto(name="")


def _size_of_webp(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<2H", head[26:30])
    return width & 0x3FFF, height & 0x3FFF
