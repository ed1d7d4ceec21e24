"""Two pairs of eyes: whose own work a record is, what the fund's kind asks for then, and who may confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.models import User
from ruamsuk.audit.queries import history_of
from ruamsuk.committees.queries import confirming_members
from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import baht_text
from ruamsuk.core.todo import Todo
from ruamsuk.funds.choices import SamePerson
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue, SupportType
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.choices import CONFIRMABLE, WROTE_OR_SENT, OwnAct, ProjectKind
from ruamsuk.projects.models import ActivityReport, OwnStep, Project, Proposal, ReportStep
from ruamsuk.projects.queries.people import officers_of

Subject = Proposal | ActivityReport | Project  # a project from paper is not stored while it waits
S = TypeVar("S", Proposal, ActivityReport, Project)
MOST_SINGLE_TASKS = 5
PAPER_DAYS = ("approved_on", "starts_on", "ends_on", "report_due_on")  # as JSON keeps them


def fund_of(record: Subject) -> Fund | None:
    return record.project.fund if isinstance(record, ActivityReport) else record.fund


def steps_of(record: Subject) -> QuerySet[OwnStep]:
    return OwnStep.objects.filter(**{link_to(record): record}) if record.pk else OwnStep.objects.none()


def link_to(record: Subject) -> str:
    """The field of a step that names such a record."""
    return {Proposal: "proposal", ActivityReport: "report", Project: "project"}[type(record)]


def ready(record: S) -> S:
    """Its steps on the own work are read once, for `waits_on` and the marks alike."""
    rows = OwnStep.objects.select_related("entered_by", "closed_by", "fund")
    prefetch_related_objects([record], Prefetch("own_steps", rows))
    return record


def took_part(record: Subject) -> set[int]:
    """Keys of those who wrote, sent or entered it, as the trail says, and of its authors."""
    if record.pk is None:
        return set()
    acts = history_of(record).filter(verb__in=WROTE_OR_SENT, actor_id__isnull=False)
    found = {key for key in acts.order_by().values_list("actor_id", flat=True).distinct() if key}
    if isinstance(record, Proposal):
        found |= set(record.authors.values_list("user_id", flat=True))
    if isinstance(record, Project):
        found |= set(steps_of(record).filter(act=OwnAct.PAPER).values_list("entered_by_id", flat=True))
        if record.proposal:
            found |= took_part(record.proposal)
    return found


def wrote_or_sent(record: Subject, user: User) -> bool:
    """An author who never wrote did not. Whoever enters a project from paper is the only one who does anything."""
    if record.pk is None:
        return True
    if history_of(record).filter(verb__in=WROTE_OR_SENT, actor_id=user.pk).exists():
        return True
    if not isinstance(record, Project):
        return False
    entered = steps_of(record).filter(act=OwnAct.PAPER, entered_by=user).exists()
    return entered or bool(record.proposal and wrote_or_sent(record.proposal, user))


def rule_of(fund: Fund | None) -> str:
    """What the kind of the fund asks for. What no fund pays has nobody who could confirm: it is shown."""
    return fund.kind.same_person if fund else SamePerson.SHOWN


def confirmers_of(record: Subject, entered_by: User, fund: Fund | None = None) -> list[User]:
    """Other officers of the fund, and chair and secretary of its committee; nobody who took part."""
    fund = fund or fund_of(record)
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
    fund = fund or fund_of(record)
    rule = rule_of(fund)
    if rule == SamePerson.OFF or not wrote_or_sent(record, user):
        return None
    needed = rule == SamePerson.NEEDED and act in CONFIRMABLE
    return OwnWork(needed, confirmers_of(record, user, fund) if needed else [], fund, act == OwnAct.PAPER)


def own_paper(fund: Fund | None, user: User) -> OwnWork | None:
    """What a person is told who is about to enter a project from paper for this fund."""
    return own_work(Project(fund=fund), OwnAct.PAPER, user)


def waiting_step(record: Subject) -> OwnStep | None:
    return steps_of(record).waiting().select_related("entered_by", "fund").first()  # type: ignore[attr-defined]


def marked_steps(report: ActivityReport) -> list[ReportStep]:
    """All steps of a report with their marks."""
    rows, marked = list(report.steps.select_related("by")), by_moment(report.own_steps.all())
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
            urgent=True,
            post_id=posts.get(row.fund.scope_id) if row.fund else None,
        )
        for row in rows
    ]


def counted(reader: Reader, where: Q) -> int:
    """How many steps on the own work took effect there, where the reader answers for it."""
    return OwnStep.objects.looked_on_by(reader).effective().filter(where).count()


def paper_mark(project: Project) -> OwnStep | None:
    """That one person entered the project from paper, and who confirmed it."""
    return next((row for row in project.own_steps.all() if row.act == OwnAct.PAPER), None)


def entered_lines(step: OwnStep) -> list[tuple[str, str]]:
    """What was entered of a project from paper, or of its funders, as people read it."""
    given = step.entered
    if step.act == OwnAct.FUNDERS:
        return _shares(step)
    if step.act != OwnAct.PAPER or not given:
        return []
    days = [day_text(date.fromisoformat(given[name])) if given[name] else "" for name in PAPER_DAYS]
    issues = Issue.objects.filter(code__in=given["issues"]).order_by("sort_no", "code")
    support_type = SupportType.objects.filter(code=given["support_type"]).first()
    above = Project.objects.filter(uid=given["parent"]).first() if given["parent"] else None
    lines = [
        (_("Name of the project or activity"), given["title"]),
        (_("Fiscal year"), str(step.fiscal_year)),
        (_("Organisation that carries it out"), given["owner_name"]),
        (_("Where it is counted"), step.home_area.label),
        (_("Type of support"), support_type.name if support_type else ""),
        (_("Issues it answers to"), ", ".join(issue.name for issue in issues)),
        (_("Budget"), _baht(given["budget_satang"])),
        (_("Day of approval"), days[0]),
        (_("Time"), " – ".join(day for day in days[1:3] if day)),
        (_("Report due on"), days[3]),
        (_("Agreement number"), given["agreement_no"]),
        (_("Project code on paper"), given["typed_code"]),
        (_("Kind"), str(ProjectKind(given["kind"]).label)),
        (_("Belongs to"), f"{above.code} {above.title}".strip() if above else ""),
        (_("Situation and reasons"), given["rationale"]),
    ]
    return [(name, text) for name, text in lines if text]


def _shares(step: OwnStep) -> list[tuple[str, str]]:
    """Funders with their amounts; while it waits, beside what each of them gives now."""
    given = step.entered.get("fundings", ())
    if not step.is_waiting or step.project is None:
        return [(one["name"], _baht(one["amount_satang"])) for one in given]
    entered = [(one["fund"] or one["organization"], one["name"], one["amount_satang"]) for one in given]
    rows = step.project.fundings.select_related("fund", "organization")
    standing = [(str(row.giver.uid), row.giver.name, row.amount_satang) for row in rows if row.giver]
    new, old = ({uid: amount for uid, _name, amount in some} for some in (entered, standing))
    names = {uid: name for uid, name, _amount in (*entered, *standing)}
    return [
        (name, _("{new} (now {old})").format(new=_baht(new.get(uid, 0)), old=_baht(old.get(uid, 0))))
        for uid, name in names.items()
    ]


def _baht(satang: int) -> str:
    return _("{amount} baht").format(amount=baht_text(satang))
