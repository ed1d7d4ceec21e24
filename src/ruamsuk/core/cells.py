"""What the reader of workbooks does not tell: what one unpacks to, and cells in which no value stands.

Used in confined children (core.confined), which import no Django.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from ruamsuk.core.confined import Refused

HEAVY = "file-too-heavy"
MOST_UNPACKED = 100 * 1024 * 1024  # a full sheet of 20,000 rows unpacks to about half of it
NO_VALUE = "#CALC!"  # told of a formula that nobody has calculated
_PIECE = 256 * 1024
# Excel says these in English in every language; OpenDocument numbers its own.
_ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|CALC!|SPILL!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA)"
    r"|Err:\d{3}",
    re.IGNORECASE,
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ODD = re.compile(
    rb'<(?:\w+:)?c\b(?P<error>[^>]{0,300}\bt="e"[^>]{0,300})>'
    rb"|<(?:\w+:)?c\b(?P<formula>[^>]{0,600})>\s{0,9}<(?:\w+:)?f\b"
)
_END = re.compile(rb"</(?:\w+:)?c>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)<")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]{0,600})>")
_OPEN_SHEETS = "content.xml"
_OPEN_PART = re.compile(rb"<table:(table-row|covered-table-cell|table-cell|table)(?=[\s/>])([^>]*)>")
_OPEN_TEXT = re.compile(rb"<text:p[^>]*>([^<]+)<")
_TIMES = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d{1,7})"')
_PLACE = re.compile(rb'\br="([A-Z]{0,3})(\d{1,7})"')


def is_error(text: str) -> bool:
    """Does a cell say that there is no value, in a workbook or where one was pasted or saved as text?"""
    return bool(_ERROR.fullmatch(text.strip()))


def weigh(data: bytes) -> None:
    """Refuses a workbook that unpacks to more than anything of its kind should, before anything reads it. What its
    directory says is compared with what there is.
    """
    if not data.startswith(b"PK\3\4"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
            raise Refused(HEAVY)
        for part in package.infolist():
            with package.open(part) as content:
                while content.read(_PIECE):
                    pass


@dataclass(frozen=True)
class Cell:
    """A cell, counted from 0, that holds a formula, or an error instead of a value."""

    row: int
    column: int
    is_formula: bool
    error: str


def odd_cells(part: bytes) -> Iterator[Cell]:
    """Those of a sheet of Excel, in the order of its rows."""
    counting = _counted(part)
    for found in _ODD.finditer(part):
        said = found["error"] or found["formula"] or b""
        if place := _PLACE.search(said):
            row, column = int(place[2]) - 1, number_of(place[1])
        else:
            row, column = next((row, column) for row, column, at in counting if at == found.start())
        end = _END.search(part, found.start())
        content = part[found.start() : end.start() if end else found.end()]
        value = _VALUE.search(content)
        error = ""
        if found["error"]:
            error = value[1].decode("ascii", "replace") if value else NO_VALUE
        elif not value and b't="str"' not in said:  # whoever wrote the file left the sum to Excel
            error = NO_VALUE
        yield Cell(row, column, bool(_FORMULA.search(content)), error)


def _counted(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and place in the part of each cell: one that does not name its own stands behind the one before."""
    row, column = -1, -1
    for found in _ROW_OR_CELL.finditer(part):
        place = _PLACE.search(found[2])
        if found[1] == b"row":
            row, column = int(place[2]) - 1 if place else row + 1, -1
        else:
            column = number_of(place[1]) if place else column + 1
            yield row, column, found.start()


Errors = dict[tuple[int, int], str]  # row and column, counted from 0


def errors_in(data: bytes, count: int) -> list[Errors]:
    """Of each of the first sheets, what its cells say instead of a value. Of a file of before 2007 nobody can tell."""
    if not data.startswith(b"PK\3\4"):
        return [{}] * count
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if _OPEN_SHEETS in package.namelist():
            found = list(_of_open_sheets(package.read(_OPEN_SHEETS)))
            return [*found[:count], *[{}] * (count - len(found))]
    return [
        {(one.row, one.column): one.error for one in odd_cells(part) if one.error}
        for part in sheet_parts(data, count)
    ]


def _of_open_sheets(content: bytes) -> Iterator[Errors]:
    """Of an OpenDocument, in which rows and cells say only how often they stand there."""
    errors: Errors | None = None
    row = column = below = 0
    for found in _OPEN_PART.finditer(content):
        times = _TIMES.search(found[2])
        times_here = int(times[1]) if times else 1
        if found[1] == b"table":
            if errors is not None:
                yield errors
            errors, row, column, below = {}, 0, 0, 0
        elif found[1] == b"table-row":
            row, column, below = below, 0, below + times_here
        elif errors is not None:
            if b'calcext:value-type="error"' in found[2]:
                said = _OPEN_TEXT.search(content, found.end(), found.end() + 2000)
                errors[row, column] = said[1].decode("utf-8", "replace") if said else NO_VALUE
            column += times_here
    if errors is not None:
        yield errors


def number_of(column: bytes) -> int:
    """ "A" is 0, "AA" 26."""
    found = 0
    for letter in column:
        found = found * 26 + letter - 64
    return found - 1


def sheet_parts(data: bytes, count: int) -> list[bytes]:
    """The part of each of the first sheets of an Excel workbook, in the order of the book; nothing where it is not a
    sheet of cells.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        targets = {_value(one, "Id"): _value(one, "Target") for one in _RELATION.findall(relations)}
        found = []
        for sheet in _SHEET.findall(book)[:count]:
            target = targets.get(_value(sheet, r"\w+:id"), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found.append(package.read(path) if path in names else b"")
    return [*found, *[b""] * (count - len(found))]


def _value(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
