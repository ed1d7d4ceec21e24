"""Two pairs of eyes: whose own work a record is, what the fund's kind asks for then, and who may confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.models import User
from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import history_of
from ruamsuk.committees.queries import confirming_members
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.funds.choices import SamePerson
from ruamsuk.funds.models import Fund
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.own_steps.choices import CONFIRMABLE, OwnAct
from ruamsuk.projects.own_steps.models import OwnStep, OwnStepQuerySet
from ruamsuk.projects.own_steps.works import Subject, work_of
from ruamsuk.projects.people import officers_of
from ruamsuk.projects.trail import WROTE_OR_SENT

S = TypeVar("S", bound=Model)
MOST_SINGLE_TASKS = 5


def steps_of(record: Subject) -> OwnStepQuerySet:
    return OwnStep.objects.filter(**{link_to(record): record}) if record.pk else OwnStep.objects.none()


def link_to(record: Subject) -> str:
    """The field of a step that names such a record."""
    return work_of(record).link


def ready(record: S) -> S:
    """Its steps on the own work are read once, for `waits_on` and the marks alike."""
    rows = OwnStep.objects.prefetch_related("entered_by", "closed_by", "fund")  # mostly none: nothing to join
    prefetch_related_objects([record], Prefetch("own_steps", rows))
    return record


def took_part(record: Subject) -> set[int]:
    """Keys of those who wrote, sent or entered it, as the trail says, and of who is named to."""
    if record.pk is None:
        return set()
    work = work_of(record)
    acts = _acts_on(record).filter(actor_id__isnull=False)
    found = {key for key in acts.order_by().values_list("actor_id", flat=True).distinct() if key}
    if named := work.named:
        rows = named.rows().filter(**{named.record: record})
        found |= set(rows.values_list(f"{named.person}_id", flat=True))
    if before := work.made_from(record):
        found |= took_part(before)
    return found


def wrote_or_sent(record: Subject, user: User) -> bool:
    """An author who never wrote did not. Whoever enters a project from paper is the only one who does anything."""
    if record.pk is None or _acts_on(record).filter(actor_id=user.pk).exists():
        return True
    work = work_of(record)
    named = work.named
    did = named.rows().filter(**{named.record: record, named.person: user}) if named and named.did else None
    if did is not None and did.exists():
        return True
    before = work.made_from(record)
    return before is not None and wrote_or_sent(before, user)


def _acts_on(record: Subject) -> QuerySet[Operation]:
    assert isinstance(record, Model)
    return history_of(record).filter(verb__in=WROTE_OR_SENT)


def rule_of(fund: Fund | None) -> str:
    """What the kind of the fund asks for. What no fund pays has nobody who could confirm: it is shown."""
    return fund.kind.same_person if fund else SamePerson.SHOWN


def confirmers_of(record: Subject, entered_by: User, fund: Fund | None = None) -> list[User]:
    """Other officers of the fund, and chair and secretary of its committee; nobody who took part."""
    fund = fund or record.fund
    if fund is None:
        return []
    people = {user.pk: user for user in (*officers_of(fund), *confirming_members(fund))}
    taken = took_part(record) | {entered_by.pk}
    return sorted((user for key, user in people.items() if key not in taken), key=lambda user: user.sort_key)


def confirmers_of_step(step: OwnStep) -> list[User]:
    return confirmers_of(step.record, step.entered_by, step.fund)


@dataclass(frozen=True)
class OwnWork:
    """What a person is told before pressing: this is the own work, and who would have to confirm it."""

    is_needed: bool
    confirmers: list[User]
    fund: Fund | None
    is_paper: bool = False


def own_work(record: Subject, act: OwnAct, user: User, fund: Fund | None = None) -> OwnWork | None:
    """None: somebody else's work, or a fund whose kind does not ask. `fund`: where it is not the record's own."""
    fund = fund or record.fund
    rule = rule_of(fund)
    if rule == SamePerson.OFF or not wrote_or_sent(record, user):
        return None
    needed = rule == SamePerson.NEEDED and act in CONFIRMABLE
    return OwnWork(needed, confirmers_of(record, user, fund) if needed else [], fund, act == OwnAct.PAPER)


def waiting_step(record: Subject) -> OwnStep | None:
    return steps_of(record).waiting().select_related("entered_by", "fund").first()


@dataclass(frozen=True)
class Waits:
    """What waits on a record, as its page shows it."""

    step: OwnStep | None
    confirmers: list[User]
    may_confirm: bool


def by_moment(rows: Iterable[OwnStep]) -> dict[datetime, OwnStep]:
    """Those that took effect, by the moment that stands on the decision or the report's step as well."""
    return {row.effect_at: row for row in rows if row.took_effect}


def waits_on(record: Subject, reader: Reader) -> Waits:
    step = next((row for row in record.own_steps.all() if row.is_waiting), None)
    confirmers = confirmers_of_step(step) if step else []
    return Waits(step, confirmers, reader.pk in {user.pk for user in confirmers})


def with_record(rows: QuerySet[OwnStep]) -> QuerySet[OwnStep]:
    """Ready to be listed."""
    return rows.select_related(
        "proposal__sent", "report__project", "project", "fund", "entered_by", "closed_by", "home_area"
    )


def tasks_for(user: User) -> list[Todo]:
    """What waits for this person's confirmation, the oldest first."""
    if not OwnStep.objects.waiting().exists():  # nearly always, and soon asked
        return []
    rows = list(
        with_record(OwnStep.objects.to_confirm(user)).order_by("entered_at", "pk")[: MOST_SINGLE_TASKS + 1]
    )
    if len(rows) > MOST_SINGLE_TASKS:
        number = OwnStep.objects.to_confirm(user).count()
        text = ngettext(
            "{n} step waits for your confirmation", "{n} steps wait for your confirmation", number
        )
        return [
            Todo(
                icon="users-group",
                title=text.format(n=number),
                detail=_("Each was entered by the person who alone stands behind it so far."),
                url=reverse("projects:own-steps") + "?state=waiting",
                button=_("Open the list"),
                group=TaskGroup.WAITING,
                urgent=True,
            )
        ]
    posts = {grant.post.scope_id: grant.post_id for grant in grants_of(user) if grant.post.may(DECIDE)}
    return [
        Todo(
            icon="users-group",
            title=_("Confirm: {what} “{title}”").format(what=row.get_act_display(), title=row.title),
            detail=(
                _("Entered from paper by {name}.")
                if row.act == OwnAct.PAPER
                else _("Entered by {name}, who also wrote, sent or entered it.")
            ).format(name=row.entered_by.name),
            url=reverse("projects:own-step", args=[row.uid]),
            button=_("Look and confirm"),
            group=TaskGroup.WAITING,
            urgent=True,
            post_id=posts.get(row.fund.scope_id) if row.fund else None,
        )
        for row in rows
    ]


def counted(reader: Reader, where: Q) -> int:
    """How many steps on the own work took effect there, where the reader answers for it."""
    return OwnStep.objects.looked_on_by(reader).effective().filter(where).count()
