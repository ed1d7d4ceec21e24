"""Reading the trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from ruamsuk.audit.models import Operation
from ruamsuk.audit.trail import VERBS, Seal, digest


def history_of(subject: models.Model) -> QuerySet[Operation]:
    """What was done to one record, newest first."""
    return Operation.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk).order_by(
        "-recorded_at", "-pk"
    )


def touched(model: type[models.Model], keys: Collection[int], *, outside: UUID) -> set[int]:
    """Keys of those records to which something was done outside of a batch."""
    done = Operation.objects.filter(subject_kind=model._meta.label_lower, subject_id__in=keys)
    return {key for key in done.exclude(batch=outside).values_list("subject_id", flat=True) if key}


def verb_text(verb: str) -> str:
    return str(VERBS.get(verb, verb))


@dataclass
class Fault:
    operation_id: int
    kind: str  # gap | edited | unsealed
    at: datetime


def reaches(kept: Seal) -> bool:
    """Whether the chain still holds a seal that was kept outside; not when it was cut off before it or made anew."""
    return Operation.objects.filter(seal_no=kept.no, seal=kept.seal).exists()


def faults() -> list[Fault]:
    """Gaps and edits in the sealed chain, and rows left unsealed for two minutes."""
    found: list[Fault] = []
    previous, expected = "", 1
    for row in Operation.objects.filter(seal_no__isnull=False).order_by("seal_no").iterator(2000):
        if row.seal_no != expected:
            found.append(Fault(row.pk, "gap", row.recorded_at))
            expected = row.seal_no or expected
        if row.seal != digest(row, previous):
            found.append(Fault(row.pk, "edited", row.recorded_at))
        previous, expected = row.seal, expected + 1
    old = timezone.now() - timedelta(minutes=2)
    found += [
        Fault(row.pk, "unsealed", row.recorded_at)
        for row in Operation.objects.filter(seal_no__isnull=True, recorded_at__lt=old)[:100]
    ]
    return found
