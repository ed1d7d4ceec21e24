"""The decision on a proposal as people read it."""

from typing import Any

from ruamsuk.projects.own_steps import queries as own_steps
from ruamsuk.projects.proposals.models import Proposal


def decision_of(proposal: Proposal) -> dict[str, Any]:
    """The decision as it stands, and what was recorded before it was corrected; for projects/_decision.html."""
    decision = getattr(proposal, "decision", None)
    earlier = list(decision.earlier.select_related("corrected_by")) if decision else []
    if decision:
        marked = own_steps.by_moment(proposal.own_steps.all())
        decision.own = marked.get(decision.entered_at)
        for row in earlier:
            row.own, row.own_correction = marked.get(row.entered_at), marked.get(row.corrected_at)
    return {"decision": decision, "earlier": earlier}
