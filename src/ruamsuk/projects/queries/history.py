"""The trail of a record, and of a decision, as people read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import verb_text
from ruamsuk.projects.choices import QUIET
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.queries import own_steps


@dataclass(frozen=True)
class Line:
    who: str
    what: str
    at: datetime


def readable_history(operations: QuerySet[Operation], most: int = 30) -> list[Line]:
    rows = list(operations.exclude(verb__in=QUIET)[:most])
    names = dict(
        User.objects.filter(pk__in={r.actor_id for r in rows if r.actor_id}).values_list("pk", "name")
    )
    return [Line(names.get(r.actor_id, ""), verb_text(r.verb), r.recorded_at) for r in rows]


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
