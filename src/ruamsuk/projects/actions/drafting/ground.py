"""What every change of a draft stands on: the kinds of its rows, its lock, and what is kept with each save."""

from datetime import datetime
from typing import Any

from ruamsuk.projects.choices import WRITABLE
from ruamsuk.projects.models import (
    Activity,
    Applicant,
    BudgetLine,
    Indicator,
    Objective,
    Proposal,
    Situation,
    TargetLine,
)
from ruamsuk.projects.problems import NotWritableNow
from ruamsuk.projects.queries.completeness import completeness

ROW_MODELS: dict[str, Any] = {  # kind → model
    "situation": Situation,
    "objective": Objective,
    "indicator": Indicator,
    "target": TargetLine,
    "activity": Activity,
    "line": BudgetLine,
    "applicant": Applicant,
}
OWNER = {"line": "activity__design", "applicant": "proposal"}  # the others hang on `design`


def locked(proposal: Proposal) -> Proposal:
    # First the lock, then the rows: what is joined in the statement that waits is as old as its beginning.
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    found = Proposal.objects.select_related("design", "fund__kind").get(pk=proposal.pk)
    if found.state not in WRITABLE:
        raise NotWritableNow(state=found.get_state_display())
    return found


def settle(proposal: Proposal, at: datetime) -> Proposal:
    """The end of every change: completeness and time are kept with the proposal."""
    proposal.percent = completeness(proposal).percent
    proposal.changed_at = at
    proposal.save()
    return proposal
