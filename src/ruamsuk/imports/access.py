"""The gates of this app. An import crosses areas, so it is for who may import for the whole country."""

from uuid import UUID

from ruamsuk.accounts.access import COUNTRY, Reader, gate, require
from ruamsuk.accounts.verbs import roles_with
from ruamsuk.core.problems import NotAllowed
from ruamsuk.imports.models import ImportBatch
from ruamsuk.imports.verbs import IMPORT


def require_importer(user: Reader) -> None:
    if not require(user, IMPORT).covers(place_no=COUNTRY):
        raise NotAllowed(who=", ".join(roles_with(IMPORT)))


def batch_for(user: Reader, uid: UUID | str) -> ImportBatch:
    require_importer(user)
    return gate(ImportBatch.objects.select_related("by"), user, IMPORT, see=IMPORT, uid=uid)
