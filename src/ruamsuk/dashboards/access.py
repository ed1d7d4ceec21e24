"""The gate of stated figures. Counts themselves are public."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, reach
from ruamsuk.accounts.verbs import Verb, roles_with
from ruamsuk.areas.models import Area
from ruamsuk.core.problems import NotAllowed
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.organizations.verbs import EDIT_FUND


def stated_figure_for(user: Reader, uid: UUID, can: Verb) -> StatedFigure:
    rows = StatedFigure.objects.select_related(
        "home_area", "network", "entry__issue_list", "noted_by", "chosen_by"
    )
    return gate(rows, user, can, uid=uid)


def may_note(user: Reader, area: Area) -> bool:
    """Who keeps the funds of a whole area; the post of a single fund is not enough."""
    return reach(user, EDIT_FUND).covers(place_no=area.place_no)


def require_noting(user: Reader, area: Area) -> None:
    if not may_note(user, area):
        raise NotAllowed(who=", ".join(roles_with(EDIT_FUND)))
