"""Which photos of a report everyone sees, and what of them is covered: said by who may send the report."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.files import actions as files
from ruamsuk.projects.reports.models import ActivityReport, ReportPhoto
from ruamsuk.projects.reports.problems import PartGone


@action(_("released photos of the report"), on="report", aside=True)
def release_photos(
    *, report: ActivityReport, photos: list[str], by: User | None, at: datetime = NOW, **said: Any
) -> ActivityReport:
    """`said`: what is said of all of them (files.actions.release_photo)."""
    for photo in _of(report, photos):
        files.release_photo(photo=photo.file, by=by, at=at, **said)
    return report


@action(_("kept photos of the report inside"), on="report", aside=True)
def keep_photos_inside(
    *, report: ActivityReport, photos: list[str], by: User | None, at: datetime = NOW
) -> ActivityReport:
    for photo in _of(report, photos):
        files.keep_photo_inside(photo=photo.file, by=by, at=at)
    return report


@action(_("covered areas of a photo of the report"), on="report", aside=True)
def cover_photo(
    *, report: ActivityReport, photo: str, areas: list[list[int]], by: User, at: datetime = NOW
) -> ActivityReport:
    (found,) = _of(report, [photo])
    files.cover_photo(photo=found.file, areas=areas, by=by, at=at)
    return report


def _of(report: ActivityReport, uids: list[str]) -> list[ReportPhoto]:
    found = list(report.photos.present().filter(uid__in=uids).select_related("file"))
    if not uids or len(found) != len(set(uids)):
        raise PartGone
    return found
