"""Two pairs of eyes: whose own work a record is, what the fund's kind asks for then, and who may confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.choices import Can
from ruamsuk.accounts.models import User
from ruamsuk.audit.queries import history_of
from ruamsuk.committees.queries import confirming_members
from ruamsuk.core.todo import Todo
from ruamsuk.funds.choices import SamePerson
from ruamsuk.funds.models import Fund
from ruamsuk.projects.choices import CONFIRMABLE, WROTE_OR_SENT, OwnAct
from ruamsuk.projects.models import ActivityReport, OwnStep, Proposal, ReportStep
from ruamsuk.projects.queries.people import officers_of

Subject = Proposal | ActivityReport
MOST_SINGLE_TASKS = 5


def fund_of(record: Subject) -> Fund | None:
    return record.fund if isinstance(record, Proposal) else record.project.fund


def steps_of(record: Subject) -> QuerySet[OwnStep]:
    return OwnStep.objects.filter(
        **({"proposal": record} if isinstance(record, Proposal) else {"report": record})
    )


def took_part(record: Subject) -> set[int]:
    """Keys of those who wrote or sent it, as the trail says, and of its authors."""
    acts = history_of(record).filter(verb__in=WROTE_OR_SENT, actor_id__isnull=False)
    found = {key for key in acts.order_by().values_list("actor_id", flat=True).distinct() if key}
    if isinstance(record, Proposal):
        found |= set(record.authors.values_list("user_id", flat=True))
    return found


def wrote_or_sent(record: Subject, user: User) -> bool:
    """An author who never wrote did not."""
    return history_of(record).filter(verb__in=WROTE_OR_SENT, actor_id=user.pk).exists()


def rule_of(record: Subject) -> str:
    """What the kind of the fund asks for. What no fund pays has nobody who could confirm: it is shown."""
    fund = fund_of(record)
    return fund.kind.same_person if fund else SamePerson.SHOWN


def confirmers_of(record: Subject, entered_by: User) -> list[User]:
    """Other officers of the fund, and chair and secretary of its committee; nobody who took part."""
    fund = fund_of(record)
    if fund is None:
        return []
    people = {user.pk: user for user in (*officers_of(fund), *confirming_members(fund))}
    taken = took_part(record) | {entered_by.pk}
    return sorted((user for key, user in people.items() if key not in taken), key=lambda user: user.sort_key)


@dataclass(frozen=True)
class OwnWork:
    """What a person is told before pressing: this is the own work, and who would have to confirm it."""

    is_needed: bool
    confirmers: list[User]
    fund: Fund | None


def own_work(record: Subject, act: OwnAct, user: User) -> OwnWork | None:
    """None: somebody else's work, or a fund whose kind does not ask."""
    rule = rule_of(record)
    if rule == SamePerson.OFF or not wrote_or_sent(record, user):
        return None
    needed = rule == SamePerson.NEEDED and act in CONFIRMABLE
    return OwnWork(needed, confirmers_of(record, user) if needed else [], fund_of(record))


def waiting_step(record: Subject) -> OwnStep | None:
    return steps_of(record).waiting().select_related("entered_by", "fund").first()  # type: ignore[attr-defined]


def marked_steps(report: ActivityReport) -> list[ReportStep]:
    """All steps of a report with their marks."""
    rows, marked = list(report.steps.select_related("by")), by_moment(steps_of(report))
    for row in rows:
        row.own = marked.get(row.at)
    return rows


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
    step = waiting_step(record)
    confirmers = confirmers_of(record, step.entered_by) if step else []
    return Waits(step, confirmers, reader.pk in {user.pk for user in confirmers})


def with_record(rows: QuerySet[OwnStep]) -> QuerySet[OwnStep]:
    """Ready to be listed."""
    return rows.select_related(
        "proposal__sent", "report__project", "fund", "entered_by", "closed_by", "home_area"
    )


def tasks_for(user: User) -> list[Todo]:
    """What waits for this person's confirmation, the oldest first."""
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
                detail=_("Entered by the person who also wrote or sent it."),
                url=reverse("projects:own-steps") + "?state=waiting",
                button=_("Open the list"),
                urgent=True,
            )
        ]
    posts = {
        grant.post.scope_id: grant.post_id for grant in grants_of(user) if Can.DECIDE in grant.post.spec.verbs
    }
    return [
        Todo(
            icon="users-group",
            title=_("Confirm: {what} “{title}”").format(what=row.get_act_display(), title=row.title),
            detail=_("Entered by {name}, who also wrote or sent it.").format(name=row.entered_by.name),
            url=reverse("projects:own-step", args=[row.uid]),
            button=_("Look and confirm"),
            urgent=True,
            post_id=posts.get(row.fund.scope_id) if row.fund else None,
        )
        for row in rows
    ]


def counted(reader: Reader, where: Q) -> int:
    """How many steps on the own work took effect there, where the reader answers for it."""
    return OwnStep.objects.looked_on_by(reader).effective().filter(where).count()
