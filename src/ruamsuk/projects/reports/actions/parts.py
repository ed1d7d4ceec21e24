"""Participants, photos and files of a report: added, moved, taken off and brought back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.files.actions import discard_file, receive_file
from ruamsuk.files.intake import Upload
from ruamsuk.projects.reports.actions.ground import WRITING, settle, writable
from ruamsuk.projects.reports.models import ActivityReport, ParticipantLine, ReportFile, ReportPhoto
from ruamsuk.projects.reports.problems import PartGone


@action(_("added a line of participants"), on="report", aside=True)
def add_participants(*, report: ActivityReport, by: User, at: datetime = NOW) -> ParticipantLine:
    return WRITING.add_row(report, "people", at=at)


@action(_("added photos to the report"), on="report", aside=True)
def add_photos(
    *, report: ActivityReport, uploads: list[Upload], by: User, at: datetime = NOW
) -> list[ReportPhoto]:
    report = writable(report)
    made = receive_photos(report, ((upload, "") for upload in uploads), by, at)
    settle(report, at)
    return made


def receive_photos(
    report: ActivityReport, photos: Iterable[tuple[Upload, str]], by: User | None, at: datetime
) -> list[ReportPhoto]:
    last = report.photos.aggregate(last=Max("no"))["last"] or 0
    made = []
    for no, (upload, caption) in enumerate(photos, last + 1):
        file = receive_file(upload=upload, by=by, at=at)
        made.append(ReportPhoto.objects.create(report=report, file=file, caption=caption, no=no))
    return made


@action(_("added files to the report"), on="report", aside=True)
def add_files(
    *, report: ActivityReport, uploads: list[Upload], by: User, at: datetime = NOW
) -> list[ReportFile]:
    report = writable(report)
    made = receive_files(report, ((upload, "") for upload in uploads), by, at)
    settle(report, at)
    return made


def receive_files(
    report: ActivityReport, files: Iterable[tuple[Upload, str]], by: User | None, at: datetime
) -> list[ReportFile]:
    made = []
    for upload, title in files:
        file = receive_file(upload=upload, by=by, at=at)
        made.append(ReportFile.objects.create(report=report, file=file, title=title or file.name))
    return made


@action(_("moved a photo in the report"), on="report", aside=True)
def move_photo(*, report: ActivityReport, uid: str, to: int, by: User, at: datetime = NOW) -> ActivityReport:
    """The photo becomes number `to`; the others keep their order. A number beyond the end means the end."""
    report = writable(report)
    photos = list(report.photos.present())
    moved = next((photo for photo in photos if str(photo.uid) == uid), None)
    if moved is None:
        raise PartGone
    photos.remove(moved)
    photos.insert(max(to, 1) - 1, moved)
    for no, photo in enumerate(photos, 1):
        photo.no = no
    ReportPhoto.objects.bulk_update(photos, ["no"], batch_size=200)
    return settle(report, at)


@action(_("took something off the report"), on="report", aside=True)
def remove_part(
    *, report: ActivityReport, kind: str, uid: str, by: User, at: datetime = NOW
) -> ActivityReport:
    """A line of participants, photo or file; until the report is sent, `restore_part` brings it back."""
    return WRITING.remove_row(report, kind, uid, by=by, at=at)


@action(_("brought something back to the report"), on="report", aside=True)
def restore_part(
    *, report: ActivityReport, kind: str, uid: str, by: User, at: datetime = NOW
) -> ActivityReport:
    return WRITING.restore_row(report, kind, uid, at=at)


def discard(rows: list[Any], by: User, at: datetime) -> None:
    for row in rows:
        file = row.file
        row.delete()
        discard_file(file=file, by=by, at=at)
