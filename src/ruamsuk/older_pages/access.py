"""The gate of this app: names of fields serve every import, so they are for who may import for the whole country."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, require
from ruamsuk.imports.access import require_importer
from ruamsuk.imports.verbs import IMPORT
from ruamsuk.older_pages.models import Label


def check_may_teach(user: Reader) -> None:
    require(user, IMPORT)
    require_importer(user)


def label_for(user: Reader, uid: UUID | str) -> Label:
    check_may_teach(user)
    return gate(Label.objects.all(), user, IMPORT, see=IMPORT, uid=uid)
