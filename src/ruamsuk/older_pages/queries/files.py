"""Files of records of older systems: a JSON list, or tables of Excel and CSV; which records can be read at all?"""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ruamsuk.core import readable
from ruamsuk.core.text import tidy
from ruamsuk.imports.importers import Staged
from ruamsuk.imports.queries.tables import (
    FileKind,
    Labelled,
    kind_of_file,
    labelled,
    rows_with_errors,
    tables_in,
    text_of,
)
from ruamsuk.older_pages.choices import MOST_ROWS, PageKind, Part
from ruamsuk.older_pages.problems import ImportNoLabels, ImportNoList, ImportUnreadable
from ruamsuk.older_pages.queries.labels import Labels, labels
from ruamsuk.older_pages.queries.texts import (
    TABLE,
    as_text,
    is_sum,
    kind_of,
    source_of_row,
    table_of_funds,
    without_persons,
)


def read_file(data: bytes, most: int) -> list[object]:
    """The records of a file. Raises a Problem that says what it is, where it holds none that can be read."""
    if kind_of_file(data) == FileKind.JSON:
        return read_list(text_of(data)[0], most)
    return read_tables(data)


def read_list(text: str, most: int) -> list[object]:
    """The list that the text holds. Raises a Problem when it is no JSON or no list."""
    try:
        # A record has some sixteen bytes for each of its values, commas within texts counted as well.
        found = readable.loads(text.encode(), most=most // 16, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        detail = f"{error.msg}, line {error.lineno} column {error.colno}"
        raise ImportUnreadable(detail=detail, field="file") from None
    except ValueError as error:
        raise ImportUnreadable(detail=str(error)[:120], field="file") from None
    if not isinstance(found, list):
        raise ImportNoList(field="file")
    return found


def _refuse(word: str) -> None:
    raise ValueError(word)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


ERRORS = "cells with an error"  # of a row that is held back


# Tables -----------------------------------------------------------------------------------------------------------


def read_tables(data: bytes) -> list[object]:
    """A record for each row; the rows of a table of funds are one record. Empty cells are left out."""
    known = labels()
    found: list[object] = []
    seen: set[str] = set()
    has_labels = False
    tables = tables_in(data, most_rows=MOST_ROWS)
    for table in tables:
        if (rows := labelled(table, known.known)) is None:
            continue
        has_labels = True
        broken = rows_with_errors(table, rows, known.known)
        whole = replace(rows, records=[one for one in rows.records if one[0] not in broken])
        held_back = replace(rows, records=[one for one in rows.records if one[0] in broken])
        records = _funds(whole, known, table.name) if _is_of_funds(whole, known) else _records(whole, known)
        asked = zip(_records(held_back, known), broken.values(), strict=True)
        for record in [*records, *({**record, ERRORS: cells} for record, cells in asked)]:
            record["source"] = source = _once(str(record["source"]), seen)
            seen.add(source)
            found.append(record)
    if not has_labels:
        first = next((row for table in tables for row in table.rows if any(row)), [])
        raise ImportNoLabels(seen=", ".join(cell for cell in first if cell)[:200] or "–", field="file")
    return found


def _once(source: str, seen: set[str]) -> str:
    """The same once more in one file is told apart."""
    number, told = 1, source
    while told in seen:
        number += 1
        told = f"{source} ({number})"
    return told


def _records(rows: Labelled, known: Labels) -> Iterator[dict[str, Any]]:
    for _no, cells in rows.records:
        record = {name: cell for name, cell in cells.items() if cell}
        of = _by_part(record, known)
        address = of.get(Part.SOURCE)
        told = address or source_of_row(
            of[part] for part in (Part.CODE, Part.TITLE, Part.FUND, Part.FISCAL_YEAR) if part in of
        )
        yield {"source": told, **record}


def _by_part(record: dict[str, Any], known: Labels) -> dict[str, str]:
    """Part → the first value of the record that it has."""
    said = (
        (part, [as_text(record[name]) for name in names]) for part, names in known.by_part(record).items()
    )
    return {part: next(filter(None, values)) for part, values in said if part and any(values)}


# What a table of projects has and one of funds has not.
_OF_A_PROJECT = {
    Part.TITLE, Part.ISSUES, Part.PERIOD, Part.STARTS, Part.ENDS, Part.STATUS, Part.APPROVED, Part.AGREEMENT,
    Part.APPLICANT, Part.REPORT_DUE, Part.SUPPORT_TYPE,
}  # fmt: skip


def _is_of_funds(rows: Labelled, known: Labels) -> bool:
    """Each row is another fund, and no column is of projects."""
    parts = {known.part_of(label) for label in rows.labels}
    if parts & _OF_A_PROJECT or Part.FUND not in parts or not parts & {Part.FUND_CODE, Part.CODE}:
        return False
    funds = [_by_part(cells, known).get(Part.FUND, "") for _no, cells in rows.records]
    return len(set(funds)) == len(funds)


def _funds(rows: Labelled, known: Labels, sheet: str) -> Iterator[dict[str, Any]]:
    """One record for each province: its rows are "name|code|population|…"."""
    by_province: dict[str, list[str]] = {}
    for _no, cells in rows.records:
        of = _by_part(cells, known)
        first = [
            of.get(Part.FUND, ""),
            of.get(Part.FUND_CODE) or of.get(Part.CODE, ""),
            of.get(Part.POPULATION, ""),
        ]
        rest = [
            f"{name}: {cell}"
            for name, cell in cells.items()
            if cell and known.part_of(name) not in (*_OF_A_FUND, Part.NOTE)
        ]
        by_province.setdefault(of.get(Part.PROVINCE, ""), []).append("|".join([*first, *rest]))
    for province, lines in by_province.items():
        kind = table_of_funds(province)
        yield {"source": source_of_row([kind, sheet]), "kind": kind, TABLE: lines}


_OF_A_FUND = (Part.FUND, Part.FUND_CODE, Part.CODE, Part.POPULATION, Part.PROVINCE)


# Records ----------------------------------------------------------------------------------------------------------

# A row with one of these was approved; without them a title is a proposal.
_APPROVED = (
    Part.CODE, Part.AGREEMENT, Part.APPROVED, Part.REPORT_DUE, Part.INSTALMENTS, Part.STATUS, Part.BUDGET, Part.SET,
)  # fmt: skip


_NAMES_IT = (Part.TITLE, Part.CODE, Part.FUND)


def stage(no: int, given: object) -> Staged:
    """The record without persons; `no` is its position."""
    if not isinstance(given, dict):
        return Staged(given, why="no-object")
    if isinstance(cells := given.get(ERRORS), str):
        told = {name: value for name, value in given.items() if name != ERRORS}
        return Staged(
            told, source=as_text(given.get("source")), why="error-cells", params={"cells": cells[:1000]}
        )
    known = labels()
    content, masked = without_persons(given, known.part_of)
    of = _by_part(content, known)
    kind = _kind(content, of)
    one = Staged(
        content,
        source=_source(content, of),
        title=tidy(of.get(Part.TITLE) or of.get(Part.KIND, "")),
        kind=kind,
        goes_first=kind == PageKind.FUND_TABLE,  # so that the other records find their funds
        report={"masked": [vars(one) for one in masked]},
    )
    if not one.source:
        one.why = "no-source"
    elif not of.get(Part.KIND) and kind == PageKind.UNKNOWN:
        one.why = "no-kind"
    return one


def _source(content: dict[str, Any], of: dict[str, str]) -> str:
    """Where its own name stands, it counts alone: a number there is a mistake, not an address."""
    if "source" in content:
        return as_text(content["source"]) if isinstance(content["source"], str) else ""
    return of.get(Part.SOURCE, "")


def _kind(content: dict[str, Any], of: dict[str, str]) -> PageKind:
    """As the record names it; else as its fields tell."""
    if "kind" in content and not isinstance(content["kind"], str):
        return PageKind.UNKNOWN
    if named := of.get(Part.KIND):
        return kind_of(named)
    title = of.get(Part.TITLE, "")
    if is_sum(title) or (of.get(Part.BUDGET) and not any(part in of for part in _NAMES_IT)):
        return PageKind.SUM
    if any(part in of for part in _APPROVED):
        return PageKind.PROJECT
    return PageKind.PROPOSAL if title else PageKind.UNKNOWN
