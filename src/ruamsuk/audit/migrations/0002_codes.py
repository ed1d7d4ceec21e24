"""Rows of the trail get a code that only who knows the secret can make.

What is there has none. It is sealed to its end as before, and one row with a code is put behind it, whose seal signs
the chain up to then: nothing of it can be changed any more without being found. Only columns that may be empty are
added, so this takes no longer with a million rows.
"""

from uuid import uuid4

from django.db import migrations, models
from django.utils import timezone

from ruamsuk.audit.trail import BEGIN_CODES, code_of, plain_seal, seal_of


def anchor(apps, schema_editor):
    rows = apps.get_model("audit", "Operation").objects
    number, previous = _end(rows)
    while unsealed := list(rows.filter(seal_no__isnull=True).order_by("pk")[:2000]):
        for row in unsealed:
            number = row.seal_no = number + 1
            previous = row.seal = plain_seal(row, previous)
        rows.bulk_update(unsealed, ["seal_no", "seal"], batch_size=500)
    if number:
        row = rows.model(op_id=uuid4(), verb=BEGIN_CODES, recorded_at=timezone.now(), origin="system")
        row.code, row.seal_no = code_of(row), number + 1
        row.seal = seal_of(row, previous)
        row.save(force_insert=True)


def seal_as_before(apps, schema_editor):
    """The code of before knows plain seals only."""
    rows = apps.get_model("audit", "Operation").objects
    number, previous = _end(rows.filter(code__isnull=True))
    while later := list(rows.filter(seal_no__gt=number).order_by("seal_no")[:2000]):
        for row in later:
            previous = row.seal = plain_seal(row, previous)
        rows.bulk_update(later, ["seal"], batch_size=500)
        number = later[-1].seal_no


def _end(rows):
    last = rows.filter(seal_no__isnull=False).order_by("-seal_no").first()
    return (last.seal_no, last.seal) if last else (0, "")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("operation", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField("operation", "code", models.CharField(max_length=64, null=True)),
        migrations.RunPython(anchor, seal_as_before),
    ]
