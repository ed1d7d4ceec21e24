"""Keeping the register of a fund's committee."""

from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.checks import actions as checks
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.committees.problems import (
    AlreadyOnCommittee,
    CommitteeDays,
    CommitteeHasEnded,
    MemberHasLeft,
    NoCommitteeForThisKind,
    SeatsTaken,
)
from ruamsuk.core.calendar import day_text
from ruamsuk.core.text import in_record
from ruamsuk.funds import actions as funds
from ruamsuk.funds.models import Fund
from ruamsuk.instruments import actions as instruments
from ruamsuk.issues import actions as issues
from ruamsuk.issues.actions import Loaded, merge_rows, read_rows

DATA = Path(__file__).parent / "data"


@action(_("started a series of the committee"))
def start_committee(
    *,
    fund: Fund,
    term_starts_on: date,
    by: object,
    at: datetime = NOW,
    term_ends_on: date | None = None,
    name: str = "",
) -> Committee:
    """A new series; the one before ends on the day, and everybody on it moves to history."""
    if not fund.kind.needs_committee:
        raise NoCommitteeForThisKind(kind=fund.kind.name)
    _in_order(term_starts_on, term_ends_on, "term_ends_on")
    before = Committee.objects.filter(fund=fund).order_by("-series_no").first()
    if before and before.ended_on is None:
        _in_order(before.term_starts_on, term_starts_on, "term_starts_on")
        _end_series(before, term_starts_on)
    return Committee.objects.create(
        fund=fund,
        name=name or fund.name,
        series_no=before.series_no + 1 if before else 1,
        term_starts_on=term_starts_on,
        term_ends_on=term_ends_on,
    )


def _end_series(committee: Committee, on: date) -> None:
    for member in committee.members.filter(ends_on__isnull=True):
        member.ends_on, member.end_reason = max(on, member.starts_on), in_record(_("term ended"))
        member.save(update_fields=["ends_on", "end_reason"])
    committee.ended_on = on
    committee.save(update_fields=["ended_on"])


@action(_("added a committee member"))
def add_member(
    *, committee: Committee, position: Position, name: str, starts_on: date, by: object, at: datetime = NOW,
    title: str = "", organization: str = "", user: User | None = None,
) -> Member:  # fmt: skip
    """`user`: the account of a member who signs in, so that decisions can name it."""
    # Two adding at once see each other.
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    if committee.ended_on:
        raise CommitteeHasEnded
    serving = committee.members.filter(ends_on__isnull=True)
    if position.max_people and serving.filter(position=position).count() >= position.max_people:
        raise SeatsTaken(seats=position.max_people, position=position.name, field="position")
    if serving.filter(name=name).exists():
        raise AlreadyOnCommittee(name=name, field="name")
    return Member.objects.create(
        committee=committee,
        position=position,
        title=title,
        name=name,
        organization=organization,
        starts_on=starts_on,
        user=user,
    )


@action(_("named the account of a committee member"), on="member")
def set_account(*, member: Member, account: User | None, by: object, at: datetime = NOW) -> Member:
    """Chair and secretary may then confirm steps in the fund's name (docs/adr/0043)."""
    if member.ends_on:
        raise MemberHasLeft(name=member.name)
    member.user = account
    member.save(update_fields=["user"])
    return member


@action(_("ended a committee membership"), on="member")
def end_member(*, member: Member, ends_on: date, reason: str, by: object, at: datetime = NOW) -> Member:
    if member.ends_on:
        raise MemberHasLeft(name=member.name)
    _in_order(member.starts_on, ends_on, "ends_on")
    member.ends_on, member.end_reason = ends_on, reason
    member.save(update_fields=["ends_on", "end_reason"])
    return member


def _in_order(earlier: date, later: date | None, field: str) -> None:
    if later and later < earlier:
        raise CommitteeDays(earlier=day_text(earlier), later=day_text(later), field=field)


# Catalogues ------------------------------------------------------------------------------------------------------


@action(_("loaded the committee positions"))
def load_catalogue(*, by: object, at: datetime = NOW) -> Loaded:
    rows = read_rows(DATA / "positions.toml", "position")
    return merge_rows(Position, [{**row, "sort_no": number} for number, row in enumerate(rows, 1)])


@action(_("loaded all catalogues"))
def load_catalogues(*, by: object, at: datetime = NOW) -> Loaded:
    """Issues, checks of sense, rubrics, kinds of funds, committee positions. Repeatable."""
    done = issues.load_catalogue(by=by, at=at)
    done += checks.load_catalogue(by=by, at=at)
    done += instruments.load_catalogue(by=by, at=at)
    done += funds.load_catalogue(by=by, at=at)
    return done + load_catalogue(by=by, at=at)
