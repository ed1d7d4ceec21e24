"""Who may open and change committees. The names of members are a noun of their own."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from ruamsuk.accounts.access import Reader, gate, require
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.issues.verbs import EDIT_CATALOGUE


def committee_for(user: Reader, uid: UUID, can: Verb) -> Committee:
    return gate(Committee.objects.select_related("fund"), user, can, uid=uid)


def member_for(user: Reader, uid: UUID, can: Verb) -> Member:
    rows = Member.objects.select_related("committee__fund", "position")
    return gate(rows, user, can, uid=uid)


def position_for(user: Reader, pk: int, can: Verb) -> Position:
    """Everybody reads the positions; who keeps the catalogues changes them."""
    found = get_object_or_404(Position, pk=pk)
    if can != READ:
        require(user, EDIT_CATALOGUE)
    return found
