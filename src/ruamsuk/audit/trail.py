"""What writing and reading the trail share: the words of the verbs, and the seal of a row."""

import hashlib
from dataclasses import dataclass

from django.utils.functional import Promise

from ruamsuk.audit.models import Operation

VERBS: dict[str, str | Promise] = {}  # verb → what people read in a history; filled by @action


@dataclass(frozen=True)
class Seal:
    """One link of the chain. Kept outside of the database it proves that the trail still reaches so far."""

    no: int
    seal: str


def digest(operation: Operation, previous: str) -> str:
    """The seal of one row: its content chained to the seal before it."""
    parts = (
        previous,
        operation.seal_no,
        operation.op_id,
        operation.verb,
        operation.actor_id,
        operation.subject_kind,
        operation.subject_id,
        operation.recorded_at.isoformat(),
        operation.origin,
        operation.batch,
        operation.fingerprint,
    )
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()
