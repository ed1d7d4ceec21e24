"""`@action` makes a function the one door through which a noun is changed, and seals the trail of such calls.

    @action(_("submitted the proposal"), on="proposal")
    def submit_proposal(*, proposal, note="", by, at=NOW): ...

A call `submit_proposal(proposal=p, by=user)` runs in one transaction together with its `Operation`: both are
written or neither. `at` (when it was recorded) may be left out: the function is given the moment then. The subject of
the operation is the argument named by `on` (or what hangs on it: `on="variation.project"`), else what the function
returns. An action called inside another joins its
transaction and names the outer operation as its batch.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from ruamsuk.audit import heads
from ruamsuk.audit.choices import Channel
from ruamsuk.audit.models import Operation
from ruamsuk.audit.problems import AlreadyDone
from ruamsuk.audit.queries import awaiting_answer, last_link, unsealed, which_are_held
from ruamsuk.audit.trail import ASIDE, BEGIN_CODES, VERBS, Seal, UnknownKey, code_of, has_right_code, seal_of
from ruamsuk.core.models import note_change

P = ParamSpec("P")
R = TypeVar("R")
NOW = datetime.max.replace(tzinfo=UTC)  # the moment of an action that nobody has named: when it runs
# Locks of PostgreSQL; backups.py has another.
ACTIONS = 2_570_050  # all actions share it
SEALING = 2_570_051
MOST_SEALED = 5000  # rows at a time


@dataclass
class Envelope:
    """What came with the request that an action serves."""

    origin: Channel = Channel.SYSTEM
    op_id: UUID | None = None  # given by the form or the caller; spent by the first action
    fingerprint: str = ""
    spent: Operation | None = None
    batch: UUID | None = None
    is_inside: bool = False  # the action called last in it did what is shown to those inside alone


_envelope: ContextVar[Envelope | None] = ContextVar("audit_envelope", default=None)


@contextmanager
def envelope(**values: Any) -> Iterator[Envelope]:
    """Actions called inside carry this origin, op_id, fingerprint and batch."""
    token = _envelope.set(given := Envelope(**values))
    try:
        yield given
    finally:
        _envelope.reset(token)


def action(
    label: str | Promise,
    *,
    on: str | None = None,
    alone: bool = False,
    aside: bool = False,
    inside: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`alone`: it runs while no other action does, because it changes what all of them build on.

    `aside`: it changes nothing that figures, totals or posts are made of, as the saving of a draft (docs/adr/0067).
    `inside`: what it does is shown to those inside alone, so the record does not say to others that it has changed;
    neither does an action that ends in such a one, as a decision that waits for a second person.
    """

    name, _dot, path = (on or "").partition(".")

    def subject_in(given: Mapping[str, Any]) -> Any:
        return attrgetter(path)(given[name]) if path else given.get(name)

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        verb = _verb(function)
        VERBS[verb] = label
        if aside:
            ASIDE.add(verb)

        @functools.wraps(function)
        def run(*args: P.args, **given: P.kwargs) -> R:
            by, at = given["by"], given.get("at", NOW)
            began = timezone.now()
            moment: datetime = began if at is NOW else at  # type: ignore[assignment]
            given["at"] = moment
            outer = _envelope.get() or Envelope()
            with transaction.atomic():
                if alone or outer.batch is None:  # one inside another has entered with it
                    _take(ACTIONS, alone=alone)
                operation = _begin(verb, by, moment, outer, subject_in(given) if on else None)
                with envelope(origin=outer.origin, batch=outer.batch or operation.op_id) as own:
                    result = function(*args, **given)
                outer.is_inside = inside
                subject = subject_in(given) if on else result
                if not operation.subject_kind and isinstance(subject, models.Model):
                    operation.subject_kind, operation.subject_id = subject._meta.label_lower, subject.pk
                    operation.code = code_of(operation)
                    operation.save(update_fields=["subject_kind", "subject_id", "code"])
                if isinstance(subject, models.Model) and not (inside or own.is_inside):
                    note_change(subject, began)
            if outer.op_id == operation.op_id:
                outer.spent = operation
            return result

        return run

    return wrap


def _take(lock: int, *, alone: bool = True) -> None:
    """Taken before any row is locked, so that nobody waits for one who waits for him. On SQLite one writes anyway."""
    if connection.vendor == "postgresql":
        shared = "" if alone else "_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{shared}({lock})")


def note_done(
    done: Iterable[tuple[Callable[..., object], models.Model, datetime]], by: object = None
) -> None:
    """The operations of rows that were written in bulk instead of by these actions: (action, subject, when).

    Called inside an action, whose operation is the batch of them all.
    """
    outer = _envelope.get() or Envelope()
    Operation.objects.bulk_create(
        [
            with_code(
                verb=_verb(function),
                actor_id=getattr(by, "pk", None),
                subject_kind=subject._meta.label_lower,
                subject_id=subject.pk,
                recorded_at=at,
                origin=outer.origin,
                batch=outer.batch,
            )
            for function, subject, at in done
        ],
        batch_size=500,
    )


def _verb(function: Callable[..., object]) -> str:
    return f"{function.__module__.split('.')[1]}.{function.__name__}"


def _begin(verb: str, by: Any, at: datetime, outer: Envelope, subject: Any) -> Operation:
    """Writes the operation, with its subject when that is stored already."""
    is_known = isinstance(subject, models.Model) and subject.pk is not None
    op_id = outer.op_id if outer.op_id and outer.spent is None else uuid4()
    try:
        with transaction.atomic():
            operation = with_code(
                op_id=op_id,
                verb=verb,
                actor_id=getattr(by, "pk", None),
                subject_kind=subject._meta.label_lower if is_known else "",
                subject_id=subject.pk if is_known else None,
                recorded_at=at,
                origin=outer.origin,
                batch=outer.batch,
                fingerprint=outer.fingerprint if op_id == outer.op_id else "",
            )
            operation.save(force_insert=True)
            return operation
    except IntegrityError:  # the same op_id was spent by another request in the meantime
        raise AlreadyDone from None


def with_code(**values: object) -> Operation:
    """A new row of the trail, not stored yet, with the code of its content."""
    operation = Operation(**values)
    operation.code = code_of(operation)
    return operation


def note_answer(operation: Operation, address: str) -> None:
    """What came of the call, for its repeat. A row that was sealed in the meantime stays without: see `seal`."""
    operation.answer, operation.answered_at = address[:500], timezone.now()
    operation.code = code_of(operation)
    Operation.objects.filter(pk=operation.pk, seal_no__isnull=True).update(
        answer=operation.answer, answered_at=operation.answered_at, code=operation.code
    )


def seal() -> int:
    """Numbers and chains the rows that are not sealed yet; returns how many. Only one sealer runs at a time.

    A row without a right code was not written by an action: it is left as it is, for `verify-audit` to tell. The new
    head is noted outside of the database before it is committed and again afterwards.
    """
    with transaction.atomic():
        _take(SEALING)  # who waited for it reads the end of the chain afterwards
        last = last_link()
        end = Seal(last.seal_no or 0, last.seal) if last else Seal(0, "")
        rows = list(islice(filter(_is_ours, _ready()), MOST_SEALED))
        if not rows:
            return 0
        if last and heads.read().reach < end.no and last.verb != BEGIN_CODES:
            heads.write(heads.BEGAN, end)
        for row in rows:
            row.seal_no = end.no + 1
            row.seal = seal_of(row, end.seal)
            end = Seal(row.seal_no, row.seal)
        Operation.objects.bulk_update(rows, ["seal_no", "seal"], batch_size=500)
        heads.write(heads.SEALING, end)
    heads.write(heads.HEAD, end)
    heads.thin_out(which_are_held)
    return len(rows)


def _ready() -> Iterator[Operation]:
    """Rows to be sealed, held so that no answer is written into them now; not those that still wait for one."""
    rows = unsealed().exclude(awaiting_answer(timezone.now())).select_for_update().order_by("pk")
    return rows.iterator(2000)


def _is_ours(row: Operation) -> bool:
    try:
        return has_right_code(row)
    except UnknownKey:
        return False
