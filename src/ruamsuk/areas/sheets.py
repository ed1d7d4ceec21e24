"""The first rows of a sheet that somebody sent: read in a confined child (core.confined), which imports no Django.

The reader builds the whole sheet in memory, whatever it unpacks to: the child's limits end that.
"""

import io
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from ruamsuk.core.confined import Refused

ROWS, COLUMNS = 500, 3  # a sub-district has 99 villages at most; more rows than these are no list of villages


def rows() -> list[list[str]]:
    """Of the first sheet of the workbook on the standard input, as texts."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        found = book.get_sheet_by_index(0).to_python(nrows=ROWS + 1)
    except (CalamineError, PasswordError, ZipError, OSError, IndexError, ValueError):
        raise Refused("unreadable") from None
    if len(found) > ROWS:  # cut off, some would be lost unheard
        raise Refused("unreadable")
    return [[_text(value) for value in row[:COLUMNS]] for row in found]


def _text(value: object) -> str:
    """Whole numbers come as floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)[:300]
