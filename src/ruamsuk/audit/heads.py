"""How far the chain reached, noted where a statement to the database cannot reach: a file beside it.

    <data folder>/trail/<database>.heads     one JSON object a line, each signed and chained to the line before it

    sealing   a link that is about to be committed: written before, so that the file is never behind the chain
    head      that link was committed: from now on the chain must hold it
    restored  a backup took the place of everything; what was noted before tells of the trail before
    letter    the head of this day went to that person
    began     the file was not there, or was cut off, although the chain reached so far already

A line is on the disk before its writer goes on. A file that has grown long is thinned out: heads that the chain holds
are left out but the newest, for those prove the others; heads that it does not hold always stay.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ruamsuk.audit.trail import Seal, UnknownKey, is_signed, sign
from ruamsuk.core import disk

SEALING, HEAD, RESTORED, LETTER, BEGAN = "sealing", "head", "restored", "letter", "began"
LONG = 300_000  # bytes: then the file is thinned out
NEWEST = 200  # lines that stay whatever they are
PROOFS = 50  # of heads that the chain does not hold, so many from both ends stay


@dataclass(frozen=True)
class HeadLine:
    kind: str
    at: datetime
    seal: Seal
    more: dict[str, object] = field(default_factory=dict)


@dataclass
class Heads:
    lines: list[HeadLine] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)  # numbers of lines that are not what was written
    foreign: bool = False  # signed with a secret that is not known here

    @property
    def since_restore(self) -> list[HeadLine]:
        """What tells of the trail that is here now, the restore first."""
        restores = [number for number, line in enumerate(self.lines) if line.kind == RESTORED]
        return self.lines[restores[-1] :] if restores else self.lines

    def must_hold(self) -> list[HeadLine]:
        """Links that the chain must hold."""
        return [line for line in self.since_restore if line.kind in (HEAD, RESTORED, BEGAN) and line.seal.no]

    @property
    def reach(self) -> int:
        """The newest link that was noted, committed or about to be."""
        noted = (HEAD, SEALING, RESTORED, BEGAN)
        return max((line.seal.no for line in self.since_restore if line.kind in noted), default=0)


def path() -> Path:
    """One file for each database: two may share a data folder."""
    where = Path(str(connection.settings_dict["NAME"])).name
    return cast(Path, settings.DATA_DIR) / "trail" / f"{where}.heads"


def read() -> Heads:
    """What was noted; a last line that was torn while it was written counts as not written."""
    try:
        text = path().read_bytes()
    except FileNotFoundError:
        return Heads()
    return _parsed(text)


def write(kind: str, seal: Seal, **more: object) -> None:
    """Adds a line; it is on the disk when this returns."""
    with _locked() as file:
        text = _whole_lines(file)
        last = text[text.rfind(b"\n", 0, -1) + 1 :] if text else b""
        file.seek(0, os.SEEK_END)
        file.write(_line(kind, timezone.now(), seal, more, after=_signature(last)))
        file.flush()
        os.fsync(file.fileno())


def note_restore(seal: Seal, *, backup: str) -> None:
    """A backup whose last link is this one took the place of everything."""
    write(RESTORED, seal, backup=backup, before=read().reach)


def thin_out(is_held: Callable[[list[Seal]], set[int]]) -> None:
    """Shortens a long file. `is_held` says which numbers of these seals the chain holds; the others are proofs."""
    if not path().exists() or path().stat().st_size < LONG:
        return
    with _locked() as file:
        found = _parsed(_whole_lines(file))
        if found.wrong or found.foreign:
            return  # a file that is not what was written is itself the proof
        keep = _worth_keeping(found, is_held)
        text, before = b"", ""
        for line in keep:
            written = _line(line.kind, line.at, line.seal, line.more, after=before)
            before, text = _signature(written), text + written
        with disk.written(path(), mode=0o600) as out:
            out.write(text)


def _worth_keeping(heads: Heads, is_held: Callable[[list[Seal]], set[int]]) -> list[HeadLine]:
    old, new = heads.lines[:-NEWEST], heads.lines[-NEWEST:]
    must = {id(line) for line in heads.must_hold()}
    asked = [line for line in old if id(line) in must]
    held = is_held([line.seal for line in asked])
    proofs = [line for line in asked if line.kind == BEGAN or line.seal.no not in held]
    proofs = proofs if len(proofs) <= 2 * PROOFS else proofs[:PROOFS] + proofs[-PROOFS:]
    recent = timezone.now() - timedelta(days=2)
    stay = {id(line) for line in proofs}
    stay |= {id(line) for line in old if line.kind == RESTORED or (line.kind == LETTER and line.at > recent)}
    return [line for line in old if id(line) in stay] + new


def _parsed(text: bytes) -> Heads:
    found, before = Heads(), ""
    for number, raw in enumerate(text[: text.rfind(b"\n") + 1].splitlines(), 1):
        try:
            values = json.loads(raw)
            signature = values.pop("signature")
            found.lines.append(_understood(values))
        except (ValueError, KeyError, AttributeError, TypeError):
            found.wrong.append(number)
            continue
        try:
            if not is_signed(signature, before, values):
                found.wrong.append(number)
        except UnknownKey:
            found.foreign = True
        before = signature
    return found


def _understood(values: dict[str, Any]) -> HeadLine:
    more = {name: value for name, value in values.items() if name not in ("kind", "at", "no", "seal")}
    at = datetime.fromisoformat(values["at"])
    return HeadLine(values["kind"], at, Seal(int(values["no"]), str(values["seal"])), more)


def _line(kind: str, at: datetime, seal: Seal, more: dict[str, object], *, after: str) -> bytes:
    values = {"kind": kind, "at": at.isoformat(), "no": seal.no, "seal": seal.seal, **more}
    return json.dumps({**values, "signature": sign(after, values)}).encode() + b"\n"


def _signature(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["signature"]) if raw else ""
    except (ValueError, KeyError, TypeError):
        return ""  # the line before is damaged: reading says so


def _whole_lines(file: BinaryIO) -> bytes:
    """The content up to its last whole line; what was torn behind it is cut off."""
    file.seek(0)
    text = file.read()
    whole = text[: text.rfind(b"\n") + 1]
    if len(whole) < len(text):
        file.truncate(len(whole))
    return whole


@contextmanager
def _locked() -> Iterator[BinaryIO]:
    """The file for one writer at a time; not the one that was thinned out while this writer waited."""
    disk.make_folder(path().parent)
    while True:
        is_new = not path().exists()
        with os.fdopen(os.open(path(), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if path().exists() and os.fstat(file.fileno()).st_ino == path().stat().st_ino:
                if is_new:
                    disk.sync(path().parent)
                yield file
                return
