from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, may, visible_people
from ruamsuk.accounts.queries import people_found, with_running_posts
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.finding import Finder, Found


def find_people(user: Reader, words: str, most: int) -> list[Found]:
    """People of the system within one's own reach, by their names."""
    if not may(user, READ):
        return []
    rows: Any = with_running_posts(people_found(visible_people(user, READ), typed=words))[:most]
    return [
        Found(
            one.name,
            " · ".join(str(grant.post) for grant in one.posts_now),
            reverse("accounts:person", args=[one.uid]),
        )
        for one in rows
    ]


PEOPLE = Finder(_("People"), find_people, 80, "users")
