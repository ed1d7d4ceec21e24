from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.queries import short_path
from ruamsuk.core.finding import Finder, Found
from ruamsuk.funds.models import Fund
from ruamsuk.funds.queries import looked_up


def find_funds(user: Reader, words: str, most: int) -> list[Found]:
    """By name, code or place."""
    return [
        Found(
            fund.name, f"{fund.code} · {short_path(fund.home_area)}", reverse("funds:fund", args=[fund.uid])
        )
        for fund in looked_up(words, most, among=Fund.objects.visible_to(user, READ))
    ]


FUNDS = Finder(_("Funds"), find_funds, 20, "building-bank", "funds:index")
