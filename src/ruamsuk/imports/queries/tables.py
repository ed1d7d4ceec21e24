"""Files for what they are, and tables as rows: Excel, OpenDocument, and CSV however it was saved.

    for table in tables_in(data, most_rows=5_000):
        found = labelled(table, is_label)          # the row of labels, and a record for each row below it

A file is told by how it begins, never by its name: people rename `.xls` to `.csv`, and old systems send HTML as `.xls`.
"""

import csv
import io
import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.core import confined
from ruamsuk.core.cells import HEAVY, is_error
from ruamsuk.core.text import tidy, visible
from ruamsuk.imports.problems import (
    ImportLocked,
    ImportNotNow,
    ImportTooLarge,
    ImportUnreadableText,
    ImportWrongKind,
)

# The person waits for the page meanwhile.
WORKBOOK = confined.ProcessLimits(memory_mb=768, cpu_seconds=20, seconds=60)
MOST_CELLS = 1_000_000
HEADING_WITHIN = 20  # rows: above the labels stand a title, the name of the fund, an empty row
LONGEST = 32_767  # letters of a cell, as in Excel
LONGEST_LABEL = 200  # letters of the name of a column that are kept
SEPARATORS = "\t;,|"


class FileKind(Enum):
    """What a file is; `words` for people."""

    JSON = "json", "JSON"
    EXCEL = "excel", "Excel (.xlsx)"
    OLD_EXCEL = "old-excel", "Excel 97–2003 (.xls)"
    OPEN_SHEET = "open-sheet", "OpenDocument (.ods)"
    TEXT = "text", "CSV"
    PDF = "pdf", "PDF"
    WORD = "word", "Word"
    SLIDES = "slides", "PowerPoint"
    HTML = "html", _("a web page (HTML)")
    XML = "xml", "XML"
    PICTURE = "picture", _("a picture")
    PACKED = "packed", _("a packed file (ZIP, RAR, 7z)")
    OTHER = "other", _("a kind of file that is not known here")

    def __init__(self, code: str, words: str | Promise) -> None:
        self.code, self.words = code, words


WORKBOOKS = (FileKind.EXCEL, FileKind.OLD_EXCEL, FileKind.OPEN_SHEET)
_BEGINNINGS = (
    (b"%PDF", FileKind.PDF),
    (b"\x89PNG", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"Rar!", FileKind.PACKED),
    (b"7z\xbc\xaf", FileKind.PACKED),
    (b"\x1f\x8b", FileKind.PACKED),
    (b"{\\rtf", FileKind.WORD),
    (b"MIME-Version:", FileKind.HTML),  # with all that belongs to it: Excel's "single file web page"
)
_INSIDE = (  # of a ZIP: names of what it holds stand in it as they are
    (b"word/", FileKind.WORD),
    (b"ppt/", FileKind.SLIDES),
    (b"xl/", FileKind.EXCEL),
    (b"opendocument.spreadsheet", FileKind.OPEN_SHEET),
)
_INSIDE_OLD = (  # of a compound file of before 2007: names in UTF-16
    ("WordDocument", FileKind.WORD),
    ("PowerPoint Document", FileKind.SLIDES),
    ("EncryptedPackage", FileKind.EXCEL),  # behind a password, of whatever year
    ("Workbook", FileKind.OLD_EXCEL),
    ("Book", FileKind.OLD_EXCEL),
)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta)\b", re.I | re.S
)
_XML = re.compile(r"\s*<[?!a-z]", re.I)  # no table begins so


def kind_of_file(data: bytes) -> FileKind:
    if data.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in _INSIDE if name in data), FileKind.PACKED)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        found = (kind for name, kind in _INSIDE_OLD if name.encode("utf-16-le") in data)
        return next(found, FileKind.OTHER)
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    try:
        text, _encoding = text_of(data)
    except ImportUnreadableText:
        return FileKind.OTHER if b"\x00" in data else FileKind.TEXT
    if _HTML.match(text[:500].encode()):
        return FileKind.HTML
    if _XML.match(text):
        return FileKind.XML
    return FileKind.JSON if text.lstrip()[:1] in ("[", "{") else FileKind.TEXT


def described(data: bytes) -> str:
    """What the file is, in words for whoever sent it: "CSV, Windows-874"."""
    kind = kind_of_file(data)
    if kind in (FileKind.JSON, FileKind.TEXT):
        return f"{kind.words}, {text_of(data)[1]}"
    return str(kind.words)


def text_of(data: bytes) -> tuple[str, str]:
    """The text of a file and how its letters were stored: as Unicode, or as old Thai Windows did (Windows-874).

    Raises ImportUnreadableText where neither makes Thai or plain letters of it.
    """
    has_mark = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    wide = "utf-16" if has_mark else _wide(data)
    encodings = [wide] if wide else ["utf-8-sig", "cp874"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and (encoding != "cp874" or _is_thai(text)):
            return text, {"utf-8-sig": "UTF-8", "cp874": "Windows-874"}.get(encoding, "UTF-16")
    raise ImportUnreadableText(field="file")


def _wide(data: bytes) -> str:
    """UTF-16 that does not say so: each second byte is that of plain or of Thai letters."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        halves = data[first:4000:2]
        if (
            len(data) % 2 == 0
            and 0 in halves
            and sum(half in (0, 0x0E) for half in halves) > len(halves) * 0.9
        ):
            return encoding
    return ""


def _is_thai(text: str) -> bool:
    """Thai words, and not letters of another language that were read as Thai: nearly every one follows another."""
    thai = re.findall(r"[\u0e01-\u0e5b]+", text)
    return bool(thai) and statistics.mean(map(len, thai)) >= 2


@dataclass(frozen=True)
class Table:
    """A sheet, or a CSV file (then without a name): its rows as texts, all of one length, numbered from 1."""

    name: str
    rows: list[list[str]]


def tables_in(data: bytes, *, most_rows: int) -> list[Table]:
    """The tables of a file that holds some. Raises a Problem that says what it is, where it holds none."""
    kind = kind_of_file(data)
    if kind in WORKBOOKS:
        return _of_workbook(data, kind, most_rows)
    if kind != FileKind.TEXT:
        raise ImportWrongKind(kind=kind.words, field="file")
    return [Table("", _rows_of_text(text_of(data)[0], most_rows))]


def _of_workbook(data: bytes, kind: FileKind, most_rows: int) -> list[Table]:
    try:
        found = confined.run("ruamsuk.imports.sheets:tables", most_rows, limits=WORKBOOK, content=data)
    except confined.TooHeavy:
        raise _too_many(most_rows) from None
    except confined.Refused as refusal:
        if refusal.code in (ImportTooLarge.code, HEAVY):
            raise _too_many(most_rows) from None
        problem = ImportLocked if refusal.code == ImportLocked.code else ImportWrongKind
        raise problem(kind=kind.words, field="file") from None
    except OSError:  # the machine, not the file
        raise ImportNotNow(field="file") from None
    return [Table(name, _square(rows)) for name, rows in found]


def _too_many(most_rows: int) -> ImportTooLarge:
    most = _("%(n)s rows") % {"n": f"{most_rows:,}"}
    return ImportTooLarge(size=_("more than that"), most=most, field="file")


def _too_long() -> ImportTooLarge:
    most = _("%(n)s letters") % {"n": f"{LONGEST:,}"}
    return ImportTooLarge(size=_("one of its cells has more letters"), most=most, field="file")


def _rows_of_text(text: str, most_rows: int) -> list[list[str]]:
    first, _line, rest = text.partition("\n")
    separator = None
    if said := re.fullmatch(r"sep=(.)\s*", first):  # Excel's own way of saying it
        separator, text = said[1], rest
    elif "\t" not in text and sum(text.count(one) for one in SEPARATORS) == 0:
        separator = ","
    separator = separator or max(SEPARATORS, key=lambda one: _fits(text, one))
    if text.count(separator) + text.count("\n") > MOST_CELLS:
        raise _too_many(most_rows)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if any(len(cell) > LONGEST for cell in row):
                raise _too_long()
            if len(rows) > most_rows:
                raise _too_many(most_rows)
    except csv.Error as error:
        if "field larger than" in str(error):  # the library's own limit, above ours
            raise _too_long() from None
        raise ImportUnreadableText(field="file") from None
    return _square(rows)


def _fits(text: str, separator: str) -> float:
    """How well the first rows fall into columns by it: most of them into the same number, the more the better."""
    try:
        rows = csv.reader(io.StringIO("\n".join(text.splitlines()[:60])), delimiter=separator)
        lengths = [len(row) for row in rows if any(row)]
    except csv.Error:
        return 0
    if not lengths:
        return 0
    usual = statistics.mode(lengths)
    return (usual - 1) * lengths.count(usual) / len(lengths)


def _square(rows: list[list[str]]) -> list[list[str]]:
    width = max((len(row) for row in rows), default=0)
    return [[visible(cell).strip() for cell in row] + [""] * (width - len(row)) for row in rows]


@dataclass(frozen=True)
class Labelled:
    """`labels`: as they stand above the columns. A record: its row in the sheet, and label → cell, empty ones too."""

    labels: list[str]
    records: list[tuple[int, dict[str, str]]]


def labelled(table: Table, is_label: Callable[[str], bool]) -> Labelled | None:
    """The records below the row, among the first, that holds most of the labels that are known. None: it holds none.

    A label that stands twice becomes "… (2)" the second time; values under no label are kept as "column E".
    """
    known = [sum(1 for cell in row if cell and is_label(cell)) for row in table.rows[:HEADING_WITHIN]]
    if not known or not max(known):
        return None
    at = known.index(max(known))
    names = list(_names(table.rows[at]))
    rows = (
        (no, dict(zip(names, row, strict=True)))
        for no, row in enumerate(table.rows[at + 1 :], at + 2)
        if any(row) and row != table.rows[at]  # the labels again, on each page of a long list
    )
    return Labelled([cell for cell in table.rows[at] if cell], list(rows))


def rows_with_errors(table: Table, rows: Labelled, is_read: Callable[[str], bool]) -> dict[int, str]:
    """Row → its cells of columns that are read and that hold an error instead of a value, as people find them in Excel:
    "Sheet1!C7 “Budget”: #REF!". Read as empty, they would be lost unheard.
    """
    found, sheet = {}, f"{table.name}!" if table.name else ""
    for no, cells in rows.records:
        broken = [
            f"{sheet}{_letters(column)}{no} “{label[:60]}”: {cell}"
            for column, (label, cell) in enumerate(cells.items())
            if is_error(cell) and is_read(label)
        ]
        if broken:
            found[no] = " · ".join(broken)
    return found


def _names(row: list[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = tidy(cell)[:LONGEST_LABEL] or f"column {_letters(column)}"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _letters(column: int) -> str:
    """0 → A, 26 → AA, as Excel calls them."""
    before, letter = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)
