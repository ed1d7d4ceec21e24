"""What the fields of older systems are called, and which field here each name means.

Names that people added stand before those of data/labels.toml. A name is compared without spaces, dots, brackets, tone
marks, a number before it and a colon behind it; and again without what stands in brackets behind it.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ruamsuk.core.calendar import arabic
from ruamsuk.core.kept import kept
from ruamsuk.core.text import plain, tidy
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.models import Label

DATA = Path(__file__).parents[1] / "data" / "labels.toml"
_NUMBERED = re.compile(r"^(?:ข้อ(?:ที่)?\s*)?\d+(?:\.\d+)*\s*[.):]\s*|^(?:ข้อ(?:ที่)?\s*)\d+\s+|^[•●▪–\-*]+\s*")
_BEHIND = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*$")
_AGAIN = re.compile(r"\s*\(\d+\)$")  # of a table: the same name a second time (imports.queries.tables)


def plain_label(text: str) -> str:
    """The form in which names of fields are compared: "1. ชื่อโครงการ :" and "ชื่อโครงการ" are the same."""
    bare = _NUMBERED.sub("", _AGAIN.sub("", arabic(tidy(text))))
    return plain(re.sub(r"[:*?/_|,;：]", "", bare))


class Labels:
    """What each name means. `own`: of people, in their plain form → part."""

    def __init__(self, own: dict[str, str]) -> None:
        self._own, self._parts = own, {**_with_the_system(), **own}
        self._found: dict[str, str] = {}
        self._ranked: dict[str, int] = {}

    def part_of(self, label: str) -> str:
        """The part that the name means; "" where it is not known."""
        if label not in self._found:
            self._found[label] = self._look_up(label)
        return self._found[label]

    def _look_up(self, label: str) -> str:
        names = [plain_label(label), plain_label(_BEHIND.sub("", _AGAIN.sub("", label)))]
        exact = next((part for name in names if (part := self._parts.get(name))), "")
        return exact or next((part for name in names if (part := _by_loose_name().get(_loose(name)))), "")

    def by_part(self, labels: Iterable[str]) -> dict[str, list[str]]:
        """Part → its names among these, the one that counts first: those of people, then as the system's list has them.

        Not as the record has them: a database keeps no order of names.
        """
        found: dict[str, list[str]] = {}
        for label in sorted(labels, key=lambda one: (self._rank(one), one)):
            found.setdefault(self.part_of(label), []).append(label)
        return found

    def _rank(self, label: str) -> int:
        if label not in self._ranked:
            key = plain_label(label)
            self._ranked[label] = -1 if key in self._own else _ranks().get(key, len(_ranks()))
        return self._ranked[label]

    def known(self, label: str) -> bool:
        return bool(self.part_of(label))

    def likely(self, label: str) -> str:
        """The part that a name which is not known most likely means: offered, never taken. "": nothing is near."""
        key = plain_label(_BEHIND.sub("", label))
        near = difflib.get_close_matches(key, self._parts, n=1, cutoff=0.75)
        if near:
            return self._parts[near[0]]
        inside = [name for name in self._parts if len(name) >= 4 and (name in key or key in name)]
        return self._parts[max(inside, key=len)] if inside and len(key) >= 3 else ""


@cache
def with_the_system() -> dict[str, list[str]]:
    """Part → the names that come with the system, as they are written."""
    found: dict[str, Any] = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {Part(part).value: names for part, names in found.items()}


@cache
def _with_the_system() -> dict[str, str]:
    return {plain_label(name): part for part, names in with_the_system().items() for name in names}


# Words that make no difference between names: งบประมาณที่ได้รับการอนุมัติ is งบประมาณที่อนุมัติ.
_FILLING = re.compile("|".join(plain(word) for word in ("จำนวนเงิน", "ได้รับการ", "ได้รับ", "การ", "ที่", "ของ")))


def _loose(name: str) -> str:
    filled = name.replace(plain("วันเดือนปี"), plain("วัน"))
    bare = _FILLING.sub("", filled)
    return bare if len(bare) >= 4 else name


@cache
def _ranks() -> dict[str, int]:
    return {name: no for no, name in enumerate(_with_the_system())}


@cache
def _by_loose_name() -> dict[str, str]:
    """Names without filling words → part, where they mean one part only."""
    found: dict[str, set[str]] = {}
    for name, part in _with_the_system().items():
        found.setdefault(_loose(name), set()).add(part)
    return {name: next(iter(parts)) for name, parts in found.items() if len(parts) == 1}


def labels() -> Labels:
    """Of now; kept in memory while nothing changes."""
    return kept(("labels of older pages",), _read)


def _read() -> Labels:
    return Labels(dict(Label.objects.values_list("plain_text", "part")))
