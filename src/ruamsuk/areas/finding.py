from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.queries import search, short_path
from ruamsuk.core.finding import Finder, Found


def find_areas(user: Any, words: str, most: int) -> list[Found]:
    """Areas are public."""
    return [
        Found(area.label, short_path(area), reverse("areas:area", args=[area.pk]))
        for area in search(words, limit=most)
    ]


AREAS = Finder(_("Areas"), find_areas, 10, "map-pin")
