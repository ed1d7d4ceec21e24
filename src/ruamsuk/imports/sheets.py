"""Every sheet of a workbook that somebody sent: read in a confined child (core.confined), which imports no Django.

The reader builds whole sheets in memory: what they unpack to is weighed before, and the child's limits end the rest.
"""

import datetime
import io
import sys
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from ruamsuk.core.cells import Errors, errors_in, weigh
from ruamsuk.core.confined import Refused

COLUMNS = 200
LONGEST = 32_767  # letters that a cell of Excel may hold


def tables(most: int) -> list[tuple[str, list[list[str]]]]:
    """Name and rows of each visible sheet of the workbook on the standard input; at most `most` rows in all."""
    try:
        data = sys.stdin.buffer.read()
        weigh(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = book.sheets_metadata
        found, left = [], most
        for sheet, errors in zip(sheets, errors_in(data, len(sheets)), strict=True):
            if sheet.visible == SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False, nrows=left + 1)
                left -= len(rows)
                if left < 0:  # cut off, some would be lost unheard
                    raise Refused("import-too-large")
                if any(value != "" for row in rows for value in row[COLUMNS:]):
                    raise Refused("import-too-large")
                texts = [[_text(value) for value in row[:COLUMNS]] for row in rows]
                found.append((sheet.name, _with_errors(texts, errors)))
        return found
    except PasswordError:
        raise Refused("import-locked") from None
    except (CalamineError, ZipError, zipfile.BadZipFile, OSError, IndexError, KeyError, ValueError):
        raise Refused("import-wrong-kind") from None


def _with_errors(rows: list[list[str]], errors: Errors) -> list[list[str]]:
    """The reader gives an empty cell, or 0, where the sheet says that there is no value."""
    for (row, column), error in errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    return rows


def _text(value: object) -> str:
    """Whole numbers come as floats, days as moments at midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)[:LONGEST]
