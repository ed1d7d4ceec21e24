from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import Wanted, likeliest
from ruamsuk.issues.models import Indicator


def find_indicators(user: Any, wanted: Wanted, most: int) -> Hits:
    """Catalogues are public."""
    rows = Indicator.objects.in_use()
    keys = likeliest([rows], wanted)
    shown = rows.select_related("issue").in_bulk([pk for pk, _fit in keys[:most]])
    found = [(shown[pk], fit) for pk, fit in keys[:most]]
    return Hits(
        [
            Found(str(one), str(one.issue), reverse("issues:indicator", args=[one.uid]), fit)
            for one, fit in found
        ],
        len(keys),
    )


INDICATORS = Finder(_("Indicators"), find_indicators, 60, "target")
