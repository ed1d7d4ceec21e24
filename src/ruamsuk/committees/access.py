"""Who may open and change committees. The names of members are a noun of their own."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from ruamsuk.accounts.access import Reader, gate, require
from ruamsuk.accounts.choices import Can
from ruamsuk.committees.models import Committee, Member, Position


def committee_for(user: Reader, uid: UUID, can: Can) -> Committee:
    return gate(Committee.objects.select_related("fund"), user, can, uid=uid)


def member_for(user: Reader, uid: UUID, can: Can) -> Member:
    rows = Member.objects.select_related("committee__fund", "position")
    return gate(rows, user, can, uid=uid)


def position_for(user: Reader, pk: int, can: Can) -> Position:
    """Everybody reads the positions; who keeps the catalogues changes them."""
    found = get_object_or_404(Position, pk=pk)
    if can != Can.READ:
        require(user, Can.EDIT_CATALOGUE)
    return found
