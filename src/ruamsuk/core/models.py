"""The base classes of stored nouns."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import uuid_utils
from django.db import models
from django.utils import timezone
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

    # The name of the record whose answers tell of this one, like "plan": that one changes with it.
    part_of: ClassVar[str] = ""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True


class Changing(models.Model):
    """A noun whose lists can be asked for what changed since a moment; each has an index on (updated_at, id).

    Saving sets the moment, and so does every action on it or on a part of it (audit.actions). It is the clock's, also
    where an import or a demo records something as of an earlier day.
    """

    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


def note_change(thing: models.Model, began: datetime) -> None:
    """What an action was done to has changed, and with a part its whole; `began`: not again what was saved since."""
    part_of = getattr(thing, "part_of", "")
    whole = getattr(thing, part_of) if part_of else thing
    if not isinstance(whole, Changing) or whole.pk is None or whole.updated_at >= began:
        return
    whole.updated_at = timezone.now()
    type(whole)._base_manager.filter(pk=whole.pk).update(updated_at=whole.updated_at)


def store(*tables: Sequence[models.Model]) -> None:
    """New rows of several tables, those of each together. Rows may name earlier ones that have no key yet.

    Called by the one place of a noun's app that stores many of them (`actions.bulk`), inside of its action.
    """
    for rows in tables:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
