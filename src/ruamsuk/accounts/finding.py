from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, may, visible_people
from ruamsuk.accounts.queries import people_found, with_running_posts
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.finding import Finder, Found, Hits
from ruamsuk.core.spelling import Wanted, likeliest


def find_people(user: Reader, wanted: Wanted, most: int) -> Hits:
    """People of the system within one's own reach, by their names."""
    if not may(user, READ):
        return Hits([], 0)
    rows = people_found(visible_people(user, READ))
    keys = likeliest([rows], wanted)
    shown: Any = with_running_posts(rows).in_bulk([pk for pk, _fit in keys[:most]])
    return Hits(
        [
            Found(
                shown[pk].name,
                " · ".join(str(grant.post) for grant in shown[pk].posts_now),
                reverse("accounts:person", args=[shown[pk].uid]),
                fit,
            )
            for pk, fit in keys[:most]
        ],
        len(keys),
    )


PEOPLE = Finder(_("People"), find_people, 80, "users")
