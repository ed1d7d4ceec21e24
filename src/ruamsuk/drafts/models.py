"""What every document that several people write needs beside its own columns, and the texts that its fields were given.

The document points down at its `Log`, as at its `comments.Thread`. Every text is kept: what stood, what waits for a
choice, what was set aside. Texts about persons have a table of their own, so that the other never holds them.
"""

from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import models

from ruamsuk.accounts.models import User
from ruamsuk.core.models import Changing
from ruamsuk.drafts.choices import REMOVED, TextState


class Log(models.Model):
    """The texts of one document, made with the first of them. Who may read or write is the document's gate."""

    def __str__(self) -> str:
        return f"log {self.pk}"


class Document(Changing):
    """Columns of whatever several people write; see drafts.actions.Writing."""

    version = models.PositiveIntegerField(default=0)  # counts saves
    unclean = models.JSONField(default=dict)  # path → text as typed that could not be understood yet
    percent = models.PositiveSmallIntegerField(default=0)  # completeness
    remarked = models.JSONField(default=list)  # paths of the fields that had a remark when it was judged last
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    log = models.OneToOneField(Log, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    log_id: int | None
    uid: "models.UUIDField[UUID, UUID]"  # of core.models.Record, which every document is
    held: dict[str, list[object]] | None = None  # kind → its lines, while many documents are read together
    # drafts.queries.hints.Hints, of a document that may be begun from another one.
    hints: Any = MappingProxyType({})

    class Meta:
        abstract = True

    @property
    def is_writable(self) -> bool:
        """Whether its state lets people write in it."""
        raise NotImplementedError


class KeptText(models.Model):
    """One field was given one text on one screen. A removed line keeps its rows (choices.REMOVED)."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, db_index=False, related_name="+")  # see Meta
    path = models.CharField(max_length=120)
    text = models.TextField(null=True)  # null: written when texts of its kind were not kept yet
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.STOOD)
    version = models.PositiveIntegerField()  # of the document, once the text was given
    # A page as it was drawn once; empty: not typed on a page.
    screen = models.CharField(max_length=36, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["log", "path", "-id"])]

    def __str__(self) -> str:
        return f"{self.path} v{self.version}"

    @property
    def words(self) -> str:
        return self.text or ""

    @property
    def line(self) -> str:
        """Of a removed line: its `<kind>.<uid>`."""
        return self.path.removeprefix(REMOVED)


class Text(KeptText):
    """A text of a field in which no person is named."""


class PersonalText(KeptText):
    """A text about a person: read only by whoever may see that person, gone when the person is erased."""

    person = models.UUIDField(db_index=True)  # uid of the person's line, also when that was removed


class Layout(models.Model):
    """The words of sections and fields in which documents were frozen; each kept once. See queries.snapshots."""

    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:12]
