from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    PHOTO = "photo", _("photo")
    DOCUMENT = "document", _("document")


class FileState(models.TextChoices):
    RECEIVED = "received", _("being checked")  # the worker has not opened it yet; nobody is served it
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")


class People(models.TextChoices):
    """Who can be recognised in a photo that everyone may see."""

    NOBODY = "nobody", _("Nobody can be recognised")
    AGREED = "agreed", _("Those who can be recognised have agreed")


class Variant(StrEnum):
    """What of a file is kept in storage, and under which name."""

    ORIGINAL = "original"  # documents; photos only until they are prepared
    STANDARD = "standard"
    THUMBNAIL = "thumbnail"


PHOTO_SIZES = {Variant.STANDARD: 1600, Variant.THUMBNAIL: 480}  # longest side in pixels
MOST_AREAS = 20  # of a photo that are covered
