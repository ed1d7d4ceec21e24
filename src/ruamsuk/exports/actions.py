from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.exports.models import Export


@action(_("took a list away as a file"), aside=True)
def note_export(*, address: str, kind: str, rows: int, by: User, at: datetime = NOW) -> Export:
    """It is noted before the file is handed over."""
    return Export.objects.create(address=address, kind=kind, rows=rows, by=by, at=at)
