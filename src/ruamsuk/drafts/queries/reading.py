"""What was frozen, as it is read on a page and on paper: by the sections of its form, lines as lines."""

from dataclasses import dataclass
from typing import Any

from ruamsuk.drafts.queries.snapshots import Block, Frozen, Item, Layout, said, text_of

MOST_COLUMNS = 7  # lines of more are read one below the other
LONG = 100  # characters: a text of its own, not words beside a name
NUMBERS = ("number", "satang")


@dataclass(frozen=True)
class Value:
    label: str
    text: str
    is_number: bool

    @property
    def is_long(self) -> bool:
        return len(self.text) > LONG or "\n" in self.text


@dataclass(frozen=True)
class Line:
    no: str
    called: str
    values: list[Value]  # one for each column
    inside: "list[Lines]"

    @property
    def others(self) -> list[Value]:
        """What is said of it beside what it is called."""
        return [value for value in self.values if value.text and value.text not in (self.no, self.called)]


@dataclass(frozen=True)
class Lines:
    label: str
    lines: list[Line]
    columns: list[Value]  # those in which one of the lines says something

    @property
    def is_table(self) -> bool:
        return len(self.columns) <= MOST_COLUMNS and not any(line.inside for line in self.lines)


@dataclass(frozen=True)
class Section:
    title: str
    values: list[Value]
    lists: list[Lines]


def read(layout: Layout, frozen: Frozen) -> list[Section]:
    """What there was no field for yet is left out; a field that was left empty is there, empty."""
    return [_section(block, frozen) for block in layout]


def _section(block: Block, frozen: Frozen) -> Section:
    plain = [item for item in block["items"] if "items" not in item and item["key"] in frozen]
    lists = [item for item in block["items"] if "items" in item and frozen.get(item["key"])]
    return Section(
        said(block["title"]),
        [_value(item, frozen) for item in plain],
        [_lines(item, frozen[item["key"]]) for item in lists],
    )


def _value(item: Item, thing: Frozen) -> Value:
    return Value(said(item["label"]), text_of(item, thing.get(item["key"])), item["word"] in NUMBERS)


def _lines(item: Item, rows: list[Frozen]) -> Lines:
    plain = [one for one in item["items"] if "items" not in one]
    told = [one for one in plain if any(row.get(one["key"]) not in (None, "", [], 0) for row in rows)]
    lines = [
        Line(
            no=str(row.get("no", "")),
            called=_called(item, row),
            values=[_value(one, row) for one in told],
            inside=[
                _lines(one, row[one["key"]])
                for one in item["items"]
                if "items" in one and row.get(one["key"])
            ],
        )
        for row in rows
    ]
    return Lines(said(item["label"]), lines, [_value(one, {}) for one in told])


def _called(item: Item, row: Frozen) -> str:
    by_key: dict[str, Any] = {one["key"]: one for one in item["items"]}
    return next((text_of(by_key[key], row[key]) for key in item["called"] if row.get(key)), "")
