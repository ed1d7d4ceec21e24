"""A workbook that somebody sent, as plain rows: read in a confined child (core.confined), which imports no Django.

What a cell says is all that is kept of it. Where a cell holds a formula, or is merged with others, is told beside:
the value that stands there may be old, or missing.
"""

import html
import io
import re
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from ruamsuk.core.confined import Refused
from ruamsuk.files.opening import prove

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS, ROWS, COLUMNS, CHARS = 30, 20_000, 60, 2_000
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}>\s{0,9}<(?:\w+:)?f\b'
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


def books() -> list[dict[str, Any]]:
    """The sheets of the workbook on the standard input, in their order.

    [{"title", "left", "rows": [[row, cells]], "merged": [[row, column]], "formulas": [[row, column]]}], all counted
    from 0, the cells of a row from the column `left` on. A cell is a text; a number is a list of one text, because a
    code among them may have lost its zeros in front.
    """
    if prove("/dev/stdin", XLSX) != XLSX:
        raise Refused("workbook-other")
    data = sys.stdin.buffer.read()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names[:SHEETS]
        parts = _parts(data, len(names))
        return [_sheet(book, name, part) for name, part in zip(names, parts, strict=True)]
    except (CalamineError, PasswordError, ZipError, zipfile.BadZipFile, KeyError, ValueError):
        raise Refused("document-broken") from None


def _sheet(book: CalamineWorkbook, name: str, part: bytes) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(name)
    # Rows are given from the first of the sheet, columns from the first used one.
    left = (sheet.start or (0, 0))[1]
    rows: list[list[Any]] = []
    for number, row in enumerate(sheet.iter_rows()):
        cells = [_cell(value) for value in row[:COLUMNS]]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            if number >= 50 * ROWS or len(rows) >= ROWS:
                raise Refused("workbook-rows")
            rows.append([number, cells])
    height = rows[-1][0] + 1 if rows else 0
    merged = [
        [row, column]
        for (first, start), (last, end) in sheet.merged_cell_ranges or []
        for row in range(first, min(last, height) + 1)
        for column in range(start, min(end, COLUMNS) + 1)
        if (row, column) != (first, start)
    ]
    formulas = [[int(row) - 1, _number(column)] for column, row in _FORMULA.findall(part)]
    return {"title": name, "left": left, "rows": rows, "merged": merged, "formulas": formulas}


def _cell(value: Any) -> Any:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return [str(int(value)) if float(value).is_integer() else repr(value)]
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return str(value).replace("\0", "").strip()[:CHARS]


def _number(column: bytes) -> int:
    """ "A" is 0, "AA" 26."""
    found = 0
    for letter in column:
        found = found * 26 + letter - 64
    return found - 1


def _parts(data: bytes, count: int) -> list[bytes]:
    """The part of each sheet, in the order of the book; nothing where it is not a sheet of cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        targets = {_value(one, "Id"): _value(one, "Target") for one in _RELATION.findall(relations)}
        found = []
        for sheet in _SHEET.findall(book)[:count]:
            target = targets.get(_value(sheet, r"\w+:id"), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found.append(package.read(path) if path in package.namelist() else b"")
    return [*found, *[b""] * (count - len(found))]


def _value(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
