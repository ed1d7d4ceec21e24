"""The gate of variations."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.projects.variations.models import Variation


def variation_for(user: Reader, uid: UUID | str, can: Verb = READ) -> Variation:
    rows = Variation.objects.select_related(
        "project__fund__kind",
        "project__organization",
        "project__home_area",
        "project__design",
        "project__proposal",
        "design",
        "home_area",
        "layout",
        "written_by",
        "sent_by",
        "closed_by",
    )
    return gate(rows, user, can, uid=uid)
