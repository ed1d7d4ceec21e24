"""A file of another system as rows of a form: which column is which, and what its cells say.

Nothing is looked up here but the form; what the rows mean, `planning` says.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ruamsuk.core.text import plain
from ruamsuk.exchanges.choices import KEYS, Reads
from ruamsuk.exchanges.models import ExchangeColumn, ExchangeForm
from ruamsuk.exchanges.problems import ExchangeCannotComeIn, ExchangeNoHeadings, ExchangeWhichForm
from ruamsuk.exchanges.queries.cells import read_cell
from ruamsuk.exchanges.queries.values import squeezed
from ruamsuk.exchanges.queries.words import words_of
from ruamsuk.funds.queries import normal_code
from ruamsuk.imports.importers import Staged
from ruamsuk.imports.queries.tables import HEADING_WITHIN, Labelled, Table, labelled, tables_in

Record = dict[str, Any]


def read_file(data: bytes, most: int) -> list[object]:
    """Rows by the one form in use whose headings the file has. Raises a Problem: none of them, or several."""
    tables = tables_in(data, most_rows=most + HEADING_WITHIN)
    forms = list(ExchangeForm.objects.in_use().whole())
    fitting = [form for form in forms if not form.lacks and _sheets(tables, form)]
    if len(fitting) > 1:
        raise ExchangeWhichForm(forms=", ".join(map(str, fitting)), field="file")
    if not fitting:
        whole = [form for form in forms if not form.lacks]
        missing = "; ".join(", ".join(form.fields[key].heading for key in KEYS) for form in whole)
        raise ExchangeNoHeadings(missing=missing, field="file")
    return _rows(tables, fitting[0])


def rows_by(form: ExchangeForm, data: bytes, most: int) -> list[object]:
    """The same by this form."""
    if form.lacks:
        raise ExchangeCannotComeIn(missing=", ".join(str(one.label) for one in form.lacks), field="file")
    tables = tables_in(data, most_rows=most + HEADING_WITHIN)
    if not _sheets(tables, form):
        missing = ", ".join(form.fields[key].heading for key in KEYS)
        raise ExchangeNoHeadings(missing=missing, field="file")
    return _rows(tables, form)


def headed(form: ExchangeForm) -> dict[str, ExchangeColumn]:
    """Every heading that is understood, as it is compared; what stands in brackets behind ours may be left out."""
    columns = list(form.columns.all())
    own = {column.plain_heading: column for column in columns}
    short = {column.pk: plain(re.sub(r"\s*\([^()]*\)$", "", column.heading)) for column in columns}
    many = Counter(short.values())
    return {short[one.pk]: one for one in columns if many[short[one.pk]] == 1 and short[one.pk]} | own


def _sheets(tables: Iterable[Table], form: ExchangeForm) -> list[tuple[Table, Labelled]]:
    """Sheets that have the columns by which a project is known."""
    known = headed(form)
    found = []
    for table in tables:
        rows = labelled(table, lambda cell: plain(cell) in known)
        if rows and {known[plain(one)].field for one in rows.labels if plain(one) in known}.issuperset(KEYS):
            found.append((table, rows))
    return found


def _rows(tables: Iterable[Table], form: ExchangeForm) -> list[object]:
    known = headed(form)
    words = {column.pk: words_of(column) for column in form.columns.all()}
    found: list[Record] = []
    for table, rows in _sheets(tables, form):
        for no, cells in rows.records:
            # A heading that stands twice is understood once: the second one is "… (2)".
            columns = {label: known[plain(label)] for label in cells if plain(label) in known}
            row: Record = {"form": form.pk, "sheet": table.name, "row": no}
            row |= {"values": {}, "more": {}, "faults": [], "unknown": []}
            for label, text in cells.items():
                column = columns.get(label)
                if column is None and (text or label in rows.labels):
                    row["unknown"].append(label)
                if column is not None and column.field:
                    _take(row, column, text, words[column.pk])
                elif text:
                    row["more"][column.heading if column else label] = text
            found.append(row)
    _name(found)
    return list(found)


def _take(row: Record, column: ExchangeColumn, text: str, words: dict[str, str]) -> None:
    read = read_cell(column, text, words)
    value = normal_code(read.value) if column.field == Reads.FUND_CODE and read.value else read.value
    why = read.why or ("empty" if column.field in KEYS and value is None else "")
    row["values"][column.field] = value
    if why:
        row["faults"].append(
            {"field": column.heading, "value": text[:200], "why": why, "params": read.params}
        )


def _name(rows: list[Record]) -> None:
    """What tells a row from others, in this file and in later ones: fund, year and title; of several that share these
    the first day and the amount too.
    """
    names = [[str(row["values"][key] or "") for key in KEYS] for row in rows]
    keys = [tuple(map(squeezed, name)) for name in names]
    many = Counter(keys)
    for row, key in zip(rows, keys, strict=True):
        parts = [str(row["form"]), *key]
        if many[key] > 1:
            parts += [str(row["values"].get(one)) for one in (Reads.STARTS_ON, Reads.APPROVED)]
        source = "|".join(parts)
        long = hashlib.sha256(source.encode()).hexdigest()[:32]
        row["source"] = "" if not all(key) else source if len(source) <= 400 else f"{source[:360]}|{long}"


def stage(no: int, given: Any) -> Staged:
    return Staged(
        {"form": given["form"], "values": given["values"], "more": given["more"]},
        source=given["source"] or f"{given['form']}|{given['sheet']}|{given['row']}"[:400],
        title=str(given["values"].get(Reads.TITLE) or ""),
        kind="project",
        report={name: given[name] for name in ("sheet", "row", "faults", "unknown")},
    )
