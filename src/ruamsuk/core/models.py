"""The one base class of stored nouns."""

from typing import ClassVar
from uuid import UUID

import uuid_utils
from django.db import models
from django.utils.functional import Promise


def uuid7() -> UUID:
    """A time-ordered id that a phone, a page or the API may name without telling how many there are."""
    return UUID(int=uuid_utils.uuid7().int)


def is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


class Record(models.Model):
    """A noun that pages and the API can name: bigint key inside, `uid` (UUIDv7) outside."""

    # What records of a noun are called where they are counted, like "Projects"; empty: they are not told there.
    counted_as: ClassVar[str | Promise] = ""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True
