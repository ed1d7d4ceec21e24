"""Who may open, add and change organisations."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, areas_served, gate, reach
from ruamsuk.accounts.verbs import Verb
from ruamsuk.areas.models import Area
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.problems import OutsideYourArea
from ruamsuk.organizations.verbs import EDIT_FUND


def organization_for(user: Reader, uid: UUID, can: Verb) -> Organization:
    rows = Organization.objects.select_related("home_area", "scope")
    return gate(rows, user, can, uid=uid)


def check_place(user: Reader, area: Area) -> None:
    """May an organisation be added there? Inside the own area; for a fund's officer, in its sub-districts."""
    if reach(user, EDIT_FUND).covers(place_no=area.place_no):
        return
    if not areas_served(user, EDIT_FUND).filter(area_id=area.pk).exists():
        raise OutsideYourArea(field="home_area")


def may_edit(user: Reader, organization: Organization) -> bool:
    """For showing buttons; the gate decides."""
    return Organization.objects.visible_to(user, EDIT_FUND).filter(pk=organization.pk).exists()
