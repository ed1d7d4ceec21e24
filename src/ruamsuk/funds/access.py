"""The gates of this app."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.choices import Can
from ruamsuk.funds.models import Fund


def fund_for(user: Reader, uid: UUID | str, can: Can = Can.READ) -> Fund:
    return gate(Fund.objects.select_related("kind", "organization", "home_area", "scope"), user, can, uid=uid)
