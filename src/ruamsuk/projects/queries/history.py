"""The trail of a record, and of a decision, as people read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import verb_text
from ruamsuk.projects.models import Proposal

# Every autosave is an operation; a history of them would bury the acts.
QUIET = (
    *("projects.save_fields", "projects.add_row", "projects.remove_row", "projects.restore_row"),
    *("projects.save_report", "projects.add_participants", "projects.remove_part", "projects.restore_part"),
    *("projects.add_photos", "projects.add_files", "projects.move_photo"),
)


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
    return {
        "decision": decision,
        "earlier": list(decision.earlier.select_related("corrected_by")) if decision else [],
    }
