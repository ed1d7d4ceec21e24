from typing import Any

from django.urls import reverse

from ruamsuk.core.finding import Found
from ruamsuk.core.searching import containing
from ruamsuk.issues.models import Indicator


def find_indicators(user: Any, words: str, most: int) -> list[Found]:
    """Catalogues are public."""
    rows = Indicator.objects.in_use().filter(containing(words)).select_related("issue")
    return [
        Found(str(one), str(one.issue), reverse("issues:indicator", args=[one.uid]))
        for one in rows.order_by("pk")[:most]
    ]
