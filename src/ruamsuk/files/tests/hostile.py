"""Files made to harm whoever opens them. All are made here; each is at most some hundred kilobytes."""

import io
import struct
import zipfile
import zlib

from ruamsuk.files.tests.samples import EXCEL, WORD, office, pdf, zipped

MB = 1024 * 1024
TYPES = "[Content_Types].xml"


def filled(size: int) -> bytes:
    """So many spaces, packed as a zip part holds them."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece, out = b" " * MB, io.BytesIO()
    for _piece in range(size // MB):
        out.write(packing.compress(piece))
    out.write(packing.flush())
    return out.getvalue()


def crc_of_spaces(size: int) -> int:
    checksum = 0
    for _piece in range(size // MB):
        checksum = zlib.crc32(b" " * MB, checksum)
    return checksum


class Zip:
    """A zip written by hand, so that its headers may say what they like."""

    def __init__(self) -> None:
        self.out, self.directory, self.count = io.BytesIO(), b"", 0

    def part(
        self, name: str, packed: bytes, *, size: int, crc: int, method: int = 8, behind: bytes = b""
    ) -> None:
        place = self.out.tell()
        about = struct.pack("<5H3L2H", 20, 0, method, 0, 33, crc, len(packed), size, len(name), 0)
        self.out.write(b"PK\3\4" + about + name.encode() + packed + behind)
        self.entry(name, about, place)

    def entry(self, name: str, about: bytes, place: int) -> None:
        rest = struct.pack("<3H2L", 0, 0, 0, 0, place)
        self.directory += b"PK\1\2" + struct.pack("<H", 20) + about[:28] + rest + name.encode()
        self.count += 1

    def plain(self, name: str, content: bytes) -> None:
        self.part(name, content, size=len(content), crc=zlib.crc32(content), method=0)

    def bytes(self) -> bytes:
        start = self.out.tell()
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, self.count, self.count, len(self.directory), start, 0)
        return self.out.getvalue() + self.directory + end


def types(media_type: str = WORD) -> bytes:
    return f'<Types><Override PartName="/x.xml" ContentType="{media_type}.main+xml"/></Types>'.encode()


def bomb(name: str = TYPES, size: int = 32 * MB, told: int | None = None) -> bytes:
    """One part that unpacks to `size`; its headers tell `told`."""
    made = Zip()
    if name != TYPES:
        made.plain(TYPES, types())
    made.part(name, filled(size), size=size if told is None else told, crc=crc_of_spaces(size))
    return made.bytes()


def many_bombs(count: int = 300) -> bytes:
    """Parts each of which is small enough, and all together are not."""
    made, packed, crc = Zip(), filled(4 * MB), crc_of_spaces(4 * MB)
    made.plain(TYPES, types())
    for number in range(count):
        made.part(f"{number}.bin", packed, size=4 * MB, crc=crc)
    return made.bytes()


def many_parts(count: int = 30_000) -> bytes:
    made = Zip()
    made.plain(TYPES, types())
    for number in range(count):
        made.plain(f"{number}.xml", b"")
    return made.bytes()


def inside(content: bytes, name: str = "word/embeddings/sheet.xlsx") -> bytes:
    """A document with something packed inside."""
    made = Zip()
    made.plain(TYPES, types())
    made.plain(name, content)
    return made.bytes()


def overlapping() -> bytes:
    """Two names in the directory for the same bytes: with ten thousand of them a small file unpacks to gigabytes."""
    made = Zip()
    made.plain(TYPES, types())
    packed = filled(4 * MB)
    place = made.out.tell()
    made.part("a.bin", packed, size=4 * MB, crc=crc_of_spaces(4 * MB))
    about = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, crc_of_spaces(4 * MB), len(packed), 4 * MB, 5, 0)
    made.entry("b.bin", about, place)
    return made.bytes()


def hiding_between() -> bytes:
    """Bytes between two parts that belong to neither."""
    made = Zip()
    made.part(
        TYPES, types(), size=len(types()), crc=zlib.crc32(types()), method=0, behind=b"MZ\x90hidden program"
    )
    made.plain("x.xml", b"<x/>")
    return made.bytes()


def hiding_in_part() -> bytes:
    """Bytes behind the end of the packed content, inside the part."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packing.compress(b"<x/>") + packing.flush() + b"MZ\x90hidden program"
    made = Zip()
    made.plain(TYPES, types())
    made.part("x.xml", packed, size=4, crc=zlib.crc32(b"<x/>"))
    return made.bytes()


def two_names() -> bytes:
    """The header before a part names it otherwise than the directory does."""
    return office().replace(b"x.xml", b"y.xml", 1)  # the list of parts is packed: it does not show the name


def with_comment(comment: bytes) -> bytes:
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = comment
    return out.getvalue()


def larger_directory() -> bytes:
    """Points to a second directory for readers that know of it."""
    made = office()
    place = made.rindex(b"PK\5\6")
    return made[:place] + b"PK\6\7" + b"\0" * 16 + made[place:]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHTER = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><l>&l9;</l>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG of so many pixels, in a thousandth of its size."""
    packing = zlib.compressobj(9)
    row, pixels = b"\0" * (4 * width + 1), io.BytesIO()
    for _row in range(height):
        pixels.write(packing.compress(row))
    pixels.write(packing.flush())
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", pixels.getvalue()) + chunk(b"IEND", b"")
    )


def png_with_text(size: int = 64 * MB, count: int = 1) -> bytes:
    """A small picture with a note that unpacks to a thousand times its size."""
    packing = zlib.compressobj(9)
    text = io.BytesIO()
    for _piece in range(size // MB):
        text.write(packing.compress(b" " * MB))
    text.write(packing.flush())
    note = chunk(b"iTXt", b"note\0\1\0\0\0" + text.getvalue())
    return png(40, 30, *[note] * count)


# What a document may not be, each with the code of its refusal. Refused at once:
AT_ONCE = {
    "bomb in the list of parts": (lambda: bomb(size=256 * MB), "file-too-heavy"),
    "bomb in the text": (lambda: bomb("word/document.xml"), "file-too-heavy"),
    "many bombs": (many_bombs, "file-too-heavy"),
    "many parts": (many_parts, "document-broken"),
    "bytes behind a package": (lambda: office() + b"MZ\x90 program", "document-broken"),
    "zip behind a package": (lambda: office() + zipped(**{"a.txt": b"a"}), "document-broken"),
    "bytes before a package": (lambda: b"PK\3\4" + office(), "document-broken"),
    "comment of a package": (lambda: with_comment(b"<script>alert(1)</script>"), "document-broken"),
    "larger directory": (larger_directory, "document-broken"),
    "PDF and zip": (lambda: pdf(zipped(**{"a.txt": b"a"})), "document-broken"),
    "PDF and program": (lambda: pdf(b"MZ\x90\0program"), "document-broken"),
    "PDF and web page": (lambda: pdf(b"<html><script>alert(1)</script></html>"), "document-broken"),
    "picture and program": (lambda: png(40, 30) + b"MZ\x90\0program", "document-broken"),
    "text that begins with zero bytes": (lambda: b"name\0\0\0,1\n", "file-refused"),
}
# Refused by the worker, which opens them:
OPENED = {
    "lying bomb in the list of parts": (lambda: bomb(told=900), "file-too-heavy"),
    "lying bomb in the text": (lambda: bomb("word/document.xml", size=256 * MB, told=900), "file-too-heavy"),
    "lying bomb inside a sheet": (lambda: inside(bomb("x.bin", told=900)), "file-too-heavy"),
    "bomb inside a sheet": (lambda: inside(bomb("x.bin")), "file-too-heavy"),
    "packages in packages": (lambda: inside(inside(inside(office(EXCEL)))), "document-broken"),
    "archive in a package": (lambda: inside(zipped(**{"a.txt": b"a"})), "file-packed"),
    "program in a package": (lambda: inside(b"MZ\x90\0program", "word/media/a.png"), "document-broken"),
    "overlapping parts": (overlapping, "document-broken"),
    "bytes between parts": (hiding_between, "document-broken"),
    "bytes behind the packed content": (hiding_in_part, "document-broken"),
    "two names of a part": (two_names, "document-broken"),
    "billion laughs": (lambda: office(**{"w.xml": LAUGHTER.encode()}), "document-broken"),
    "billion laughs in UTF-16": (lambda: office(**{"w.xml": LAUGHTER.encode("utf-16")}), "document-broken"),
    "PDF, program and the end of a PDF": (lambda: pdf(b"MZ\x90\0program\n%%EOF"), "document-broken"),
    "PDF, zip and the end of a PDF": (lambda: pdf(with_comment(b"\n%%EOF")), "document-broken"),
    "PDF, web page and the end of a PDF": (lambda: pdf(b"<html><body>\n%%EOF\n"), "document-broken"),
    "text with a zero byte": (lambda: b"a,1\n" * MB + b"\0" + b"a,1\n", "file-refused"),
    "web page far inside a text": (lambda: b"x" * (256 * 1024 - 3) + b"<script>", "file-web-page"),
    "macros by the list of parts": (
        lambda: office("application/vnd.ms-excel.sheet.macroEnabled"),
        "file-macro",
    ),
}
