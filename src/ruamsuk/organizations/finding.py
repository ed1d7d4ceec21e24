from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.queries import short_path
from ruamsuk.core.finding import Finder, Found
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.queries import search


def find_organizations(user: Reader, words: str, most: int) -> list[Found]:
    rows = search(Organization.objects.visible_to(user, READ).open(), words)
    return [
        Found(str(one), short_path(one.home_area), reverse("organizations:organization", args=[one.uid]))
        for one in rows.select_related("home_area__parent__parent").order_by("sort_key", "pk")[:most]
    ]


ORGANIZATIONS = Finder(
    _("Organisations"), find_organizations, 70, "building-community", "organizations:index"
)
