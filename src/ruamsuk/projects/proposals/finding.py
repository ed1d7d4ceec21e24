from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import Wanted, likeliest
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.shown import Shown


def find_proposals(user: Reader, wanted: Wanted, most: int) -> Hits:
    """As their list shows them: while one is rewritten, by what was sent of it. A visitor finds none."""
    if not user.is_authenticated:
        return Hits([], 0)
    rows = Shown.visible_to(user)
    keys = likeliest(rows.parts, wanted, year="fiscal_year")
    of_most = Proposal.objects.filter(pk__in=[pk for pk, _fit in keys[:most]])
    shown = {row.pk: row for row in rows.ready(of_most)}
    found = [(shown[pk], fit) for pk, fit in keys[:most] if pk in shown]
    return Hits([_found(row, fit) for row, fit in found], len(keys))


def _found(row: Proposal, fit: float) -> Found:
    parts = (row.fund.name if row.fund else "", str(row.fiscal_year))
    address = reverse("projects:proposal", args=[row.uid])
    return Found(row.title, " · ".join(part for part in parts if part), address, fit)


PROPOSALS = Finder(_("Proposals"), find_proposals, 40, "file-text")
