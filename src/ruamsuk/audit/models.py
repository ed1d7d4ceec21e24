"""The trail: who did what, when, to what. Ids and verbs only, so that erasing a person never breaks it."""

from uuid import uuid4

from django.db import models

from ruamsuk.audit.choices import Channel


class Operation(models.Model):
    """One call of one action. Append-only; numbered and chained by the sealer (`audit.actions.seal`).

    `code` is made of the row's content and a secret by the process that writes the row (`audit.trail`): a row that
    somebody else put into the table has no right one, and is never sealed.
    """

    op_id = models.UUIDField(default=uuid4, unique=True)
    verb = models.CharField(max_length=80)  # "<app>.<function name>"
    actor_id = models.BigIntegerField(null=True)  # accounts.User, as a plain value; None: the system
    subject_kind = models.CharField(max_length=60, blank=True)  # "<app>.<model>"
    subject_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=8, choices=Channel.choices)
    batch = models.UUIDField(null=True)  # the outer operation, or the import, that this one belongs to
    fingerprint = models.CharField(max_length=64, blank=True)  # hash of what was sent, to tell a repeat
    answer = models.CharField(max_length=500, blank=True)  # address of what came of it, for a repeat
    answered_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, null=True)  # None: written before there were codes
    seal_no = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-recorded_at"]),
            models.Index(fields=["batch"]),
            models.Index(fields=["actor_id", "-recorded_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"
