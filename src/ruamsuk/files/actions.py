"""Files received, prepared and discarded. Owners call these inside their own actions.

A job that an action queues stands beside it here, since tasks are above actions; jobs of the schedule are in tasks.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action
from ruamsuk.files import documents, images, places
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.intake import Upload, name_for, throw_away
from ruamsuk.files.models import StoredFile
from ruamsuk.files.problems import FileRefused
from ruamsuk.jobs.work import job


@action(_("received a file"))
def receive_file(*, upload: Upload, by: User | None, at: datetime) -> StoredFile:
    """The row of an upload and the job that opens it, both in this transaction. Nothing is shown before."""
    file = StoredFile.objects.create(
        uid=upload.uid,
        kind=upload.kind,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        state=FileState.RECEIVED,
        uploaded_by=by,
        uploaded_at=at,
    )
    (prepare_photo if upload.kind == FileKind.PHOTO else check_document).enqueue(file.pk)
    return file


@action(_("prepared a photo"), on="photo")
def finish_photo(*, photo: StoredFile, width: int, height: int, by: User | None, at: datetime) -> StoredFile:
    photo.state, photo.width, photo.height, photo.media_type = FileState.READY, width, height, "image/jpeg"
    photo.save(update_fields=["state", "width", "height", "media_type"])
    return photo


@action(_("could not read a photo"), on="photo")
def refuse_photo(*, photo: StoredFile, why: FileRefused, by: User | None, at: datetime) -> StoredFile:
    photo.state, photo.why = FileState.REFUSED, why.code
    photo.save(update_fields=["state", "why"])
    return photo


@action(_("checked a document"), on="document")
def finish_document(*, document: StoredFile, media_type: str, by: User | None, at: datetime) -> StoredFile:
    """From now on it is given out; its name ends as its content does."""
    document.state, document.media_type = FileState.READY, media_type
    document.name = name_for(document.name, media_type)
    document.save(update_fields=["state", "media_type", "name"])
    return document


@action(_("refused a document"), on="document")
def refuse_document(*, document: StoredFile, why: FileRefused, by: User | None, at: datetime) -> StoredFile:
    document.state, document.why = FileState.REFUSED, why.code
    document.save(update_fields=["state", "why"])
    return document


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
        except FileRefused as why:  # its content will not get better: the owner's page says so
            refuse_photo(photo=photo, why=why, by=None)
        else:
            finish_photo(photo=photo, width=width, height=height, by=None)
    places.place(photo.uid, Variant.ORIGINAL).unlink(missing_ok=True)


@job(_("Check a document"))
def check_document(file_id: int) -> None:
    """A second run finds the document checked. What the storage fails at is tried again, and refuses nothing."""
    document = StoredFile.objects.filter(pk=file_id, state=FileState.RECEIVED).first()
    if document is None:
        return
    try:
        media_type = documents.prove(document.uid, document.media_type)
    except FileRefused as why:
        refuse_document(document=document, why=why, by=None)
    else:
        finish_document(document=document, media_type=media_type, by=None)
