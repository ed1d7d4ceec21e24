"""The gates of stated figures and frozen sets. Counts themselves are public."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, grants_of, reach
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Post
from ruamsuk.accounts.verbs import Verb, roles_with
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.core.problems import NotAllowed
from ruamsuk.dashboards.models import FrozenSet, StatedFigure
from ruamsuk.dashboards.verbs import FREEZE_FIGURES
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


def frozen_set_for(user: Reader, uid: UUID, can: Verb) -> FrozenSet:
    above = (f"home_area__{up}" for up in UPWARDS)
    rows = FrozenSet.objects.select_related("fund", "network", "issue_list", *above)
    return gate(rows, user, can, uid=uid)


def may_freeze(user: Reader, place_no: int) -> bool:
    return reach(user, FREEZE_FIGURES).covers(place_no=place_no)


def post_that_freezes(user: Reader, area: Area) -> Post:
    """For which post a person freezes figures of an area: the set names it instead of the person."""
    for grant in grants_of(user):
        post, scope = grant.post, grant.post.scope
        if (
            post.may(FREEZE_FIGURES)
            and scope.kind == ScopeKind.AREA
            and scope.area.places.covers(area.place_no)
        ):
            return post
    raise NotAllowed(who=", ".join(roles_with(FREEZE_FIGURES)))
