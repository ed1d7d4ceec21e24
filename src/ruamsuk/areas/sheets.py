"""The first rows of a sheet that somebody sent: read in a confined child (core.confined), which imports no Django.

The reader builds the whole sheet in memory: what it unpacks to is weighed before, and the child's limits end the rest.
"""

import io
import sys
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from ruamsuk.core.cells import errors_in, weigh
from ruamsuk.core.confined import Refused

ROWS, COLUMNS = 500, 3  # a sub-district has 99 villages at most; more rows than these are no list of villages


def rows() -> list[list[str]]:
    """Of the first sheet of the workbook on the standard input, as texts."""
    try:
        data = sys.stdin.buffer.read()
        weigh(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        found = sheet.to_python(nrows=ROWS + 1)
        (errors,) = errors_in(data, 1)
    except (
        CalamineError,
        PasswordError,
        ZipError,
        zipfile.BadZipFile,
        OSError,
        IndexError,
        KeyError,
        ValueError,
    ):
        raise Refused("unreadable") from None
    if len(found) > ROWS:  # cut off, some would be lost unheard
        raise Refused("unreadable")
    top, left = sheet.start or (0, 0)
    blank: list[list[str]] = [[]] * min(top, ROWS)  # so that rows are called as in the sheet
    return blank + [
        [errors.get((top + no, left + at)) or _text(value) for at, value in enumerate(row[:COLUMNS])]
        for no, row in enumerate(found)
    ]


def _text(value: object) -> str:
    """Whole numbers come as floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)[:300]
