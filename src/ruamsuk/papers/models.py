"""Papers that somebody asked for, and the layouts that they are made by."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from ruamsuk.accounts.models import User
from ruamsuk.core.models import Record
from ruamsuk.core.problems import CATALOGUE, Problem
from ruamsuk.papers.choices import PaperKind, PaperState
from ruamsuk.papers.problems import EngineFailed

KEPT = timedelta(days=1)  # long enough to fetch it; afterwards it is made anew, as the record stands then


class Paper(Record):
    """One file made for one person. Nobody else is given it, nor that person once the record is closed to them.

    `shows`: what of persons stands in it (names of gates), asked again before it is handed over.
    """

    document = models.CharField(max_length=30)  # a name in documents.DOCUMENTS
    of = models.UUIDField()  # the record
    fiscal_year = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=4, choices=PaperKind.choices)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=PaperState.choices, default=PaperState.WAITING)
    why = models.CharField(max_length=40, blank=True)  # not made: the code of the problem
    shows = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.at < timezone.now() - KEPT

    @property
    def place(self) -> Path:
        return folder() / f"{self.uid.hex}.{self.kind}"

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.kind}"

    @property
    def problem(self) -> Problem:
        return CATALOGUE.get(self.why, EngineFailed)()


class Layout(Record):
    """A text by which papers of a document are laid out, as somebody has written it. The newest good one is used.

    Until an administrator signs it, papers made by it say so.
    """

    document = models.CharField(max_length=30)
    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["document", "-id"])]

    def __str__(self) -> str:
        return self.document


def folder() -> Path:
    """Beside the uploaded files, not among them: papers are no records and stand in no backup."""
    return Path(settings.DATA_DIR) / "papers"
