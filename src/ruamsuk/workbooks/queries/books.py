"""Workbooks that are sent out: the template, the one with its mistakes coloured, and the links to hand over."""

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from ruamsuk.accounts.links import join_address
from ruamsuk.accounts.models import Invitation
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.models import ImportBatch
from ruamsuk.workbooks.queries.known import LISTS
from ruamsuk.workbooks.queries.reports import cells_of, in_order, reasons, report_of
from ruamsuk.workbooks.specs import EXAMPLE, FIRST, NOTE, PERMITTED, SHEETS, Column, Sheet, in_language

OFFERED_ROWS = 3_000  # rows whose cells offer the permitted values
COLOURS = {"head": "#1f5f4a", "must": "#8a3b12", "example": "#e8e8e8", "bad": "#f8c9c4", "row": "#fdeeec"}


class Book:
    """One workbook in the layout of the template."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        # What people typed stays text: nothing that begins with "=" or looks like an address becomes alive.
        self.book = xlsxwriter.Workbook(
            self._out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        text = {"num_format": "@", "valign": "top"}
        self.formats = {
            "text": self.book.add_format(text),
            "example": self.book.add_format({**text, "bg_color": COLOURS["example"], "italic": True}),
            "bad": self.book.add_format(
                {**text, "bg_color": COLOURS["bad"], "border": 1, "border_color": "#b3261e"}
            ),
            "row": self.book.add_format({**text, "bg_color": COLOURS["row"]}),
            "note": self.book.add_format({**text, "text_wrap": True, "font_color": "#8c1d18"}),
            "wrap": self.book.add_format({"text_wrap": True, "valign": "top"}),
            "title": self.book.add_format({"bold": True, "font_size": 16}),
            "bold": self.book.add_format({"bold": True, "valign": "top"}),
            **{name: self._head(COLOURS[name]) for name in ("head", "must")},
        }

    def _head(self, colour: str) -> Any:
        return self.book.add_format(
            {
                "bold": True,
                "font_color": "#ffffff",
                "bg_color": colour,
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
            }
        )

    def lists(self) -> dict[str, str]:
        """The sheet of permitted values; where each list stands in it."""
        title = in_language(PERMITTED)
        page = self.book.add_worksheet(title)
        ranges = {}
        columns: dict[str, Column] = {
            column.lists: column for sheet in SHEETS.values() for column in sheet.columns if column.lists
        }
        for number, (name, column) in enumerate(columns.items()):
            labels = [choice.label for choice in LISTS[name]()]
            page.set_column(number, number, 38)
            page.write_string(0, number, column.label, self.formats["head"])
            for row, label in enumerate(labels, 1):
                page.write_string(row, number, label)
            letter = chr(ord("A") + number)
            ranges[name] = f"='{title}'!${letter}$2:${letter}${max(2, len(labels) + 1)}"
        return ranges

    def bytes(self) -> bytes:
        self.book.close()
        return self._out.getvalue()


def _explained(book: Book) -> None:
    """The first sheet: what to fill in, in the order of the work."""
    page = book.book.add_worksheet(in_language(FIRST))
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, _("Workbook of a province"), book.formats["title"])
    lines = [
        (
            _("What this workbook does"),
            _("Organisations, funds, people and committees of a province enter the system at once."),
        ),
        (
            _("How to fill it in"),
            _("One row for each. Brown headings must be filled in. An empty cell changes nothing."),
        ),
        (
            _("The grey row"),
            _("It is an example, and is not imported. You may delete it."),
        ),
        (
            _("Order"),
            _(
                "Sheets and columns may stand in any order; sheets that are not needed may be deleted. Other "
                "sheets and columns are not read."
            ),
        ),
        (
            _("Naming one another"),
            _(
                "A fund names its organisation by name or code; people and committees name the fund by code or name."
            ),
        ),
        (
            _("Places"),
            _(
                "Fill in sub-district, district and province; or an address in one cell; or the official area code."
            ),
        ),
        (
            _("Codes and phones"),
            _("The cells are texts, so that Excel loses no zero in front. Paste values only, no formulas."),
        ),
        (_("How to write days"), _("Like 1/10/2569. Type all four digits of the year.")),
        (
            _("Send it"),
            _(
                "On the page “Set up a province”. You see what would happen to each row before anything is saved."
            ),
        ),
        (
            _("When rows are refused"),
            _("Download the workbook with the mistakes coloured, correct the red cells, and send that file."),
        ),
    ]
    row = 2
    for name, text in lines:
        page.write_string(row, 0, name, book.formats["bold"])
        page.write_string(row, 1, text, book.formats["wrap"])
        row += 1
    row += 1
    for sheet in SHEETS.values():
        must = ", ".join(column.label for column in sheet.columns if column.must)
        page.write_string(row, 0, _("Sheet “%(name)s”") % {"name": sheet.label}, book.formats["bold"])
        words = _("must have: %(columns)s") % {"columns": must}
        page.write_string(row, 1, words, book.formats["wrap"])
        row += 1


def template() -> bytes:
    """The workbook to fill in: an example in each sheet, permitted values in the cells."""
    book = Book()
    _explained(book)
    pages = {name: book.book.add_worksheet(sheet.label) for name, sheet in SHEETS.items()}
    ranges, not_imported = book.lists(), _("this row is not imported")
    for name, sheet in SHEETS.items():
        _headed(book, pages[name], sheet, ranges)
        for number, column in enumerate(sheet.columns):
            pages[name].write_string(1, number, column.example, book.formats["example"])
        mark = f"{EXAMPLE[0]} · {not_imported}"
        pages[name].write_string(1, len(sheet.columns), mark, book.formats["example"])
    return book.bytes()


def corrected(batch: ImportBatch) -> bytes:
    """The rows of a file in the layout of the template: refused cells coloured, and a column that says what to do."""
    book = Book()
    ranges = book.lists()
    pages: dict[str, tuple[Any, int]] = {}
    is_open = False
    for line in in_order(batch):
        if line.kind not in SHEETS:
            continue
        sheet = SHEETS[line.kind]
        if sheet.name not in pages:
            pages[sheet.name] = book.book.add_worksheet(sheet.label), 1
            _headed(book, pages[sheet.name][0], sheet, ranges)
        page, row = pages[sheet.name]
        _write_row(book, page, row, sheet, line)
        pages[sheet.name] = page, row + 1
        if line.shown == LineResult.FAILED and not is_open:
            page.activate()  # the workbook opens where there is something to do
            is_open = True
    return book.bytes()


def _headed(book: Book, page: Any, sheet: Sheet, ranges: dict[str, str]) -> None:
    page.set_row(0, 36)
    page.freeze_panes(1, 1)
    for number, column in enumerate((*sheet.columns, NOTE)):
        page.set_column(number, number, column.width, book.formats["text"])
        page.write_string(0, number, column.label, book.formats["must" if column.must else "head"])
        if column.lists:
            allowed = {"validate": "list", "source": ranges[column.lists], "error_type": "warning"}
            page.data_validation(1, number, OFFERED_ROWS, number, allowed)


def _write_row(book: Book, page: Any, row: int, sheet: Sheet, line: Any) -> None:
    cells, is_refused = cells_of(line), line.shown == LineResult.FAILED
    bad = {entry["field"] for entry in report_of(line).get("errors", [])} if is_refused else set()
    for number, column in enumerate(sheet.columns):
        look = "bad" if column.name in bad else "row" if is_refused else "text"
        text = cells.get(column.name, "")
        if text or look != "text":
            page.write_string(row, number, text, book.formats[look])
    if is_refused:
        said = [f"{column}: {text}" if column else text for column, text in reasons(line)]
        page.write_string(row, len(sheet.columns), "\n".join(said), book.formats["note"])


def links(invitations: Iterable[Invitation], phones: dict[int, str]) -> bytes:
    """New links, each with the person to whom it is handed over."""
    book = Book()
    page = book.book.add_worksheet(_("Links"))
    heads = [(_("Person"), 28), (_("Phone"), 16), (_("Post"), 60), (_("Link, for this person alone"), 70)]
    for number, (label, width) in enumerate(heads):
        page.set_column(number, number, width, book.formats["wrap"])
        page.write_string(0, number, label, book.formats["head"])
    for row, one in enumerate(invitations, 1):
        texts = [one.name, phones.get(one.pk, ""), str(one.post), join_address(one.token or "")]
        for number, text in enumerate(texts):
            page.write_string(row, number, text, book.formats["text"])
    return book.bytes()
