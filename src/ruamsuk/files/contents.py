"""What a file is, told by its content alone. Pure functions over an open file; raise a FileRefused with no name.

A document must be what it says from its first byte to its last: a PDF with a zip behind it, a zip with a program
before it, an Office file with macros are refused, because each is two things at once.
"""

import codecs
import re
import warnings
import zipfile
import zlib
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from ruamsuk.files import problems
from ruamsuk.files.choices import FileKind
from ruamsuk.files.problems import FileRefused

MAX_PIXELS = 64_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)  # beyond it is an error, not a line in a log

PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "text/csv": ".csv",
    "text/plain": ".txt",
}
OFFICE_MAIN = {
    f"{media_type}.main+xml": media_type for media_type in EXTENSIONS if "officedocument" in media_type
}
MAX_UNPACKED = 400 * 1024 * 1024
MAX_ENTRIES = 10_000

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
_WEB = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type_of(file: BinaryIO, kind: FileKind, name: str) -> str:
    """The media type of an allowed file. `name` only tells CSV from plain text, which look alike."""
    file.seek(0)
    head = file.read(4096)
    if kind == FileKind.PHOTO:
        return _photo(file, head)
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    if (refusal := _refusal(head)) is not None:
        raise refusal
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")):
        return _photo(file, head)
    return _text(file, name)


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
    if _WEB.search(head):
        return problems.WebPageFile(name="")
    return None


def _photo(file: BinaryIO, head: bytes) -> str:
    file.seek(0)
    try:
        with Image.open(file, formats=PHOTO_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise problems.TooManyPixels(name="")
            # MPO: two JPEGs in one file, as some phones write them; the first is taken
            return "image/jpeg" if image.format == "MPO" else f"image/{str(image.format).lower()}"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise problems.TooManyPixels(name="") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise (_refusal(head) or problems.NotAPhoto(name="")) from None


def _pdf(file: BinaryIO) -> str:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2048))
    if b"%%EOF" not in file.read() or zipfile.is_zipfile(file):
        raise problems.BrokenDocument(name="")
    return "application/pdf"


def _office(file: BinaryIO) -> str:
    """Word, Excel or PowerPoint by the declared main part; any other zip is a packed file."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as parts:
            entries = parts.infolist()
            names = [entry.filename for entry in entries]
            if "[Content_Types].xml" not in names:
                raise problems.PackedFile(name="")
            unpacked = sum(entry.file_size for entry in entries)
            outside = any(name.startswith("/") or ".." in name.split("/") for name in names)
            if (
                unpacked > MAX_UNPACKED
                or len(entries) > MAX_ENTRIES
                or outside
                or min(entry.header_offset for entry in entries)
            ):
                raise problems.BrokenDocument(name="")
            declared = parts.read("[Content_Types].xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise problems.BrokenDocument(name="") from None
    if "macroenabled" in declared.lower() or any("vbaproject" in name.lower() for name in names):
        raise problems.MacroFile(name="")
    for main, media_type in OFFICE_MAIN.items():
        if main in declared:
            return media_type
    raise problems.PackedFile(name="")


def _text(file: BinaryIO, name: str) -> str:
    """Text in UTF-8 (or UTF-16 with its mark), or in the Thai code page that older Excel writes."""
    file.seek(0)
    content = file.read()
    for encoding in (
        ("utf-16",) if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ("utf-8", "cp874")
    ):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text):
            break
        if _WEB.search(text.encode()):
            raise problems.WebPageFile(name="")
        return "text/csv" if name.lower().endswith(".csv") else "text/plain"
    raise FileRefused(name="")
