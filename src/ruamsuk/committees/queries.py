"""Reading committees."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.models import Grant, User
from ruamsuk.accounts.verbs import READ
from ruamsuk.committees.choices import CONFIRMING
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.core.calendar import today
from ruamsuk.funds.models import Fund


@dataclass
class Seats:
    """One position of the announcement and who fills it."""

    position: Position
    filled: int
    members: list[Member]  # empty for readers who may not see names

    @property
    def may_confirm(self) -> bool:
        return self.position.code in CONFIRMING


def committee_of(fund: Fund) -> Committee | None:
    """The series that serves today."""
    return Committee.objects.filter(fund=fund, ended_on__isnull=True).first()


def earlier_series(fund: Fund) -> QuerySet[Committee]:
    return Committee.objects.filter(fund=fund, ended_on__isnull=False)


def seats_of(committee: Committee, user: Reader) -> list[Seats]:
    """The serving members by position, names only for those who may read them."""
    named: dict[int, list[Member]] = {}
    members = Member.objects.visible_to(user, READ).serving().filter(committee=committee)
    for member in members.select_related("user"):
        named.setdefault(member.position_id, []).append(member)
    serving = Member.objects.serving().filter(committee=committee).order_by()
    counts = dict(serving.values_list("position").annotate(n=Count("pk")))
    return [
        Seats(position, counts.get(position.pk, 0), named.get(position.pk, []))
        for position in Position.objects.all()
        if counts.get(position.pk) or not position.retired_on
    ]


def seats_that_confirm() -> QuerySet[Member]:
    """Chairs and secretaries of today: they may confirm what an officer of the fund did alone (docs/adr/0043)."""
    return Member.objects.serving().filter(
        committee__ended_on=None, starts_on__lte=today(), position__code__in=CONFIRMING
    )


def confirming_members(fund: Fund) -> QuerySet[User]:
    """Chair and secretary of a fund's committee, as far as their accounts are named."""
    seats = seats_that_confirm().filter(committee__fund=fund)
    return User.objects.filter(is_active=True, pk__in=seats.values("user"))


def holders_in(fund: Fund) -> QuerySet[User]:
    """Who holds a post in the fund today: those whose account may be named in the list of its committee."""
    grants = Grant.objects.running().filter(post__scope_id=fund.scope_id)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("sort_key", "pk")


def former_members(committee: Committee, user: Reader) -> QuerySet[Member]:
    rows = Member.objects.visible_to(user, READ).filter(committee=committee, ends_on__isnull=False)
    return rows.select_related("position")
