from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.finding import Finder, Found
from ruamsuk.core.searching import containing
from ruamsuk.issues.models import Indicator


def find_indicators(user: Any, words: str, most: int) -> list[Found]:
    """Catalogues are public."""
    rows = Indicator.objects.in_use().filter(containing(words)).select_related("issue")
    return [
        Found(str(one), str(one.issue), reverse("issues:indicator", args=[one.uid]))
        for one in rows.order_by("pk")[:most]
    ]


INDICATORS = Finder(_("Indicators"), find_indicators, 60, "target")
