"""A file of records: is it one, and which of its records can be read at all?"""

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamsuk.core import readable
from ruamsuk.core.text import tidy
from ruamsuk.transfer.choices import MAX_RECORD_CHARS, Kind
from ruamsuk.transfer.models import MAX_SOURCE
from ruamsuk.transfer.problems import ImportEmpty, ImportNoList, ImportTooLarge, ImportUnreadable
from ruamsuk.transfer.queries.texts import TITLE, as_text, kind_of, without_persons


@dataclass
class Staged:
    """A record of a file before anything is read of it. `why`: it cannot be read; `params` name the position."""

    no: int
    content: Any
    source: str = ""
    title: str = ""
    kind: Kind = Kind.UNKNOWN
    masked: list[dict[str, str]] | None = None
    why: str = ""
    params: dict[str, Any] | None = None


def records_in(data: bytes, *, most: int) -> list[Any]:
    """The list that the file holds. Raises a Problem when it is no JSON, no list, empty, or larger than `most`."""
    if len(data) > most:
        raise ImportTooLarge(size=f"{len(data) / 2**20:.1f} MB", most=f"{most // 2**20} MB", field="file")
    try:
        # A record has some sixteen bytes for each of its values, commas within texts counted as well.
        found = readable.loads(data, most=most // 16, parse_constant=_refuse, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise ImportUnreadable(detail=f"byte {error.start}: UTF-8", field="file") from None
    except json.JSONDecodeError as error:
        detail = f"{error.msg}, line {error.lineno} column {error.colno}"
        raise ImportUnreadable(detail=detail, field="file") from None
    except ValueError as error:
        raise ImportUnreadable(detail=str(error)[:120], field="file") from None
    if not isinstance(found, list):
        raise ImportNoList(field="file")
    if not found:
        raise ImportEmpty(field="file")
    return found


def _refuse(word: str) -> None:
    raise ValueError(word)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def staged(records: list[Any]) -> Iterator[Staged]:
    """Each record with its position, masked; those that cannot be read carry the reason."""
    first: dict[str, int] = {}
    for no, given in enumerate(records, 1):
        one = _staged(no, given)
        if not one.why and one.source in first:
            one.why, one.params = "twice", {"no": no, "first": first[one.source]}
        elif not one.why:
            first[one.source] = no
        yield one


def _staged(no: int, given: Any) -> Staged:
    text = json.dumps(given, ensure_ascii=False)
    place = {"no": no}
    if not _storable(text):
        return Staged(no, _cleaned(given), why="odd-characters", params=place)
    if len(text) > MAX_RECORD_CHARS:
        params = {**place, "most": f"{MAX_RECORD_CHARS:,}"}
        return Staged(no, f"{text[:1000]}…", why="too-long", params=params)
    if not isinstance(given, dict):
        return Staged(no, given, why="no-object", params=place)
    content, masked = without_persons(given)
    source, kind = as_text(content.get("source")), as_text(content.get("kind"))
    one = Staged(no, content, source[:MAX_SOURCE], _title(content), kind_of(kind), [vars(m) for m in masked])
    if not source or not isinstance(content["source"], str):
        one.why, one.params = "no-source", place
    elif len(source) > MAX_SOURCE:
        one.why, one.params = "long-source", {**place, "most": MAX_SOURCE}
    elif not kind or not isinstance(content["kind"], str):
        one.why, one.params = "no-kind", place
    return one


def _storable(text: str) -> bool:
    """Neither database stores zero bytes or halves of characters."""
    if "\\u0000" in text or "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _cleaned(given: Any) -> str:
    return json.dumps(given, ensure_ascii=True)[:MAX_RECORD_CHARS].replace("\\u0000", "?")


def _title(content: dict[str, Any]) -> str:
    return tidy(next((as_text(content[name]) for name in (*TITLE, "kind") if content.get(name)), ""))[:300]


def digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
