"""A value of a project as a cell of a form, and back: what can be read in two ways is refused, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator

from ruamsuk.core.calendar import BE_OFFSET, day_text, days, fiscal_years, is_likely
from ruamsuk.core.cells import is_error
from ruamsuk.core.money import MOST_OF_A_PROJECT, amounts, baht, baht_text, satang_of
from ruamsuk.core.numbers import numbers, typeable
from ruamsuk.core.text import tidy
from ruamsuk.exchanges.choices import LONGEST, Format, Kind
from ruamsuk.exchanges.models import ExchangeColumn
from ruamsuk.exchanges.queries.words import code_called, labels_of

SHOWN = 400  # letters of a text of which nothing is known
MOST_PEOPLE = 2_000_000_000
Cell = str | int | float


def cell_of(column: ExchangeColumn, value: Any, words: Mapping[str, str]) -> Cell:
    """As it stands in the file; empty: nothing is known."""
    if value is None:
        return ""
    match column.kind:
        case Kind.MONEY:
            return float(baht(value))
        case Kind.YEAR:
            return int(value) - BE_OFFSET if column.format == Format.YEAR_CE else int(value)
        case Kind.DAY:
            day = date.fromisoformat(value)
            return f"{day:%d/%m}/{day.year + (BE_OFFSET if column.format == Format.DAY_BE else 0):04}"
        case Kind.CHOICE:
            return words.get(value, value)
        case Kind.NUMBER:
            return int(value)
        case _:
            return str(value)[:LONGEST]


def shown(column: ExchangeColumn, value: Any) -> str:
    """As people read it on a page, in their language."""
    if value is None:
        return "–"
    match column.kind:
        case Kind.MONEY:
            return baht_text(value)
        case Kind.DAY:
            return day_text(date.fromisoformat(value))
        case Kind.NUMBER:
            return f"{value:,}"
        case Kind.YEAR:
            return str(cell_of(column, value, {}))  # in the era that its heading says
        case Kind.CHOICE:
            return labels_of(column.field).get(value, value)
        case _:
            return str(value)


def shown_more(more: Mapping[str, str]) -> list[tuple[str, str]]:
    """Columns that the form does not have, on a page: headings and as much of what came as tells what it is."""
    return [(Truncator(name).chars(SHOWN // 4), Truncator(text).chars(SHOWN)) for name, text in more.items()]


@dataclass(frozen=True)
class Read:
    """The value of a cell, or why it is none: a code of choices.WHY with what goes into its words."""

    value: Any = None
    why: str = ""
    params: dict[str, object] = field(default_factory=dict)


def read_cell(column: ExchangeColumn, text: str, words: Mapping[str, str]) -> Read:
    text = tidy(text)
    if not text:
        return Read()
    if is_error(text):
        return _fault("cell-error", text)
    match column.kind:
        case Kind.MONEY:
            return _money(text)
        case Kind.YEAR:
            return _year(text)
        case Kind.DAY:
            return _day(text)
        case Kind.NUMBER:
            return _number(text)
        case Kind.CHOICE:
            if (code := code_called(text, words, column.field)) is not None:
                return Read(code)
            return _fault("word", text, words=", ".join(words.values()))
        case _:
            return Read(text[:LONGEST])


def _fault(why: str, typed: str, **params: object) -> Read:
    return Read(why=why, params={"typed": typed if len(typed) <= 60 else f"{typed[:60]}…", **params})


def _two(why: str, typed: str, found: list[str]) -> Read:
    return _fault(why, typed, first=found[0], second=found[1])


def _money(text: str) -> Read:
    found = amounts(text)
    if len(found) > 1:
        return _two("number-two", text, [typeable(one) for one in found])
    satang = satang_of(found[0]) if found else None
    return Read(satang) if satang is not None and 0 <= satang <= MOST_OF_A_PROJECT else _fault("amount", text)


def _number(text: str) -> Read:
    found = numbers(text)
    if len(found) > 1:
        return _two("number-two", text, [typeable(one) for one in found])
    is_whole = bool(found) and found[0] == int(found[0]) and Decimal(0) <= found[0] <= MOST_PEOPLE
    return Read(int(found[0])) if is_whole else _fault("number", text)


def _year(text: str) -> Read:
    found = fiscal_years(text)
    if len(found) > 1:
        return _two("year-two", text, [str(one) for one in found])
    return Read(found[0]) if found else _fault("year", text)


def _day(text: str) -> Read:
    found = days(text)
    likely = [day for day in found if is_likely(day)]
    if not found:
        return _fault("day", text)
    if not likely:
        return _fault("day-far", text, year=found[0].year + BE_OFFSET)
    return (
        Read(likely[0].isoformat())
        if len(likely) == 1
        else _two("day-two", text, [day_text(d) for d in likely])
    )
