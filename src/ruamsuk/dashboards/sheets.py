"""The tables as files: Excel in constant memory, CSV that Excel opens with Thai letters."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruamsuk.core.calendar import day_text, moment_text
from ruamsuk.core.downloads import BOM, download, harmless
from ruamsuk.core.money import baht
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.tables import Cell, Table


class Counted(Protocol):
    """What the figures of a file are of, and when they were counted."""

    @property
    def question(self) -> Question: ...
    @property
    def as_of(self) -> datetime: ...


def about(counts: Counted) -> list[tuple[str, str]]:
    """What the figures are of: the head of every file."""
    question = counts.question
    found = [
        (_("Area"), question.name),
        (_("Fiscal year"), str(question.fiscal_year)),
        (_("List of issues"), str(question.issue_list or "")),
        (_("Counted from the records"), moment_text(counts.as_of)),
    ]
    if question.network:
        found.insert(1, (_("Network"), str(question.network)))
    if question.then:
        found.append((_("As of the day"), day_text(question.then.day)))
        found.append((_("How"), str(question.then.way.label)))
    return found


@dataclass(frozen=True)
class _Now:
    question: Question
    as_of: datetime


def file_of(kind: str, name: str, question: Question, tables: Sequence[Table]) -> HttpResponse:
    """Tables of today as a file: xlsx (all of them) or csv (the last)."""
    if kind == "csv":
        content: bytes | str = csv_text(tables[-1])
    elif kind == "xlsx":
        content = xlsx(_Now(question, timezone.now()), tables)
    else:
        raise Http404
    return download(content, f"ruamsuk-{name}.{kind}")


def xlsx(counts: Counted, tables: Iterable[Table]) -> bytes:
    """One sheet a table, and the definitions."""
    return book(tables, about(counts), [(str(one.label), str(one.definition)) for one in FIGURES.values()])


def book(
    tables: Iterable[Table], about: Sequence[tuple[str, str]], definitions: Iterable[tuple[str, str]]
) -> bytes:
    """`about`: names and values that stand over every table."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True})
    bold = made.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
    formats = {
        False: made.add_format({"num_format": "#,##0"}),
        True: made.add_format({"num_format": "#,##0.00"}),
    }
    for number, table in enumerate(tables, 1):
        sheet = made.add_worksheet(f"{number}")
        sheet.set_column(0, 0, 38)
        sheet.set_column(1, 40, 13)
        sheet.write_string(0, 0, table.title, bold)
        for row, (name, value) in enumerate(about, 1):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value)
        top = len(about) + 2
        sheet.write_string(top, 0, str(table.first), bold)
        for column, cell in enumerate(table.heads, 1):
            sheet.write_string(top, column, str(cell.head), bold)
        for row, line in enumerate(table.rows, top + 1):
            sheet.write_string(row, 0, line.label, bold if line.is_total else None)
            for column, cell in enumerate(line.cells, 1):
                known = number_of(cell)
                if known is None:
                    sheet.write_string(row, column, cell.text)
                else:
                    sheet.write_number(row, column, known, formats[cell.is_money])
    sheet = made.add_worksheet(_("Definitions"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for row, (label, definition) in enumerate(definitions):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, definition)
    made.close()
    return out.getvalue()


def csv_text(table: Table) -> str:
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow([harmless(str(table.first)), *[harmless(str(cell.head)) for cell in table.heads]])
    for row in table.rows:
        writer.writerow([harmless(row.label), *[_typed(cell) for cell in row.cells]])
    return out.getvalue()


def _typed(cell: Cell) -> object:
    number = number_of(cell)
    return cell.text if number is None else number


def number_of(cell: Cell) -> float | None:
    """Money in baht. None: not known of that day."""
    if cell.value is None:
        return None
    return float(baht(cell.value)) if cell.is_money else cell.value
