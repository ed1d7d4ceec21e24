"""The import store moves here from the app `transfer`, with its tables as they are; 0002 gives them their names."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ruamsuk.core.models

OUTCOMES = [
    ("waiting", "waiting"),
    ("created", "new"),
    ("updated", "changed"),
    ("unchanged", "the same as before"),
    ("kept", "kept as it is"),
    ("failed", "not readable"),
    ("undone", "taken back"),
]
STATES = [
    ("reading", "being read"),
    ("cut", "not read to its end"),
    ("ready", "not imported yet"),
    ("running", "being imported"),
    ("stopped", "stopped before its end"),
    ("done", "imported"),
    ("undoing", "being taken back"),
    ("undone", "taken back"),
]
KINDS = [
    ("proposal", "proposal"),
    ("print", "printed proposal form"),
    ("project", "project"),
    ("report", "report on a project"),
    ("fund-table", "table of funds"),
    ("evaluation", "evaluation form"),
    ("unknown", "something else"),
]
NOUNS = [("proposal", "proposal"), ("project", "project"), ("fund", "fund"), ("", "kept as it is")]


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def uid() -> models.UUIDField:
    return models.UUIDField(default=ruamsuk.core.models.uuid7, editable=False, unique=True)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("transfer", "0003_nobody_wrote_what_was_imported"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ImportBatch",
                    fields=[
                        ("id", key()),
                        ("uid", uid()),
                        ("file_name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("state", models.CharField(choices=STATES, default="reading", max_length=8)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("made", models.JSONField(default=list)),
                        ("stayed", models.JSONField(default=list)),
                    ],
                    options={
                        "db_table": "transfer_importbatch",
                        "indexes": [models.Index(fields=["-at", "-id"], name="transfer_im_at_14212a_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedRecord",
                    fields=[
                        ("id", key()),
                        ("uid", uid()),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="imports.importbatch",
                            ),
                        ),
                        ("source", models.CharField(max_length=500, unique=True)),
                        ("key", models.CharField(db_index=True, max_length=500)),
                        ("kind", models.CharField(choices=KINDS, max_length=10)),
                        ("content", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("noun", models.CharField(blank=True, choices=NOUNS, max_length=8)),
                        ("noun_id", models.BigIntegerField(null=True)),
                        ("noun_uid", models.UUIDField(null=True)),
                        ("owns_noun", models.BooleanField(default=False)),
                        ("applied", models.JSONField(default=dict)),
                        ("report", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "db_table": "transfer_importedrecord",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                name="imported_record_has_source",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportLine",
                    fields=[
                        ("id", key()),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="imports.importbatch",
                            ),
                        ),
                        ("no", models.PositiveIntegerField()),
                        ("turn", models.PositiveSmallIntegerField(default=1)),
                        ("source", models.CharField(blank=True, max_length=500)),
                        ("title", models.CharField(blank=True, max_length=300)),
                        ("kind", models.CharField(choices=KINDS, default="unknown", max_length=10)),
                        ("content", models.JSONField(null=True)),
                        ("outcome", models.CharField(choices=OUTCOMES, default="waiting", max_length=9)),
                        ("expected", models.CharField(blank=True, choices=OUTCOMES, max_length=9)),
                        (
                            "record",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="imports.importedrecord",
                            ),
                        ),
                        ("report", models.JSONField(default=dict)),
                    ],
                    options={
                        "db_table": "transfer_importline",
                        "indexes": [
                            models.Index(
                                fields=["batch", "outcome", "turn", "no"],
                                name="transfer_im_batch_i_19c996_idx",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "no"), name="one_line_per_batch_and_number"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
