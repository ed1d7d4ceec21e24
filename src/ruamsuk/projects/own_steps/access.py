"""The gate of steps on the own work."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, reach
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.projects.own_steps.models import OwnStep


def looks_on(user: Reader) -> bool:
    """Whether the list of steps on the own work is offered: to those who answer for an area or a fund."""
    found = reach(user, READ_DRAFT)
    return bool(found.places or found.scopes.get(ScopeKind.FUND))


def own_step_for(user: Reader, uid: UUID | str) -> OwnStep:
    """A step on the own work, for those who look on and for who takes part in it."""
    rows = OwnStep.objects.select_related(
        "proposal__fund", "report__project__fund", "project", "fund", "home_area", "entered_by", "closed_by"
    )
    return gate(rows, user, READ, uid=uid)
