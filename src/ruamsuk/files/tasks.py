"""Work of the schedule."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.files import places
from ruamsuk.files.actions import let_go
from ruamsuk.files.models import KEPT_AFTER_REFUSAL, StoredFile
from ruamsuk.files.problems import StorageFails
from ruamsuk.jobs import hold
from ruamsuk.jobs.work import job

SWEPT_AFTER = timedelta(days=1)


@job(_("Clear uploads that were never finished"), retries=5)
def sweep() -> int:
    """Folders older than a day that no row names; returns how many. One that cannot go does not keep the others."""
    count, failed = 0, None
    with hold.deleting(), places.storage():
        for uids in _old_folders(time.time() - SWEPT_AFTER.total_seconds()):
            named = set(StoredFile.objects.filter(uid__in=uids).values_list("uid", flat=True))
            for uid in uids - named:
                try:
                    places.remove(uid)
                    count += 1
                except StorageFails as problem:
                    failed = problem
    if failed:
        raise failed
    return count


def _old_folders(before: float) -> Iterator[set[UUID]]:
    for shelf in places.root().glob("[0-9a-f][0-9a-f]"):
        yield {
            UUID(path.name) for path in shelf.iterdir() if _is_of_file(path) and path.stat().st_mtime < before
        }


def _is_of_file(path: Path) -> bool:
    """Whatever else somebody has put there is not ours to delete."""
    try:
        return path == places.folder(UUID(path.name))
    except ValueError:
        return False


@job(_("Let refused files go after their days"), retries=5)
def let_go_old() -> int:
    """Returns how many."""
    over = list(
        StoredFile.objects.refused_but_kept().filter(refused_at__lt=timezone.now() - KEPT_AFTER_REFUSAL)
    )
    for photo in over:
        let_go(photo=photo, by=None)
    return len(over)
