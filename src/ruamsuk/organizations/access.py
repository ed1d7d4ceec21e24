"""Who may open, add and change organisations."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, grants_of, reach
from ruamsuk.accounts.choices import Can, ScopeKind
from ruamsuk.areas.models import Area
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.problems import OutsideYourArea


def organization_for(user: Reader, uid: UUID, can: Can) -> Organization:
    rows = Organization.objects.select_related("home_area", "scope")
    return gate(rows, user, can, uid=uid)


def check_place(user: Reader, area: Area) -> None:
    """May the person add an organisation there? Inside the own area; for a fund's officer, in the fund's area."""
    places = [
        grant.post.scope.area.place_range
        for grant in grants_of(user)
        if grant.post.scope.kind == ScopeKind.FUND and Can.EDIT_FUND in grant.post.spec.verbs
    ]
    inside_fund = any(low <= area.place_no <= high for low, high in places)
    if not inside_fund and not reach(user, Can.EDIT_FUND).covers(place_no=area.place_no):
        raise OutsideYourArea(field="home_area")
