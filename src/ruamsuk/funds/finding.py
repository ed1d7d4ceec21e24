from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.queries import short_path
from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import COUNTED, Wanted, likeliest
from ruamsuk.funds.models import Fund
from ruamsuk.funds.queries import looked_up


def find_funds(user: Reader, wanted: Wanted, most: int) -> Hits:
    """By name, code or place."""
    if wanted.only:
        return Hits([], 0)
    rows = Fund.objects.visible_to(user, READ)
    if wanted.is_near:
        keys = likeliest([rows.open()], wanted)
        shown = rows.select_related("home_area__parent__parent").in_bulk([pk for pk, _fit in keys[:most]])
        return Hits([_found(shown[pk], fit) for pk, fit in keys[:most]], len(keys))
    funds = looked_up(wanted.typed, COUNTED + 1, among=rows)
    funds = funds or looked_up(wanted.name, COUNTED + 1, among=rows)
    return Hits([_found(fund, 1.0) for fund in funds[:most]], len(funds))


def _found(fund: Fund, fit: float) -> Found:
    path = f"{fund.code} · {short_path(fund.home_area)}"
    return Found(fund.name, path, reverse("funds:fund", args=[fund.uid]), fit)


FUNDS = Finder(_("Funds"), find_funds, 20, "building-bank", "funds:index")
