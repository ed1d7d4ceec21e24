from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import search, short_path, spelt_alike
from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import COUNTED, Wanted


def find_areas(user: Any, wanted: Wanted, most: int) -> Hits:
    """Areas are public."""
    if wanted.only:
        return Hits([], 0)
    if wanted.is_near:
        near = spelt_alike(wanted)
        return Hits([_found(area, fit) for area, fit in near[:most]], len(near))
    areas = search(wanted.typed, limit=COUNTED + 1) or search(wanted.name, limit=COUNTED + 1)
    return Hits([_found(area, 1.0) for area in areas[:most]], len(areas))


def _found(area: Area, fit: float) -> Found:
    return Found(area.label, short_path(area), reverse("areas:area", args=[area.pk]), fit)


AREAS = Finder(_("Areas"), find_areas, 10, "map-pin")
