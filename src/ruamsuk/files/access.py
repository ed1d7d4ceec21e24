from uuid import UUID

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.verbs import Verb
from ruamsuk.files.models import StoredFile
from ruamsuk.jobs.verbs import OPERATE


def refused_photo_for(user: Reader, uid: UUID, can: Verb) -> StoredFile:
    """A photo or document that was refused and is kept. Every other file is reached through its owner."""
    return gate(StoredFile.objects.select_related("uploaded_by"), user, can, see=OPERATE, uid=uid)
