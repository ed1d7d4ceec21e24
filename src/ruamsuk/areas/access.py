"""The gate of areas. Everybody reads them; who may change one is asked of the reader (accounts stands above)."""

from typing import Any

from django.shortcuts import get_object_or_404

from ruamsuk.areas import sight
from ruamsuk.areas.choices import EDIT_AREAS, READ
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.tree import UPWARDS


def area_for(user: object, pk: int, can: str) -> Area:
    """The area, if the person may do `can` with it; 403 naming who may, 404 when there is none."""
    rows = Area.objects.select_related(*UPWARDS)
    if can == READ:
        return get_object_or_404(rows, pk=pk)
    return sight.gate(rows, user, can, pk=pk)


def may_decide_sight(user: Any, area: Area) -> bool:
    """Also of a closed area: what was held when it was closed may be let go later."""
    return bool(user.is_authenticated and sight.reach(user, EDIT_AREAS).covers(place_no=area.place_no))


def may_edit(user: object, area: Area) -> bool:
    """For showing the buttons; the gate of each page asks again."""
    return area.closed_on is None and may_decide_sight(user, area)
