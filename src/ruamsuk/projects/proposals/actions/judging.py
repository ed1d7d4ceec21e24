"""Proposals that are being written, judged anew after the checks or the rule of completeness have changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.drafts.queries.held import held
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.proposals.queries.whole import Known
from ruamsuk.projects.proposals.specs import PROPOSAL


@action(_("judged proposals anew"), aside=True)
def judge_again(*, keys: Sequence[int], by: User | None, at: datetime = NOW) -> int:
    """How complete those are that may still be written; whoever writes meanwhile is waited for. How many changed."""
    # First the locks, then the rows, as in sending.lock.
    list(Proposal.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    rows = Proposal.objects.writable().filter(pk__in=keys)
    found = list(rows.select_related("design", "fund__kind", "organization", "home_area"))
    prefetch_related_objects(found, "design__issue_links")
    known, changed = Known(), []
    with held(PROPOSAL, found):
        for proposal in found:
            judged = completeness(proposal, known)
            if (proposal.percent, proposal.remarked) != (judged.percent, judged.remarked):
                proposal.percent, proposal.remarked = judged.percent, judged.remarked
                changed.append(proposal)
    Proposal.objects.bulk_update(changed, ["percent", "remarked"])
    return len(changed)
