"""Who may open and change committees. The names of members are a noun of their own."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.choices import Can
from ruamsuk.committees.models import Committee, Member


def committee_for(user: Reader, uid: UUID, can: Can) -> Committee:
    return gate(Committee.objects.select_related("fund"), user, can, uid=uid)


def member_for(user: Reader, uid: UUID, can: Can) -> Member:
    rows = Member.objects.select_related("committee__fund", "position")
    return gate(rows, user, can, uid=uid)
