"""The gates of this app. An import crosses areas, so it is for who may import for the whole country."""

from uuid import UUID

from ruamsuk.accounts.access import COUNTRY, Reader, gate, require
from ruamsuk.accounts.choices import Can, roles_with
from ruamsuk.core.problems import NotAllowed
from ruamsuk.transfer.models import ImportBatch


def require_importer(user: Reader) -> None:
    if not require(user, Can.IMPORT).covers(place_no=COUNTRY):
        raise NotAllowed(who=", ".join(roles_with(Can.IMPORT)))


def batch_for(user: Reader, uid: UUID | str) -> ImportBatch:
    require_importer(user)
    return gate(ImportBatch.objects.select_related("by"), user, Can.IMPORT, see=Can.IMPORT, uid=uid)
