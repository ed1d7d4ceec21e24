"""Work of the schedule."""

import time
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ruamsuk.files import places
from ruamsuk.files.intake import throw_away
from ruamsuk.files.models import StoredFile
from ruamsuk.jobs.work import job

SWEPT_AFTER = timedelta(days=1)


@job(_("Clear uploads that were never finished"), retries=2)
def sweep() -> int:
    """Folders older than a day that no row names; returns how many."""
    count, oldest = 0, time.time() - SWEPT_AFTER.total_seconds()
    for shelf in places.root().glob("[0-9a-f][0-9a-f]"):
        old = {folder.name for folder in shelf.iterdir() if folder.stat().st_mtime < oldest}
        uids = {UUID(name) for name in old}
        for uid in uids - set(StoredFile.objects.filter(uid__in=uids).values_list("uid", flat=True)):
            throw_away(uid)
            count += 1
    return count
