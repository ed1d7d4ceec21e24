"""Who may see, make, change and share sets of areas."""

from collections.abc import Iterable
from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, may, reach, require
from ruamsuk.accounts.verbs import Verb
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.area_sets.problems import SetOutsideYourArea
from ruamsuk.area_sets.verbs import KEEP_AREA_SETS, SHARE_AREA_SETS
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import short_path


def area_set_for(user: Reader, uid: UUID, can: Verb) -> AreaSet:
    return gate(AreaSet.objects.select_related("owner"), user, can, uid=uid)


def require_keeping(user: Reader) -> None:
    require(user, KEEP_AREA_SETS)


def may_share(user: Reader) -> bool:
    return may(user, SHARE_AREA_SETS)


def check_sharing(user: Reader, areas: Iterable[Area]) -> None:
    """What everybody sees under a name is made by who looks after all of it."""
    require(user, SHARE_AREA_SETS)
    found = reach(user, SHARE_AREA_SETS)
    for area in areas:
        if not all(found.covers(place_no=stand.place) for stand in area.stands):
            raise SetOutsideYourArea(field="areas", area=short_path(area))
