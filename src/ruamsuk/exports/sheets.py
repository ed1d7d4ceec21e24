"""A list as a file: written row by row, so that a long one needs no more memory than a short one."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from ruamsuk.core.calendar import is_thai
from ruamsuk.core.downloads import BOM, harmless
from ruamsuk.core.money import baht
from ruamsuk.exports.tables import Form, Table

WIDTHS = {Form.TEXT: 32, Form.NUMBER: 12, Form.BAHT: 16, Form.DAY: 14, Form.PLAIN: 10}
A4, NAME_LENGTH = 9, 31
# Excel shows the Buddhist year by the code of its calendar; what is kept is a day like any other.
DAY_FORMATS = {True: "[$-107041E]d mmm yyyy", False: "d mmm yyyy"}


def write_xlsx(file: IO[bytes], table: Table, rows: Iterable[Any], about: Sequence[tuple[str, str]]) -> int:
    """The list on a sheet with its name, headings that stay and can be filtered; `about` it on a second one.

    Returns how many rows there were.
    """
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        return _write(book, table, rows, about)
    finally:
        book.close()  # with it go the rows that it has put aside


def _write(book: Any, table: Table, rows: Iterable[Any], about: Sequence[tuple[str, str]]) -> int:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        Form.TEXT: None,
        Form.NUMBER: book.add_format({"num_format": "#,##0"}),
        Form.PLAIN: book.add_format({"num_format": "0"}),
        Form.BAHT: book.add_format({"num_format": "#,##0.00"}),
        Form.DAY: book.add_format({"num_format": DAY_FORMATS[is_thai()]}),
    }
    sheet = book.add_worksheet(sheet_name(str(table.title)))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&P/&N")
    for no, column in enumerate(table.columns):
        sheet.set_column(no, no, WIDTHS[column.form])
        sheet.write_string(0, no, str(column.head), bold)
    number = 0
    for number, row in enumerate(rows, 1):
        for no, column in enumerate(table.columns):
            value = column.value(row)
            if value is None or value == "":
                continue
            if column.form == Form.TEXT:
                sheet.write_string(number, no, str(value))
            elif column.form == Form.DAY:
                sheet.write_datetime(number, no, value, formats[Form.DAY])
            else:
                sheet.write_number(number, no, _plain(value, column.form), formats[column.form])
    sheet.autofilter(0, 0, number, len(table.columns) - 1)
    beside = book.add_worksheet(sheet_name(_("About this list")))
    beside.set_column(0, 0, 28)
    beside.set_column(1, 1, 90)
    for no, (name, said) in enumerate([*about, (_("Rows"), f"{number:,}")]):
        beside.write_string(no, 0, name, bold)
        beside.write_string(no, 1, said)
    return number


def write_csv(file: IO[bytes], table: Table, rows: Iterable[Any]) -> int:
    """Days as 2026-11-30, numbers without commas; Excel opens it with Thai letters."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow([harmless(str(column.head)) for column in table.columns])
    number = 0
    for row in rows:
        writer.writerow([_typed(column.value(row), column.form) for column in table.columns])
        number += 1
    out.detach()
    return number


def sheet_name(title: str) -> str:
    """As Excel takes it: few letters, none of its signs."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:NAME_LENGTH].strip()


def _typed(value: Any, form: Form) -> object:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value)) if form == Form.TEXT else _plain(value, form)


def _plain(value: Any, form: Form) -> Any:
    return baht(value) if form == Form.BAHT else value
