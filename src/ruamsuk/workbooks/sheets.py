"""A workbook that somebody sent, as plain rows: read in a confined child (core.confined), which imports no Django.

What a cell says is all that is kept of it, its error where it says no value. Where a cell holds a formula, or is merged
with others, is told beside: the value that stands there may be old, or missing.
"""

import io
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from ruamsuk.core.cells import odd_cells, sheet_parts, weigh
from ruamsuk.core.confined import Refused
from ruamsuk.files.opening import prove

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS, ROWS, COLUMNS, CHARS = 30, 20_000, 60, 2_000


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
        weigh(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names[:SHEETS]
        parts = sheet_parts(data, len(names))
        return [_sheet(book, name, part) for name, part in zip(names, parts, strict=True)]
    except (CalamineError, PasswordError, ZipError, zipfile.BadZipFile, KeyError, ValueError):
        raise Refused("document-broken") from None


def _sheet(book: CalamineWorkbook, name: str, part: bytes) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(name)
    # Rows are given from the first of the sheet, columns from the first used one.
    left = (sheet.start or (0, 0))[1]
    odd = list(odd_cells(part))
    errors = {(one.row, one.column): one.error for one in odd if one.error}
    rows: list[list[Any]] = []
    for number, row in enumerate(sheet.iter_rows()):
        cells = [errors.get((number, left + at)) or _cell(value) for at, value in enumerate(row[:COLUMNS])]
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
    formulas = [[one.row, one.column] for one in odd if one.is_formula]
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
