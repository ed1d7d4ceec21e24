"""Files that go out: the columns of a form, a row for each project, and the words that its lists offer."""

import io
import re
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from ruamsuk.core.text import in_thai
from ruamsuk.exchanges.choices import Kind
from ruamsuk.exchanges.models import ExchangeForm
from ruamsuk.exchanges.problems import ExchangeFormRetired
from ruamsuk.exchanges.queries.cells import cell_of
from ruamsuk.exchanges.queries.values import Values
from ruamsuk.exchanges.queries.words import words_of

WIDTHS = {Kind.TEXT: 32, Kind.CHOICE: 24, Kind.MONEY: 14, Kind.NUMBER: 12, Kind.YEAR: 12, Kind.DAY: 14}


def book(form: ExchangeForm, rows: Iterable[tuple[Values, dict[str, str]]]) -> bytes:
    """An Excel workbook. `rows`: values by choices.Reads, and texts by heading of columns that hold nothing of ours."""
    if form.retired_at:
        raise ExchangeFormRetired(name=form.name)
    out = io.BytesIO()
    # What people typed stays text: nothing that begins with "=" or looks like an address becomes alive.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(out, options)
    head = made.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    text = made.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    money = made.add_format({"num_format": "#,##0.00", "valign": "top"})
    columns = list(form.columns.all())
    words = {column.pk: words_of(column) for column in columns}
    with in_thai():
        second = _("Words of the lists")
    page = made.add_worksheet(_sheet_name(form.name, besides=second))
    page.freeze_panes(1, 2)
    for number, column in enumerate(columns):
        page.set_column(number, number, WIDTHS[column.kind])
        page.write_string(0, number, column.heading, head)
    for row, (values, more) in enumerate(rows, 1):
        for number, column in enumerate(columns):
            if not column.field:
                page.write_string(row, number, more.get(column.heading, ""), text)
                continue
            cell = cell_of(column, values.get(column.field), words[column.pk])
            if isinstance(cell, str):
                page.write_string(row, number, cell, text)
            else:
                page.write_number(row, number, cell, money if column.kind == Kind.MONEY else None)
    if lists := {column.heading: words[column.pk] for column in columns if words[column.pk]}:
        _write_words(made.add_worksheet(second), head, lists)
    made.close()
    return out.getvalue()


def _write_words(page: Any, head: Any, lists: dict[str, dict[str, str]]) -> None:
    for number, (heading, words) in enumerate(lists.items()):
        page.set_column(number, number, 44)
        page.write_string(0, number, heading, head)
        for row, one in enumerate(words.values(), 1):
            page.write_string(row, number, one)


def _sheet_name(name: str, *, besides: str) -> str:
    """As Excel takes it: 31 letters, none of its signs, not the name of its own list of changes or of another sheet."""
    found = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31].strip()
    return "1" if found.lower() in {"", "history", besides.lower()} else found
