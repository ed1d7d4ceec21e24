"""A workbook as rows of its sheets: which sheet and column is which, what cannot be read of a cell, which rows agree.

Nothing is looked up here; what the rows mean, `planning` says.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.utils.translation import gettext as _

from ruamsuk.core import confined
from ruamsuk.core.calendar import arabic, parse_day
from ruamsuk.core.cells import is_error
from ruamsuk.core.problems import Problem
from ruamsuk.core.text import plain, tidy
from ruamsuk.files.problems import refusal
from ruamsuk.funds.queries import normal_code
from ruamsuk.imports.importers import Staged
from ruamsuk.imports.queries.tables import LONGEST_LABEL
from ruamsuk.workbooks.choices import HEADING_WITHIN, MAX_ROWS, NOT_READ
from ruamsuk.workbooks.problems import (
    NoWorkbook,
    WorkbookBroken,
    WorkbookHeavy,
    WorkbookRows,
    WorkbookUnreadNow,
)
from ruamsuk.workbooks.specs import (
    BESIDE,
    EXAMPLE,
    NOTE,
    ORDER,
    PLACE,
    SHEETS,
    Column,
    Sheet,
    heading,
)

# The person waits for the page meanwhile.
LIMITS = confined.ProcessLimits(memory_mb=640, cpu_seconds=20, seconds=45)
_CODE_LIKE = re.compile(r"[A-Z]{0,4}\d{2,10}")

Record = dict[str, Any]


def read_workbook(data: bytes, most: int) -> list[object]:
    """The rows of the workbook, those that others build on first. Raises a Problem that names what was sent."""
    if (other := _other_than_package(data)) is not None:
        raise other
    with TemporaryFile() as content:
        content.write(data)
        content.seek(0)
        try:
            books = confined.run("ruamsuk.workbooks.sheets:books", limits=LIMITS, content=content)
        except confined.Refused as refused:
            raise _refusal(refused.code) from None
        except confined.TooHeavy:
            raise WorkbookHeavy(field="file") from None
        except OSError:  # the machine, not the file; so is a child that was not done in time
            raise WorkbookUnreadNow(field="file") from None
    return list(records_of(books))


def _other_than_package(data: bytes) -> Problem | None:
    head = data[:8]
    if head.startswith(b"PK\3\4"):
        return None
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return refusal("file-old-office")(name="", field="file")
    if head.startswith(b"MZ"):
        return refusal("file-program")(name="", field="file")
    if not data:
        return refusal("file-empty")(name="", field="file")
    what = (
        _("a PDF")
        if head.startswith(b"%PDF")
        else _("a text or CSV file")
        if _is_text(data)
        else _("another file")
    )
    return NoWorkbook(what=what, field="file")


def _is_text(data: bytes) -> bool:
    return b"\0" not in data[:4096]


def _refusal(code: str) -> Problem:
    if code == NoWorkbook.code:
        return NoWorkbook(what=_("another document"), field="file")
    if code == WorkbookRows.code:
        return WorkbookRows(most=f"{MAX_ROWS:,}", field="file")
    if code == "file-too-heavy":
        return WorkbookHeavy(field="file")
    if code == "document-broken":
        return WorkbookBroken(field="file")
    return refusal(code)(name="", field="file")


# Sheets and columns ------------------------------------------------------------------------------------------------


def records_of(books: list[dict[str, Any]]) -> list[Record]:
    rows: list[Record] = []
    for book in books:
        if heading(book["title"]) not in BESIDE and book["rows"]:
            rows += _records(book)
    _compare(rows)
    return sorted(rows, key=lambda row: ORDER.get(row["sheet"], len(ORDER)))


def _note(title: str, why: str, /, *, refused: bool = False, **params: object) -> Record:
    """A line that tells what of a sheet is not read."""
    entry = {"field": "", "value": "", "why": why, "params": {"title": title, **params}}
    return {"sheet": NOT_READ, "title": title, "row": 0, "cells": {}, "faults": [entry], "refused": refused}


def _records(book: dict[str, Any]) -> Iterator[Record]:
    title, rows = book["title"], book["rows"]
    sheet = _called(title)
    at, columns, unread = _headed(sheet, book) if sheet else (None, {}, [])
    if sheet is None:
        found = _by_headings(book)
        if found is None:
            names = ", ".join(one.label for one in SHEETS.values())
            yield _note(title, "sheet-unknown", names=names)
            return
        sheet, at, columns, unread = found
    if at is None:
        yield _note(title, "no-heading", refused=True, columns=_labels(sheet.columns))
        return
    twice = {number: column for number, column in unread if column}
    for number, column in twice.items():
        texts = [_text(one)[:LONGEST_LABEL] for one in rows[at][1]]
        meant = [texts[n - book["left"]] for n, one in columns.items() if one is column]
        headings = ", ".join([*meant, texts[number - book["left"]]])
        yield _note(title, "two-columns", refused=True, column=column.label, headings=headings)
    missing = [one for one in sheet.columns if one.must and one not in columns.values()]
    if missing:
        yield _note(title, "no-column", refused=True, columns=_labels(missing))
    if missing or twice:
        return
    if unread:
        texts = [_text(rows[at][1][number - book["left"]])[:LONGEST_LABEL] for number, _column in unread]
        yield _note(title, "columns-unread", columns=", ".join(texts))
    yield from _rows(sheet, book, at, columns)


def _labels(columns: Any) -> str:
    return ", ".join(f"“{one.label}”" for one in columns)


def _called(title: str) -> Sheet | None:
    key = heading(title)
    keys = {key, re.sub(r"\d+$", "", key)}  # a second sheet of the kind: "กองทุน 2"
    return next((sheet for sheet in SHEETS.values() if sheet.titles & keys), None)


def _by_headings(book: dict[str, Any]) -> tuple[Sheet, int, dict[int, Column], list[tuple[int, Any]]] | None:
    """The only kind of sheet all of whose necessary columns stand here, or that of which the most do."""
    fits = []
    for sheet in SHEETS.values():
        at, columns, unread = _headed(sheet, book)
        if at is not None and all(one in columns.values() for one in sheet.columns if one.must):
            fits.append((len(columns), sheet, at, columns, unread))
    fits.sort(key=lambda one: -one[0])
    if not fits or (len(fits) > 1 and fits[0][0] == fits[1][0]) or fits[0][0] < 3:
        return None
    return fits[0][1:]


def _headed(
    sheet: Sheet, book: dict[str, Any]
) -> tuple[int | None, dict[int, Column], list[tuple[int, Any]]]:
    """(position of the row of headings, column number → column, headings that are not read), as in the first rows."""
    best: tuple[int | None, dict[int, Column], list[tuple[int, Any]]] = (None, {}, [])
    for at, (_number, cells) in enumerate(book["rows"][:HEADING_WITHIN]):
        columns, unread = _columns(sheet, cells, book["left"])
        if len(columns) > len(best[1]):
            best = at, columns, unread
    least = min(2, len(sheet.columns))
    return best if len(best[1]) >= least else (None, {}, [])


def _columns(sheet: Sheet, cells: list[Any], left: int) -> tuple[dict[int, Column], list[tuple[int, Any]]]:
    """What each heading means. Of two for one column the exact one counts; two alike are told (with the column)."""
    known = sheet.headed
    exact = {heading(text): column for column in sheet.columns for text in (column.th, column.en)}
    taken: dict[str, tuple[int, bool]] = {}
    columns: dict[int, Column] = {}
    unread: list[tuple[int, Any]] = []
    for number, cell in enumerate(cells, left):
        key = heading(_text(cell))
        column = NOTE if key in NOTE.headings else known.get(key)
        if column is None:
            if key:
                unread.append((number, None))
            continue
        is_exact = exact.get(key) is column
        if column.name in taken:
            other, was_exact = taken[column.name]
            if is_exact == was_exact:
                unread.append((number, column))
                continue
            if was_exact:
                unread.append((number, None))
                continue
            del columns[other]
            unread.append((other, None))
        taken[column.name], columns[number] = (number, is_exact), column
    return columns, unread


# Rows and cells ----------------------------------------------------------------------------------------------------


def _rows(sheet: Sheet, book: dict[str, Any], at: int, columns: dict[int, Column]) -> Iterator[Record]:
    merged = {tuple(place) for place in book["merged"]}
    formulas = {tuple(place) for place in book["formulas"]}
    for number, given in book["rows"][at + 1 :]:
        cells: dict[str, str] = {}
        faults: list[dict[str, Any]] = []
        mended: list[dict[str, Any]] = []
        note = ""
        for place, column in columns.items():
            position = place - book["left"]
            cell = given[position] if position < len(given) else ""
            text = _text(cell)
            if column is NOTE:
                note = text
                continue
            if is_error(text):
                faults.append(_entry(column, text, "cell-error", typed=text))
            elif (number, place) in formulas:
                faults.append(_entry(column, text, "formula"))
            elif (number, place) in merged:
                faults.append(_entry(column, text, "merged"))
            if text and isinstance(cell, list) and (whole := _with_zeros(column, text)) != text:
                mended.append({"field": column.name, "from": text, "to": whole, "why": "zero-back"})
                text = whole
            if text:
                cells[column.name] = text
        if not cells or all(_is_heading(sheet, name, text) for name, text in cells.items()):
            continue  # an empty row, or the headings once more
        is_marked = any(heading(note).startswith(heading(word)) for word in EXAMPLE)
        if cells == {one.name: one.example for one in sheet.columns if one.example}:
            continue
        if is_marked:
            faults.append(_entry(NOTE, note, "marked-example", column=NOTE.label))
        yield {
            "sheet": sheet.name,
            "title": book["title"],
            "row": number + 1,
            "cells": cells,
            "faults": faults,
            "mended": mended,
            "refused": False,
        }


def _is_heading(sheet: Sheet, name: str, text: str) -> bool:
    column = sheet.column(name)
    return column is not None and heading(text) in column.headings


def _entry(column: Column, value: str, why: str, /, **params: object) -> dict[str, Any]:
    return {"field": column.name, "value": value, "why": why, "params": params}


def _text(cell: Any) -> str:
    return tidy(cell[0] if isinstance(cell, list) else cell)


def _with_zeros(column: Column, text: str) -> str:
    """A code that Excel took for a number, with the zeros in front, where it is certain that they were lost."""
    if column.phone and re.fullmatch(r"[1-9]\d{7,8}", text):
        return f"0{text}"
    if column.digits and text.isdigit():
        return text.zfill(column.digits)
    return text


# Rows that are about the same --------------------------------------------------------------------------------------


def ref_key(text: str) -> str:
    """By what a fund or organisation is named in another row: its code, or its name."""
    first = normal_code(text.split()[0]) if text.split() else ""
    return first if _CODE_LIKE.fullmatch(first) else plain(text)


def _place_key(cells: dict[str, str]) -> str:
    return "|".join(plain(arabic(cells.get(name, ""))) for name in PLACE)


def _keys(row: Record) -> list[tuple[str, ...]]:
    """What tells the thing that a row is about: any one of these."""
    cells, sheet = row["cells"], row["sheet"]
    name = plain(cells.get("name", ""))
    match sheet:
        case "organizations":
            codes = [(one, arabic(cells[one])) for one in ("moi_code", "hospcode") if cells.get(one)]
            return [("name", name, _place_key(cells)), *codes]
        case "funds":
            return [("code", normal_code(cells.get("code", "")))]
        case "coordinates":
            return [("fund", ref_key(cells.get("fund", "")))]
        case "villages":
            if cells.get("village_code"):
                return [("code", arabic(cells["village_code"]))]
            return [("moo", _place_key(cells), re.sub(r"\D", "", arabic(cells.get("moo", ""))))]
        case "people":
            who = cells.get("email", "").lower() or arabic(cells.get("phone", "")) or name
            where = "|".join(ref_key(cells.get(one, "")) for one in ("fund", "organization"))
            return [("person", who, heading(cells.get("role", "")), where, _place_key(cells))]
        case "figures":
            day = _as_said(cells.get("measured_on", ""))
            return [("figure", _place_key(cells), plain(cells.get("figure", "")), day)]
        case _:
            return [("member", ref_key(cells.get("fund", "")), name)]


def _compare(rows: list[Record]) -> None:
    """Two rows about one thing: alike, the second is passed over; unlike, both are asked about."""
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    terms: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        if row["sheet"] == NOT_READ:
            continue
        for key in _keys(row):
            groups[(row["sheet"], *key)].append(row)
        if row["sheet"] == "seats":
            terms[ref_key(row["cells"].get("fund", ""))].append(row)
    for group in groups.values():
        for one in group[1:]:
            if one["cells"] == group[0]["cells"]:
                one["twice"] = group[0]["row"]
        _disagree([one for one in group if "twice" not in one], None)
    for group in terms.values():
        _disagree(group, ("term_starts_on", "term_ends_on"))


def _disagree(group: list[Record], only: tuple[str, ...] | None) -> None:
    names = {name for one in group for name in one["cells"] if only is None or name in only}
    differ = [
        name for name in sorted(names) if len({_as_said(one["cells"].get(name, "")) for one in group}) > 1
    ]
    if not differ or len(group) < 2:
        return
    sheet = SHEETS[group[0]["sheet"]]
    columns = ", ".join(found.label for name in differ if (found := sheet.column(name)))
    numbers = ", ".join(dict.fromkeys(str(one["row"]) for one in group))
    for one in group:
        for name in differ:
            one["faults"].append(
                {
                    "field": name,
                    "value": one["cells"].get(name, ""),
                    "why": "rows-disagree",
                    "params": {"rows": numbers, "columns": columns},
                }
            )


def _as_said(text: str) -> str:
    day = parse_day(text)
    return day.isoformat() if day else plain(arabic(text))


# Staging -----------------------------------------------------------------------------------------------------------


def stage(no: int, given: object) -> Staged:
    """A row as a line of the import; what is wrong with its cells goes along, so that all of it is told at once."""
    assert isinstance(given, dict)
    cells, sheet = given["cells"], given["sheet"]
    report = {name: given[name] for name in ("row", "faults") if name in given}
    report |= {"sheet": given["title"], "refused": given["refused"], "mended": given.get("mended", [])}
    if "twice" in given:
        report["twice"] = given["twice"]
    if sheet == NOT_READ:
        return Staged({}, source=f"sheet:{no}", title=given["title"], kind=NOT_READ, report=report)
    key = "|".join(":".join(one) for one in _keys(given)[:1])
    is_odd = "twice" in given or given["faults"]  # its like stands in another row, or nothing is kept of it
    source = f"{sheet}:{key}{f'#{no}' if is_odd else ''}"[:480]
    return Staged(cells, source=source, title=_title(sheet, cells), kind=sheet, report=report)


def _title(sheet: str, cells: dict[str, str]) -> str:
    names = {
        "funds": ("code", "name"),
        "coordinates": ("fund",),
        "villages": ("moo", "name"),
        "people": ("name", "role"),
        "seats": ("name", "fund"),
        "figures": ("figure", "subdistrict"),
    }.get(sheet, ("name",))
    return " · ".join(cells[name] for name in names if cells.get(name))
