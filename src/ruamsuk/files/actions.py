"""Files received, prepared and discarded. Owners call these inside their own actions.

A job that an action queues stands beside it here, since tasks are above actions; jobs of the schedule are in tasks.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core import disk
from ruamsuk.files import documents, images, places
from ruamsuk.files.choices import FileState, Variant
from ruamsuk.files.intake import Upload, name_for, throw_away
from ruamsuk.files.models import StoredFile
from ruamsuk.files.problems import FileRefused, NotKept, SizesDamaged
from ruamsuk.jobs import hold
from ruamsuk.jobs.work import job


@action(_("received a file"))
def receive_file(*, upload: Upload, by: User | None, at: datetime = NOW) -> StoredFile:
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
    _open(file)
    return file


def _open(file: StoredFile) -> None:
    (prepare_photo if file.is_photo else check_document).enqueue(file.pk)


@action(_("prepared a photo"), on="photo")
def finish_photo(
    *, photo: StoredFile, width: int, height: int, by: User | None, at: datetime = NOW
) -> StoredFile:
    """Its original goes in a job of its own, once this is committed."""
    photo.state, photo.width, photo.height, photo.media_type = FileState.READY, width, height, "image/jpeg"
    photo.save(update_fields=["state", "width", "height", "media_type"])
    drop_original.enqueue(photo.pk)
    return photo


@action(_("could not read a photo"), on="photo")
def refuse_photo(*, photo: StoredFile, why: FileRefused, by: User | None, at: datetime = NOW) -> StoredFile:
    return _refuse(photo, why, at)


@action(_("checked a document"), on="document")
def finish_document(
    *, document: StoredFile, media_type: str, by: User | None, at: datetime = NOW
) -> StoredFile:
    """From now on it is given out; its name ends as its content does."""
    document.state, document.media_type = FileState.READY, media_type
    document.name = name_for(document.name, media_type)
    document.save(update_fields=["state", "media_type", "name"])
    return document


@action(_("refused a document"), on="document")
def refuse_document(
    *, document: StoredFile, why: FileRefused, by: User | None, at: datetime = NOW
) -> StoredFile:
    return _refuse(document, why, at)


def _refuse(file: StoredFile, why: FileRefused, at: datetime) -> StoredFile:
    """What was sent is kept, and never served, until somebody lets it go or its days are over."""
    file.state, file.why, file.refused_at = FileState.REFUSED, why.code, at
    file.save(update_fields=["state", "why", "refused_at"])
    return file


@action(_("let the original of a refused photo go"), on="photo")
def let_go(*, photo: StoredFile, by: User | None, at: datetime = NOW) -> StoredFile:
    photo = _kept(photo)
    photo.let_go_at = at
    photo.save(update_fields=["let_go_at"])
    drop_original.enqueue(photo.pk)
    return photo


@action(_("had a refused photo read again"), on="photo")
def read_again(*, photo: StoredFile, by: User | None, at: datetime = NOW) -> StoredFile:
    photo = _kept(photo)
    photo.state, photo.refused_at, photo.why = FileState.RECEIVED, None, ""
    photo.save(update_fields=["state", "refused_at", "why"])
    _open(photo)
    return photo


def _kept(photo: StoredFile) -> StoredFile:
    found = StoredFile.objects.select_for_update(of=("self",)).refused_but_kept().filter(pk=photo.pk).first()
    if found is None:
        raise NotKept
    return found


@action(_("discarded a file"))
def discard_file(*, file: StoredFile, by: User | None, at: datetime = NOW) -> None:
    """Row and bytes go. The owner removes its own link first; while a link stands, the database refuses."""
    uid = file.uid
    file.delete()
    transaction.on_commit(lambda: throw_away(uid))


@job(_("Prepare a photo"))
def prepare_photo(file_id: int) -> None:
    """Only its content refuses a photo. A disk that fails now is tried again; meanwhile the photo is being prepared."""
    photo = StoredFile.objects.filter(pk=file_id).first()
    if photo is None or photo.state != FileState.RECEIVED:  # discarded meanwhile, or done by an earlier run
        return
    try:
        width, height = _sizes_of_older_backup(photo) or images.prepare(photo.uid, places.as_received(photo))
    except FileRefused as why:  # its content will not get better: the owner's page says so
        refuse_photo(photo=photo, why=why, by=None)
    else:
        finish_photo(photo=photo, width=width, height=height, by=None)


def _sizes_of_older_backup(photo: StoredFile) -> images.Size | None:
    """Backups were once made while originals went: then the sizes are there, and no original."""
    with places.storage():
        has_original = places.place(photo.uid, Variant.ORIGINAL).exists()
    return None if has_original else images.measured(photo.uid)


@job(_("Check a document"))
def check_document(file_id: int) -> None:
    """Only its content refuses a document. A disk that fails now is tried again; meanwhile it is being checked."""
    document = StoredFile.objects.filter(pk=file_id, state=FileState.RECEIVED).first()
    if document is None:
        return
    try:
        media_type = documents.prove(document)
    except FileRefused as why:
        refuse_document(document=document, why=why, by=None)
    else:
        finish_document(document=document, media_type=media_type, by=None)


@job(_("Delete the original of a photo"), retries=8)
def drop_original(file_id: int) -> None:
    """The one place where an original goes: of a photo whose sizes are proven on disk, or that was let go."""
    photo = StoredFile.objects.filter(pk=file_id).first()
    if photo is None or (photo.state != FileState.READY and photo.let_go_at is None):
        return
    with hold.deleting():
        if photo.state == FileState.READY and not _is_proven(photo):
            images.prepare(photo.uid, places.as_received(photo))
            if not _is_proven(photo):
                raise SizesDamaged
        with places.storage():
            places.place(photo.uid, Variant.ORIGINAL).unlink(missing_ok=True)
            disk.sync(places.folder(photo.uid))


def _is_proven(photo: StoredFile) -> bool:
    return images.measured(photo.uid) == (photo.width, photo.height)
