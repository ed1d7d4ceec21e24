"""JSON that strangers send, read within bounds that are known before it is read.

A value of JSON takes up to two hundred bytes of memory for two of text, so the text alone bounds nothing. What bounds
it is counted first: values stand between commas and brackets. Those inside texts count, too, which a limit can bear.
"""

import json
from collections.abc import Callable
from typing import Any

DEEPEST = 40


class TooMuchInside(ValueError):
    """More values, or more brackets in brackets, than anything of its kind has."""


def loads(
    data: bytes,
    *,
    most: int,
    parse_constant: Callable[[str], Any] | None = None,
    parse_float: Callable[[str], Any] | None = None,
) -> Any:
    """What the JSON holds: at most `most` values. Raises ValueError (TooMuchInside, JSONDecodeError …), also for half
    of a character, which an escape can write and no database, file or answer can hold.
    """
    if data.count(b",") + data.count(b"[") + data.count(b"{") > most:
        raise TooMuchInside(f"more than {most:,} values")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=parse_constant, parse_float=parse_float)
    except RecursionError:
        raise TooMuchInside(f"more than {DEEPEST} brackets in brackets") from None
    if b"\\u" in data:
        json.dumps(found, ensure_ascii=False).encode()
    level, depth = [found], 0
    while level := [value for value in level if isinstance(value, dict | list)]:
        depth += 1
        if depth > DEEPEST:
            raise TooMuchInside(f"more than {DEEPEST} brackets in brackets")
        level = [inner for value in level for inner in (value.values() if isinstance(value, dict) else value)]
    return found


def texts_by_name(text: str) -> dict[str, str]:
    """What a hidden field of a page holds: names with their texts; nothing where somebody changed it."""
    try:
        found = loads(text.encode(), most=5000)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
