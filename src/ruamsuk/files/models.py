"""One received file. Which noun it belongs to is known by the owner's link row, never here."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader, may
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.core.models import Record
from ruamsuk.files.choices import FileKind, FileState, People
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

    def given_to(self, *, inside: bool, signed_in: bool) -> "StoredFile | None":
        """Which photo a reader gets in place of this one, once the owner's gate has let them in; None: as if it were
        not there. Those inside see it as it was sent.
        """
        rights: PhotoRights | None = getattr(self, "rights", None)
        if inside or (signed_in and not (rights and rights.areas)):
            return self
        if rights is None or not (signed_in or rights.is_public):
            return None
        return rights.covered if rights.areas else self

    @property
    def is_photo(self) -> bool:
        return self.kind == FileKind.PHOTO


class PhotoRights(models.Model):
    """What may be done with a photo: made when somebody first looked at it. Without a row nobody has, and strangers
    never see it (docs/adr/0114).

    `areas` are covered for everyone outside: left, top, width, height in percent. What they then see is `covered`, a
    photo of its own, drawn anew without what lay there; empty until it is made.
    """

    photo = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="rights")
    is_public = models.BooleanField(default=False)
    people = models.CharField(max_length=10, choices=People.choices, blank=True)
    consent = models.CharField(max_length=300, blank=True)  # who keeps it, in words; for those inside alone
    is_delicate = models.BooleanField(default=False)  # children, patients, the inside of a home
    areas = models.JSONField(default=list)
    covered = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)  # released, kept back or taken back; empty: not yet

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | (~Q(people="") & Q(decided_at__isnull=False)),
                name="public_photo_was_looked_at",
            ),
            models.CheckConstraint(
                condition=~Q(is_public=True, people=People.AGREED) | ~Q(consent=""),
                name="public_people_have_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo}: {'public' if self.is_public else 'inside'}"

    @property
    def is_shown(self) -> bool:
        return self.is_public and (not self.areas or self.covered_id is not None)


def shown(path: str, *, signed_in: bool) -> Q:
    """The filter for photos in lists, as `given_to` says of one; `path` leads to the stored file, ending in `__`."""
    ready = Q(**{f"{path}state": FileState.READY})
    made = Q(**{f"{path}rights__areas": []}) | Q(**{f"{path}rights__covered__isnull": False})
    if signed_in:
        return ready & (made | Q(**{f"{path}rights__isnull": True}))
    return ready & made & Q(**{f"{path}rights__is_public": True})


def undecided(path: str) -> Q:
    """Photos that nobody has looked at yet; strangers do not see them."""
    return Q(**{f"{path}state": FileState.READY, f"{path}rights__decided_at__isnull": True})
