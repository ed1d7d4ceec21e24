"""Opening a document for good: in a confined child of the worker (core.confined), never in a web request.

A document must be what it says from its first byte to its last: a PDF with a zip behind it, a zip with a program
before it, bytes that no part of a zip owns are refused, because each is two things at once. Everything is read in
pieces, and what a packed part unpacks to is counted while it is unpacked, whatever its header says.

Nothing of Django is imported here: the child has no settings. A refusal is the code of a Problem in `problems`.
"""

import codecs
import io
import mmap
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ruamsuk.core.confined import Refused
from ruamsuk.files.packages import HEAVY, MAX_UNPACKED, MB, TYPES, directory

PIECE = 256 * 1024
LAP = 200  # characters of a piece that are read again with the next one, for words that lie across the cut
MAX_TYPES = 4 * MB  # of the list of parts
MAX_INNER = 32 * MB  # of a sheet inside a document
INNERMOST = 3  # the sheet of a chart of a presentation inside a document, and nothing packed inside that one

OFFICE = {
    f"application/vnd.openxmlformats-officedocument.{kind}": f"{kind}.main+xml"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
}
WEB = re.compile(rb"<\s{0,64}(!doctype\s{1,64}html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
PROGRAMS = (b"MZ", b"\x7fELF")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_END_OF_PDF = re.compile(rb"%%EOF")
_AFTER_END_OF_PDF = re.compile(rb"[\s\0]*(\Z|\d{1,10}\s+\d{1,10}\s+obj\b|xref|startxref|endstream|%)")
_LOCAL = struct.Struct("<4s5H3L2H")  # what stands before each part of a zip
_BEHIND = (0, 12, 16, 20, 24)  # lengths of what may stand behind one that was written as a stream
_HAS_BEHIND = 0x8
_UTF8 = 0x800
_BROKEN = "document-broken"


def prove(path: str, media_type: str) -> str:
    """The media type of a document that holds what it says; `media_type`: what its beginning told."""
    with Path(path).open("rb") as file:
        if media_type == "application/pdf":
            _pdf(file)
        elif media_type.startswith("text/"):
            _text(file)
        else:
            return _office(file, 1, _Budget())
    return media_type


def _pdf(file: BinaryIO) -> None:
    """Each end of the document is the last one or is followed by more of a PDF: one that was changed has several."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        last = None
        for end in _END_OF_PDF.finditer(content):
            last = _AFTER_END_OF_PDF.match(content, end.end())
            if last is None:
                raise Refused(_BROKEN)
        is_whole = last is not None and not last[1]
        last = None  # it holds on to the content
        if not is_whole or zipfile.is_zipfile(file):
            raise Refused(_BROKEN)


def _text(file: BinaryIO) -> None:
    """Text in UTF-8 (or UTF-16 with its mark), or in the Thai code page that older Excel writes."""
    is_wide = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if not any(_reads_as(file, encoding) for encoding in (("utf-16",) if is_wide else ("utf-8", "cp874"))):
        raise Refused("file-refused")


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    decoder, before = codecs.getincrementaldecoder(encoding)(), ""
    file.seek(0)
    try:
        for piece in iter(lambda: file.read(PIECE), b""):
            text = before + decoder.decode(piece)
            if _CONTROLS.search(text):
                raise Refused("file-refused")
            if WEB.search(text.encode()):
                raise Refused("file-web-page")
            before = text[-LAP:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Budget:
    """What may still be unpacked of one file, with all that is inside."""

    left = MAX_UNPACKED

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refused(HEAVY)


def _office(file: BinaryIO, depth: int, budget: _Budget) -> str:
    """Word, Excel or PowerPoint by the declared main part. Every byte belongs to exactly one part or its header."""
    parts = sorted(directory(file), key=lambda part: part.header_offset)
    file.seek(-10, 2)
    borders = [part.header_offset for part in parts] + [struct.unpack("<L", file.read(10)[4:8])[0]]
    if borders[0]:
        raise Refused(_BROKEN)
    declared = b""
    for part, border in zip(parts, borders[1:], strict=True):
        content = _part(file, part, border, depth, budget)
        if part.filename == TYPES:
            declared = content
    if b"macroenabled" in declared.lower():
        raise Refused("file-macro")
    for media_type, main in OFFICE.items():
        if main.encode() in declared:
            return media_type
    raise Refused("file-packed")


def _part(file: BinaryIO, part: zipfile.ZipInfo, border: int, depth: int, budget: _Budget) -> bytes:
    """Unpacks one part to its end; gives its content where that is the list of parts, else nothing."""
    start = part.header_offset
    if not start + _LOCAL.size <= border:
        raise Refused(_BROKEN)
    file.seek(start)
    mark, _version, flags, method, *_rest, name_length, extra = _LOCAL.unpack(file.read(_LOCAL.size))
    name = file.read(name_length).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    start += _LOCAL.size + name_length + extra
    behind = border - start - part.compress_size
    if (
        mark != b"PK\3\4"
        or method != part.compress_type
        or name != part.orig_filename
        or behind not in (_BEHIND if flags & _HAS_BEHIND else _BEHIND[:1])
    ):
        raise Refused(_BROKEN)
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    most = MAX_TYPES if part.filename == TYPES else 0
    kept, before, size, checksum = io.BytesIO(), b"", 0, 0
    for piece in _unpacked(file, start, part):
        if not size:
            if piece.startswith(PROGRAMS):
                raise Refused(_BROKEN)
            if piece.startswith(b"PK\3\4"):
                most = MAX_INNER
        size, checksum = size + len(piece), zlib.crc32(piece, checksum)
        budget.spend(len(piece))
        if size > part.file_size or (most and size > most):
            raise Refused(HEAVY)
        if is_xml and _ENTITIES.search((before + piece).replace(b"\0", b"")):  # \0: in UTF-16, too
            raise Refused(_BROKEN)
        before = piece[-LAP:]
        if most:
            kept.write(piece)
    if size != part.file_size or checksum != part.CRC:
        raise Refused(_BROKEN)
    if most == MAX_INNER:
        if depth == INNERMOST:
            raise Refused(_BROKEN)
        _office(kept, depth + 1, budget)
    return kept.getvalue() if part.filename == TYPES else b""


def _unpacked(file: BinaryIO, start: int, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content in pieces, none larger than PIECE. The packed bytes must end where the part ends."""
    file.seek(start)
    left = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        return
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not unpacking.eof:
            packed = unpacking.unconsumed_tail
            if not packed:
                packed = file.read(min(PIECE, left))
                left -= len(packed)
            piece = unpacking.decompress(packed, PIECE)
            if piece:
                yield piece
            elif not packed:
                break
    except zlib.error:
        raise Refused(_BROKEN) from None
    if not unpacking.eof or left or unpacking.unused_data:
        raise Refused(_BROKEN)
