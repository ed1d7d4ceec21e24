"""One received file. Which noun it belongs to is known by the owner's link row, never here."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader, may
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.core.models import Record
from ruamsuk.files.choices import FileKind, FileState
from ruamsuk.files.problems import BrokenPhoto, FileRefused, refusal
from ruamsuk.jobs.verbs import OPERATE

# A month: long enough to ask the sender, short for photos of people's homes.
KEPT_AFTER_REFUSAL = timedelta(days=30)


class StoredFileQuerySet(QuerySet["StoredFile"]):
    def refused_but_kept(self) -> "StoredFileQuerySet":
        """Photos and documents that were refused; what was sent waits for a person or for the end of its days."""
        return self.filter(state=FileState.REFUSED, refused_at__isnull=False, let_go_at__isnull=True)

    def visible_to(self, user: Reader, can: Verb) -> "StoredFileQuerySet":
        """The kept ones, for those who look after the system. Every other reader comes through the file's owner."""
        return self.refused_but_kept() if can == OPERATE and may(user, can) else self.none()


class StoredFile(Record):
    """`size` (bytes) and `sha256` are of what was received; `width` × `height` of what is shown.

    The bytes lie in storage under the uid (see `places`), never under a name that somebody typed.
    """

    kind = models.CharField(max_length=8, choices=FileKind.choices)
    name = models.CharField(max_length=150)  # made safe; only ever shown and offered for saving
    media_type = models.CharField(max_length=100)  # by content
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=FileState.choices)
    why = models.CharField(max_length=40, blank=True)  # refused: the code of the problem
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)  # empty where the original went at once, as it did once
    let_go_at = models.DateTimeField(null=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_has_content"),
            models.CheckConstraint(
                condition=~Q(kind=FileKind.PHOTO, state=FileState.READY)
                | Q(width__isnull=False, height__isnull=False),
                name="ready_photo_has_size",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(state=FileState.REFUSED),
                name="only_refused_photo_has_refusal",
            ),
            models.CheckConstraint(
                condition=Q(let_go_at__isnull=True) | Q(refused_at__isnull=False),
                name="only_kept_original_is_let_go",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kept_until(self) -> datetime | None:
        return self.refused_at + KEPT_AFTER_REFUSAL if self.refused_at else None

    @property
    def is_ready(self) -> bool:
        return self.state == FileState.READY

    @property
    def is_refused(self) -> bool:
        return self.state == FileState.REFUSED

    @property
    def refusal(self) -> FileRefused:
        """Why it was refused, in words. Rows older than `why` are photos that could not be read."""
        return refusal(self.why or BrokenPhoto.code)(name=self.name)

    @property
    def is_photo(self) -> bool:
        return self.kind == FileKind.PHOTO
