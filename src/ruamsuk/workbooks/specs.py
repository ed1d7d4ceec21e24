"""The sheets and columns of the workbook, from `data/sheets.toml`: their names, and what else is understood."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ruamsuk.core.calendar import arabic, is_thai
from ruamsuk.core.text import plain

DATA = Path(__file__).parent / "data" / "sheets.toml"
PLACE = ("subdistrict", "district", "province", "place", "area_code")  # columns that together say where


@lru_cache(maxsize=5_000)
def heading(text: str) -> str:
    """A heading as it is compared: without spaces, dots, brackets and signs."""
    return re.sub(r"[*:/_\-]", "", plain(arabic(text)))


@dataclass(frozen=True)
class Column:
    name: str
    th: str
    en: str
    also: tuple[str, ...] = ()
    must: bool = False
    code: bool = False  # digits that are no number: kept as text, so that no zero in front is lost
    digits: int = 0  # how many such a code has, where all have as many
    phone: bool = False
    lists: str = ""  # the name of its permitted values
    width: int = 16
    example: str = ""

    @property
    def label(self) -> str:
        return self.th if is_thai() else self.en

    @cached_property
    def headings(self) -> set[str]:
        return {heading(text) for text in (self.name, self.th, self.en, *self.also)}


@dataclass(frozen=True)
class Sheet:
    name: str
    th: str
    en: str
    also: tuple[str, ...]
    columns: tuple[Column, ...]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.th if is_thai() else self.en

    @cached_property
    def titles(self) -> set[str]:
        return {heading(text) for text in (self.name, self.th, self.en, *self.also)}

    @property
    def has_place(self) -> bool:
        return any(column.name == "place" for column in self.columns)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column | None:
        return self._by_name.get(name)

    @cached_property
    def headed(self) -> dict[str, Column]:
        """Every heading that is understood. The template's own words go before synonyms of other columns."""
        found: dict[str, Column] = {}
        for column in self.columns:
            found |= {heading(text): column for text in (column.th, column.en, column.name)}
        for column in self.columns:
            for text in column.headings:
                found.setdefault(text, column)
        return found


def in_language(names: dict[str, str]) -> str:
    return names["th" if is_thai() else "en"]


def _column(row: dict[str, Any]) -> Column:
    return Column(**{**row, "also": tuple(row.get("also", ()))})


_READ = tomllib.loads(DATA.read_text("utf-8"))
SHEETS: dict[str, Sheet] = {
    row["name"]: Sheet(
        row["name"], row["th"], row["en"], tuple(row["also"]), tuple(map(_column, row["columns"]))
    )
    for row in _READ["sheet"]
}
ORDER = {name: number for number, name in enumerate(SHEETS)}  # what others build on comes first
NOTE = Column("note", _READ["note"]["th"], _READ["note"]["en"], tuple(_READ["note"]["also"]), width=60)
EXAMPLE: tuple[str, ...] = tuple(_READ["example"])
FIRST, PERMITTED = _READ["first"], _READ["permitted"]  # sheets of the template without rows, by language
BESIDE = {heading(text) for text in (*_READ["beside"], *FIRST.values(), *PERMITTED.values())}
WORDS: dict[str, dict[str, list[str]]] = _READ["words"]
