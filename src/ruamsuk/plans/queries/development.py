"""Rows of a local development plan, read from what was pasted or sent: its heading row says which column is which.

Plans are written on one form (แบบ ผ.02), whose labels are known here by how they begin.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ruamsuk.core.calendar import arabic
from ruamsuk.core.text import plain, tidy
from ruamsuk.imports.queries.tables import Labelled, labelled, rows_with_errors, tables_in
from ruamsuk.plans.models import DevelopmentRow
from ruamsuk.plans.problems import NoDevelopmentRows

MOST_ROWS = 2_000
# Field of a row → how the labels of its column begin.
_LABELS = {
    "title": ("โครงการ", "ชื่อโครงการ", "โครงการ/กิจกรรม"),
    "objective": ("วัตถุประสงค์",),
    "target": ("เป้าหมาย",),
    "indicator": ("ตัวชี้วัด",),
    "result": ("ผลที่คาดว่า", "ผลลัพธ์ที่คาดว่า"),
    "unit": ("หน่วยงาน", "ผู้รับผิดชอบ"),
    "money": ("งบประมาณ",),
}
_BEGIN = {name: tuple(plain(word) for word in words) for name, words in _LABELS.items()}
_YEAR = re.compile(r"(?:ปี|พ\.ศ\.)?\s*(25\d\d)\s*(?:\(?\s*บาท\s*\)?)?")


@dataclass(frozen=True)
class ReadRows:
    """Values of each row by field, how many lines had no project and were left out, and the cells with an error for
    which a row was.
    """

    rows: list[dict[str, str]]
    left_out: int
    errors: list[str]


def development_rows_in(data: bytes) -> ReadRows:
    """Raises a Problem where the file holds no table, or none with the labels of a development plan."""
    rows: list[dict[str, str]] = []
    left_out = 0
    errors: list[str] = []
    for table in tables_in(data, most_rows=MOST_ROWS):
        if (found := labelled(table, lambda cell: bool(_field(cell)))) is None or not _has_title(found):
            continue
        years: dict[str, str] = {name: year for name in found.labels if (year := _year(name))}
        broken = rows_with_errors(table, found, lambda _label: True)  # years stand below their label
        errors += broken.values()
        for no, cells in found.records:
            if no in broken:
                continue
            values = _values(cells, years)
            if values["title"]:
                rows.append(values)
            elif below := {name: year for name, cell in cells.items() if (year := _year(cell))}:
                years |= below  # the years stand below the label of the money
            else:
                left_out += 1
    if not rows and not errors:
        raise NoDevelopmentRows(field="text")
    return ReadRows(rows, left_out, errors)


def _has_title(found: Labelled) -> bool:
    return any(_field(label) == "title" for label in found.labels)


def _field(label: str) -> str:
    written = plain(label)
    return next((name for name, begins in _BEGIN.items() if written.startswith(begins)), "")


def _year(cell: str) -> str:
    found = _YEAR.fullmatch(arabic(tidy(cell)))
    return found[1] if found else ""


def _values(cells: Mapping[str, str], years: Mapping[str, str]) -> dict[str, str]:
    said: dict[str, list[str]] = {name: [] for name in _LABELS}
    for label, cell in cells.items():
        text = "\n".join(filter(None, map(tidy, cell.splitlines())))
        if year := years.get(label):
            if _is_money(text):
                said["money"].append(f"{year}: {text}")
        elif text and (name := _field(label)):
            said[name].append(text)
    return fitting({name: (" · " if name == "money" else "\n").join(texts) for name, texts in said.items()})


def _is_money(text: str) -> bool:
    return bool(re.search(r"[1-9]", arabic(text)))


def fitting(values: Mapping[str, str]) -> dict[str, str]:
    """Short fields hold one line, cut where they take no more."""
    fields = {name: getattr(DevelopmentRow._meta.get_field(name), "max_length", None) for name in values}
    return {
        name: text if fields[name] is None else " ".join(text.split())[: fields[name]]
        for name, text in values.items()
    }
