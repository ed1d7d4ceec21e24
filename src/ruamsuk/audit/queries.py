"""Reading the trail."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from ruamsuk.audit import heads
from ruamsuk.audit.choices import Channel
from ruamsuk.audit.models import Operation
from ruamsuk.audit.trail import (
    BEGIN_CODES,
    VERBS,
    Seal,
    UnknownKey,
    has_right_code,
    has_right_seal,
    name_today,
    names_of,
    plain_seal,
)


def history_of(subject: models.Model) -> QuerySet[Operation]:
    """What was done to one record, newest first."""
    kinds = names_of(subject._meta.label_lower)
    done = Operation.objects.filter(subject_kind__in=kinds, subject_id=subject.pk)
    return done.order_by("-recorded_at", "-pk")


def touched(model: type[models.Model], keys: Collection[int], *, outside: UUID) -> set[int]:
    """Keys of those records to which something was done outside of a batch."""
    kinds = names_of(model._meta.label_lower)
    done = Operation.objects.filter(subject_kind__in=kinds, subject_id__in=keys)
    return {key for key in done.exclude(batch=outside).values_list("subject_id", flat=True) if key}


def verb_text(verb: str) -> str:
    return str(VERBS.get(name_today(verb), verb))


WAIT_FOR_ANSWER = timedelta(minutes=1)  # so long the seal waits for the answer of a call, which it covers
LONGEST_UNSEALED = timedelta(minutes=2)

# What is wrong, and what to do about it.
FAULTS = {
    "gap": "rows before it are missing: compare with a backup of before, which has them",
    "edited": "it is not what was written: compare it with a backup of before, which has it as it was",
    "forged": "it was not written by this system, and is never sealed: find out who may write to the database",
    "unsealed": "it has waited for its seal for over two minutes: start the worker, see the jobs page",
    "unanchored": "rows without codes are followed by none with a code: the trail was made anew, restore a backup",
    "other-key": "signed with another secret key: name that one in RUAMSUK_SECRET_KEY_FALLBACKS, then check again",
    "cut": "the chain does not hold it: rows were cut off or made anew, or a restore was interrupted; restore a backup",
    "heads-lost": "the file of heads does not tell of it: it was cut off or taken away; check a letter with --head",
    "heads-edited": "the file of heads is not what was written: check a backup with --since or a letter with --head",
}


@dataclass(frozen=True)
class Fault:
    kind: str
    where: str  # which record: "operation 7", "link 12"
    at: datetime | None = None
    operation_id: int | None = None

    def __str__(self) -> str:
        when = f" of {self.at.isoformat(timespec='seconds')}" if self.at else ""
        return f"{self.kind}: {self.where}{when}: {FAULTS[self.kind]}"


def unsealed() -> QuerySet[Operation]:
    return Operation.objects.filter(seal_no__isnull=True)


def awaiting_answer(now: datetime) -> Q:
    """Rows of forms and calls whose answer is still to be written into them."""
    return Q(
        answered_at__isnull=True,
        origin__in=(Channel.PAGE, Channel.API),
        fingerprint__gt="",
        recorded_at__gt=now - WAIT_FOR_ANSWER,
        recorded_at__lt=now + WAIT_FOR_ANSWER,  # not a day long, when the clock was set back meanwhile
    )


def last_link() -> Operation | None:
    return Operation.objects.filter(seal_no__isnull=False).order_by("-seal_no").first()


def reaches(kept: Seal) -> bool:
    """Whether the chain still holds a seal that was kept outside; not when it was cut off before it or made anew."""
    return Operation.objects.filter(seal_no=kept.no, seal=kept.seal).exists()


def which_are_held(seals: list[Seal]) -> set[int]:
    """The numbers of those seals that the chain holds."""
    wanted, found = {one.no: one.seal for one in seals}, set()
    numbers = sorted(wanted)
    for start in range(0, len(numbers), 500):
        rows = Operation.objects.filter(seal_no__in=numbers[start : start + 500])
        found |= {no for no, seal in rows.values_list("seal_no", "seal") if no and wanted[no] == seal}
    return found


def faults() -> Iterator[Fault]:
    """Everything in the trail that is not as it was written: the chain, what is not sealed yet, and the heads."""
    yield from _faults_of_chain()
    yield from _faults_of_unsealed()
    yield from _faults_of_heads()


def _faults_of_chain() -> Iterator[Fault]:
    previous, expected, with_codes = "", 1, False
    last: Operation | None = None
    unknown: Counter[str] = Counter()
    for row in Operation.objects.filter(seal_no__isnull=False).order_by("seal_no").iterator(2000):
        if row.seal_no != expected:
            yield _fault("gap", row)
        try:
            if not _is_right_link(row, previous, with_codes):
                yield _fault("edited", row)
        except UnknownKey as error:
            unknown[str(error)] += 1
        with_codes = with_codes or row.code is not None
        previous, expected, last = row.seal, (row.seal_no or 0) + 1, row
    if last and not with_codes:
        yield _fault("unanchored", last)
    for key, count in unknown.items():
        yield Fault("other-key", f"{count} sealed operations (key {key})")


def _is_right_link(row: Operation, previous: str, with_codes: bool) -> bool:
    if row.code is None:  # right only before the first row with a code, whose seal proves those before it
        return not with_codes and row.seal == plain_seal(row, previous)
    return has_right_code(row) and has_right_seal(row, previous)


def _faults_of_unsealed() -> Iterator[Fault]:
    old = timezone.now() - LONGEST_UNSEALED
    for row in unsealed().order_by("pk").iterator(2000):
        try:
            if not has_right_code(row):
                yield _fault("forged", row)
            elif row.recorded_at < old:
                yield _fault("unsealed", row)
        except UnknownKey:
            yield _fault("other-key", row)


def _faults_of_heads() -> Iterator[Fault]:
    noted = heads.read()
    if noted.foreign:
        yield Fault("other-key", "lines of the file of heads")
    for number in noted.wrong:
        yield Fault("heads-edited", f"line {number}")
    must = noted.must_hold()
    held = which_are_held([line.seal for line in must])
    if missing := sorted((line for line in must if line.seal.no not in held), key=lambda line: line.seal.no):
        yield Fault(
            "cut", f"link {missing[0].seal.no}, and {len(missing) - 1} noted behind it", missing[0].at
        )
    for line in must:
        if line.kind == heads.BEGAN:
            yield Fault("heads-lost", f"link {line.seal.no}", line.at)
    last = last_link()
    if last and (last.seal_no or 0) > noted.reach and last.verb != BEGIN_CODES:
        yield Fault("heads-lost", f"link {last.seal_no}", last.recorded_at)


def restores() -> list[str]:
    """For people: which backups took the place of the trail that was here, and how far that one had reached."""
    return [
        f"restored: on {line.at.isoformat(timespec='seconds')} the backup {line.more.get('backup', '')} brought the "
        f"trail back to link {line.seal.no}; before it had reached link {line.more.get('before', 0)}"
        for line in heads.read().lines
        if line.kind == heads.RESTORED
    ]


def _fault(kind: str, row: Operation) -> Fault:
    return Fault(kind, f"operation {row.pk}", row.recorded_at, row.pk)
