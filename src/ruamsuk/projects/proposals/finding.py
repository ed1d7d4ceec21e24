from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.core.finding import Finder, Found
from ruamsuk.core.paging import merged_keys
from ruamsuk.core.searching import containing
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.shown import Shown


def find_proposals(user: Reader, words: str, most: int) -> list[Found]:
    """As their list shows them: while one is rewritten, by what was sent of it. A visitor finds none."""
    if not user.is_authenticated:
        return []
    rows = Shown.visible_to(user).filter(containing(words))
    keys = merged_keys([part.order_by("-pk") for part in rows.parts], [("pk", True)], most)
    shown = {row.pk: row for row in rows.ready(Proposal.objects.filter(pk__in=keys))}
    found = [shown[key] for key in keys if key in shown]
    return [
        Found(row.title, row.fund.name if row.fund else "", reverse("projects:proposal", args=[row.uid]))
        for row in found
    ]


PROPOSALS = Finder(_("Proposals"), find_proposals, 40, "file-text")
