from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.queries import short_path
from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import Wanted, likeliest
from ruamsuk.organizations.models import Organization


def find_organizations(user: Reader, wanted: Wanted, most: int) -> Hits:
    rows = Organization.objects.visible_to(user, READ).open()
    keys = likeliest([rows], wanted)
    shown = rows.select_related("home_area__parent__parent").in_bulk([pk for pk, _fit in keys[:most]])
    found = [(shown[pk], fit) for pk, fit in keys[:most] if pk in shown]
    return Hits(
        [
            Found(
                str(one),
                short_path(one.home_area),
                reverse("organizations:organization", args=[one.uid]),
                fit,
            )
            for one, fit in found
        ],
        len(keys),
    )


ORGANIZATIONS = Finder(
    _("Organisations"), find_organizations, 70, "building-community", "organizations:index"
)
