"""What writing and reading the trail share: the words of the verbs, the code of a row and the seal of a link.

Code and seal are keyed: who may write to the database, but does not know the secret of this system, can make neither.
Their form is for ever: a row that was written today is checked in twenty years.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise

from ruamsuk.audit.models import Operation
from ruamsuk.core.registry import Registry

VERBS: dict[str, str | Promise] = {}  # verb → what people read in a history; filled by @action
ASIDE: set[str] = set()  # verbs of acts that leave every kept answer as it is (audit.aside)
# App → what it is called today. Rows keep the name of their day: they are sealed. Filled from `AppConfig.ready`.
RENAMED_APPS: Registry[str] = Registry("new names of apps")
LENGTH = 55  # letters of an HMAC-SHA256 that are kept, 220 bits: a signature has 64 with the id of its key
PURPOSE = "ruamsuk.audit.trail.1"  # another purpose, another key: no signature made elsewhere passes here
BEGIN_CODES = "audit.begin_codes"  # the verb of the first row with a code, after rows of before


class UnknownKey(Exception):
    """Signed with a secret that is neither the present one nor an earlier one that the settings name."""


@dataclass(frozen=True)
class Seal:
    """One link of the chain. Kept outside of the database it proves that the trail still reaches so far."""

    no: int
    seal: str


def names_of(name: str) -> list[str]:
    """How rows may call a noun or a verb: "imports.importbatch" by that name, and by those of before."""
    app, _dot, rest = name.partition(".")
    return [name, *(f"{before}.{rest}" for before, today in RENAMED_APPS.items() if today == app)]


def name_today(name: str) -> str:
    """What a row calls a noun or a verb, as it is called now."""
    app, dot, rest = name.partition(".")
    return f"{RENAMED_APPS.get(app, app)}{dot}{rest}"


def sign(*parts: object) -> str:
    """`<id of the key>:<HMAC>` of plain values. The id says which secret checks it after the secret was changed."""
    name, key = next(iter(_keys().items()))
    return f"{name}:{_mac(key, parts)}"


def is_signed(signature: str, *parts: object) -> bool:
    """Whether `sign` made it of these values, with the present or an earlier secret. Raises UnknownKey for others."""
    name, _colon, mac = signature.partition(":")
    if not mac:
        return False
    if (key := _keys().get(name)) is None:
        raise UnknownKey(name)
    return hmac.compare_digest(_mac(key, parts), mac)


def code_of(row: Operation) -> str:
    """The code that the writing process gives the row. Renewed by each of the steps that complete it."""
    return sign(*_content(row))


def has_right_code(row: Operation) -> bool:
    return row.code is not None and is_signed(row.code, *_content(row))


def seal_of(row: Operation, previous: str) -> str:
    """The seal of a row: its code, which stands for its content, chained to the seal before it."""
    return sign(previous, row.seal_no, row.code)


def has_right_seal(row: Operation, previous: str) -> bool:
    return is_signed(row.seal, previous, row.seal_no, row.code)


def plain_seal(row: Operation, previous: str) -> str:
    """How rows were sealed before they had codes: anybody can make it, so only what follows them proves them."""
    parts = (
        previous,
        row.seal_no,
        row.op_id,
        row.verb,
        row.actor_id,
        row.subject_kind,
        row.subject_id,
        row.recorded_at.isoformat(),
        row.origin,
        row.batch,
        row.fingerprint,
    )
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()


def _content(row: Operation) -> Iterable[object]:
    """Everything that was written of a row but its place in the table and in the chain."""
    return (
        str(row.op_id),
        row.verb,
        row.actor_id,
        row.subject_kind,
        row.subject_id,
        row.recorded_at.astimezone(UTC).isoformat(),
        str(row.origin),
        str(row.batch or ""),
        row.fingerprint,
        row.answer,
        row.answered_at and row.answered_at.astimezone(UTC).isoformat(),
    )


def _mac(key: bytes, parts: Iterable[object]) -> str:
    return hmac.digest(key, json.dumps(list(parts)).encode(), "sha256").hex()[:LENGTH]


def _keys() -> dict[str, bytes]:
    return _derived((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _derived(secrets: tuple[str, ...]) -> dict[str, bytes]:
    """Keys for the trail alone by their ids, the present one first."""
    keys = [hmac.digest(secret.encode(), PURPOSE.encode(), "sha256") for secret in secrets]
    return {hmac.digest(key, b"id", "sha256").hex()[:8]: key for key in keys}
