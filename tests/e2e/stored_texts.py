"""Texts that a system has stored, and whether the words of the system stand in them in English."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import polib

from ruamsuk.core.catalogues import sources

# Tables and columns whose English is their own: names of code, not words of the system.
OF_LIBRARIES = ("django_", "auth_", "axes_", "account_", "sqlite_")


def texts(database: Path) -> Iterator[tuple[str, str]]:
    """(table.column, text) of every stored text with Latin words in it; JSON piece by piece."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for table in tables:
            if table.startswith(OF_LIBRARIES):
                continue
            for _no, column, kind, *_rest in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                if column.endswith("_en") or not kind.lower().startswith(("varchar", "text")):
                    continue
                for (value,) in connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}"'):
                    for piece in pieces(value):
                        if re.search("[A-Za-z]{2,} [A-Za-z]{2,}", piece):
                            yield f"{table}.{column}", piece


def pieces(value: object) -> Iterator[str]:
    if isinstance(value, str) and value[:1] in '{["':
        try:
            value = json.loads(value)
        except ValueError:
            yield str(value)
            return
    if isinstance(value, dict):
        for language, one in value.items():
            if not (language == "en" and "th" in value):  # as of columns, the English of a pair is its own
                yield from pieces(one)
    elif isinstance(value, list):
        for one in value:
            yield from pieces(one)
    elif isinstance(value, str):
        yield value


def said_in_english() -> list[str]:
    """Every English text of every catalogue with two words or more; of those with holes, the parts between them."""
    found = set()
    for path in sources():
        for entry in polib.pofile(str(path)):
            for text in (entry.msgid, entry.msgid_plural):
                found |= {part.strip(" .,:“”") for part in re.split(r"%\(\w+\)[sd]|\{\w*\}", text)}
    return sorted(text for text in found if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text))


def english(stored: Iterator[tuple[str, str]]) -> list[str]:
    known = said_in_english()
    return sorted(
        {f"{place}: {text!r} in {value[:80]!r}" for place, value in stored for text in known if text in value}
    )
