"""Files received, prepared and discarded. Owners call these inside their own actions.

A job that an action queues stands beside it here, since tasks are above actions; jobs of the schedule are in tasks.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action
from ruamsuk.files import images, places
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.intake import Upload, throw_away
from ruamsuk.files.models import StoredFile
from ruamsuk.files.problems import FileRefused
from ruamsuk.jobs.work import job


@action(_("received a file"))
def receive_file(*, upload: Upload, by: User | None, at: datetime) -> StoredFile:
    """The row of an upload; for a photo also the job that prepares it, both in this transaction."""
    is_photo = upload.kind == FileKind.PHOTO
    file = StoredFile.objects.create(
        uid=upload.uid,
        kind=upload.kind,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        state=FileState.RECEIVED if is_photo else FileState.READY,
        uploaded_by=by,
        uploaded_at=at,
    )
    if is_photo:
        prepare_photo.enqueue(file.pk)
    return file


@action(_("prepared a photo"), on="photo")
def finish_photo(*, photo: StoredFile, width: int, height: int, by: User | None, at: datetime) -> StoredFile:
    photo.state, photo.width, photo.height, photo.media_type = FileState.READY, width, height, "image/jpeg"
    photo.save(update_fields=["state", "width", "height", "media_type"])
    return photo


@action(_("could not read a photo"), on="photo")
def refuse_photo(*, photo: StoredFile, by: User | None, at: datetime) -> StoredFile:
    photo.state = FileState.REFUSED
    photo.save(update_fields=["state"])
    return photo


@action(_("discarded a file"))
def discard_file(*, file: StoredFile, by: User | None, at: datetime) -> None:
    """Row and bytes go. The owner removes its own link first; while a link stands, the database refuses."""
    file.delete()
    transaction.on_commit(lambda: throw_away(file.uid))


@job(_("Prepare a photo"))
def prepare_photo(file_id: int) -> None:
    """A second run finds the photo prepared and only makes sure that the original is gone."""
    photo = StoredFile.objects.filter(pk=file_id).first()
    if photo is None:  # discarded meanwhile
        return
    if photo.state == FileState.RECEIVED:
        try:
            width, height = images.prepare(photo.uid)
        except FileRefused:  # its content will not get better: the owner's page says so
            refuse_photo(photo=photo, by=None)
        else:
            finish_photo(photo=photo, width=width, height=height, by=None)
    places.place(photo.uid, Variant.ORIGINAL).unlink(missing_ok=True)
