"""A file of records: what can be stored of it, and what of its records was imported before."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from ruamsuk.imports.choices import MAX_RECORD_CHARS, LineResult
from ruamsuk.imports.importers import Importer, Incoming, Staged
from ruamsuk.imports.models import MAX_SOURCE, ImportedRecord, ImportLine
from ruamsuk.imports.problems import ImportEmpty, ImportTooLarge


def records_in(importer: Importer, data: bytes, *, most: int) -> list[Any]:
    """The records of a file. Raises a Problem when they cannot be read, there are none, or it is larger than `most`."""
    if len(data) > most:
        raise ImportTooLarge(size=f"{len(data) / 2**20:.1f} MB", most=f"{most // 2**20} MB", field="file")
    found = importer.read(data, most)
    if not found:
        raise ImportEmpty(field="file")
    return found


def staged(importer: Importer, records: list[Any]) -> Iterator[tuple[int, Staged]]:
    """Each record with its position; those that cannot be read carry the reason."""
    first: dict[str, int] = {}
    for no, given in enumerate(records, 1):
        one = _staged(importer, no, given)
        one.params = {"no": no, **one.params}
        if not one.why and one.source in first:
            one.why, one.params = "twice", {"no": no, "first": first[one.source]}
        elif not one.why:
            first[one.source] = no
        yield no, one


def _staged(importer: Importer, no: int, given: Any) -> Staged:
    text = json.dumps(given, ensure_ascii=False)
    if not _storable(text):
        return Staged(_cleaned(given), why="odd-characters")
    if len(text) > MAX_RECORD_CHARS:
        return Staged(f"{text[:1000]}…", why="too-long", params={"most": f"{MAX_RECORD_CHARS:,}"})
    one = importer.stage(no, given)
    one.source, length, one.title = one.source[:MAX_SOURCE], len(one.source), one.title[:300]
    if not one.why and not one.source:
        one.why = "no-source"
    elif not one.why and length > MAX_SOURCE:
        one.why, one.params = "long-source", {"most": MAX_SOURCE}
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


def _cleaned(given: object) -> str:
    return json.dumps(given, ensure_ascii=True)[:MAX_RECORD_CHARS].replace("\\u0000", "?")


def digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def incoming(importer: Importer, lines: Iterable[ImportLine]) -> list[Incoming]:
    """The lines in their order, each with what was imported of its source before. One query."""
    lines = list(lines)
    before = ImportedRecord.objects.filter(importer=importer.name, source__in=[line.source for line in lines])
    by_source = {record.source: record for record in before}
    return [Incoming(line, digest(line.content), by_source.get(line.source)) for line in lines]


def foresee(importer: Importer, lines: Iterable[ImportLine], known: Any) -> None:
    """What is going to happen to lines that are not saved yet; what would be added is added to `known` only."""
    coming = incoming(importer, lines)
    for one in coming:
        if one.is_unchanged:
            one.expect(LineResult.UNCHANGED, {})
            one.line.record = one.record  # whose report is told
    importer.foresee([one for one in coming if not one.is_unchanged], known)
