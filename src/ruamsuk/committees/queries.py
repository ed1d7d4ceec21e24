"""Reading committees."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.choices import Can
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.funds.models import Fund


@dataclass
class Seats:
    """One position of the announcement and who fills it."""

    position: Position
    filled: int
    members: list[Member]  # empty for readers who may not see names


def committee_of(fund: Fund) -> Committee | None:
    """The series that serves today."""
    return Committee.objects.filter(fund=fund, ended_on__isnull=True).first()


def earlier_series(fund: Fund) -> QuerySet[Committee]:
    return Committee.objects.filter(fund=fund, ended_on__isnull=False)


def seats_of(committee: Committee, user: Reader) -> list[Seats]:
    """The serving members by position, names only for those who may read them."""
    named: dict[int, list[Member]] = {}
    for member in Member.objects.visible_to(user, Can.READ).serving().filter(committee=committee):
        named.setdefault(member.position_id, []).append(member)
    serving = Member.objects.serving().filter(committee=committee).order_by()
    counts = dict(serving.values_list("position").annotate(n=Count("pk")))
    return [
        Seats(position, counts.get(position.pk, 0), named.get(position.pk, []))
        for position in Position.objects.all()
        if counts.get(position.pk) or not position.retired_on
    ]


def former_members(committee: Committee, user: Reader) -> QuerySet[Member]:
    rows = Member.objects.visible_to(user, Can.READ).filter(committee=committee, ends_on__isnull=False)
    return rows.select_related("position")
