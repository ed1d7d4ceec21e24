"""Files received, prepared and discarded. Owners call these inside their own actions.

A job that an action queues stands beside it here, since tasks are above actions; jobs of the schedule are in tasks.
"""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core import disk
from ruamsuk.core.models import uuid7
from ruamsuk.files import documents, images, places
from ruamsuk.files.choices import MOST_AREAS, FileKind, FileState, People, Variant
from ruamsuk.files.intake import Upload, name_for, throw_away
from ruamsuk.files.models import PhotoRights, StoredFile
from ruamsuk.files.problems import (
    AreasOutside,
    ConsentMissing,
    DelicatePhoto,
    FileRefused,
    NotKept,
    NotReadyYet,
    SizesDamaged,
)
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


@action(_("released a photo"), on="photo")
def release_photo(
    *,
    photo: StoredFile,
    people: People,
    consent: str = "",
    is_delicate: bool = False,
    is_wanted: bool = False,
    by: User | None,
    at: datetime = NOW,
) -> PhotoRights:
    """From now on everyone sees it who may read its owner. `consent`: who keeps that of those who can be recognised.
    `is_wanted`: those shown want it although it is delicate.
    """
    if not photo.is_ready:
        raise NotReadyYet
    if people == People.AGREED and not consent:
        raise ConsentMissing
    if is_delicate and not is_wanted:
        raise DelicatePhoto
    return _decide(photo, by, at, is_public=True, people=people, consent=consent, is_delicate=is_delicate)


@action(_("kept a photo inside"), on="photo")
def keep_photo_inside(*, photo: StoredFile, by: User | None, at: datetime = NOW) -> PhotoRights:
    """Strangers do not see it, or not any more: at once, since every answer asks."""
    return _decide(photo, by, at, is_public=False)


def _decide(photo: StoredFile, by: User | None, at: datetime, **decided: Any) -> PhotoRights:
    values = {**decided, "decided_by": by, "decided_at": at}
    rights, _made = PhotoRights.objects.update_or_create(photo=photo, defaults=values)
    return rights


@action(_("covered areas of a photo"), on="photo")
def cover_photo(
    *, photo: StoredFile, areas: list[list[int]], by: User | None, at: datetime = NOW
) -> PhotoRights:
    """Those outside see the photo without what lies there, once that is drawn; none takes the cover off."""
    if not photo.is_ready:
        raise NotReadyYet
    if len(areas) > MOST_AREAS or not all(_is_inside(*area) for area in areas):
        raise AreasOutside
    rights, _made = PhotoRights.objects.select_for_update().get_or_create(photo=photo)
    before = rights.covered
    rights.areas, rights.covered = areas, None
    rights.save(update_fields=["areas", "covered"])
    if before:
        discard_file(file=before, by=by, at=at)
    if areas:
        draw_cover.enqueue(rights.pk)
    return rights


def _is_inside(left: int, top: int, width: int, height: int) -> bool:
    return min(left, top) >= 0 and min(width, height) > 0 and left + width <= 100 and top + height <= 100


@action(_("drew what covers a photo"), on="photo")
def finish_cover(
    *,
    photo: StoredFile,
    areas: list[list[int]],
    upload: Upload,
    size: images.Size,
    by: User | None,
    at: datetime = NOW,
) -> PhotoRights:
    """Unless other areas were chosen meanwhile: then it is thrown away, and the job of those draws."""
    rights = PhotoRights.objects.select_for_update().get(photo=photo)
    if rights.areas != areas or rights.covered_id:
        transaction.on_commit(lambda: throw_away(upload.uid))
        return rights
    rights.covered = StoredFile.objects.create(
        **asdict(upload), state=FileState.READY, width=size[0], height=size[1], uploaded_by=by, uploaded_at=at
    )
    rights.save(update_fields=["covered"])
    return rights


@action(_("discarded a file"))
def discard_file(*, file: StoredFile, by: User | None, at: datetime = NOW) -> None:
    """Row and bytes go. The owner removes its own link first; while a link stands, the database refuses."""
    uid = file.uid
    rights = PhotoRights.objects.filter(photo=file).select_related("covered").first()
    file.delete()
    if rights and rights.covered:
        discard_file(file=rights.covered, by=by, at=at)
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


@job(_("Cover areas of a photo"))
def draw_cover(rights_id: int) -> None:
    """Drawn of the large size, which is all that is kept of a photo; the one that strangers get never had more."""
    rights = PhotoRights.objects.filter(pk=rights_id).select_related("photo").first()
    if rights is None or not rights.areas or rights.covered_id:
        return
    photo = rights.photo
    seen = places.content(photo.uid, Variant.STANDARD)
    if seen is None:
        raise SizesDamaged
    uid = uuid7()
    with places.storage():
        disk.make_folder(places.folder(uid))
    size = images.prepare(uid, seen, rights.areas)
    digest = hashlib.sha256(seen).hexdigest()
    upload = Upload(uid, FileKind.PHOTO, photo.name, "image/jpeg", len(seen), digest)
    finish_cover(photo=photo, areas=rights.areas, upload=upload, size=size, by=None)


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
