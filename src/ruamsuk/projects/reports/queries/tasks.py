"""What a person should do next about reports."""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.paging import merged_keys
from ruamsuk.core.todo import Press, TaskGroup, Todo
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.choices import (
    LADDER,
    REPORT_STEPS,
)
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.queries.due import (
    due_day,
    late_in,
    owing,
    reports_due,
    unreported,
    unreported_before,
)
from ruamsuk.projects.reports.queries.ladder import returned_to, waiting_for
from ruamsuk.projects.verbs import WRITE_REPORT

MOST_SINGLE_TASKS = 5  # more than these become one line with their number


def tasks_for(user: User) -> list[Todo]:
    """Reports to check, to correct and to write, found through this person's posts. At most four queries."""
    posts = [grant.post for grant in grants_of(user)]
    tasks: list[Todo] = []
    if any(post.may(rung.can) for post in posts for rung in LADDER):
        tasks += _to_check(user)
    if any(post.may(WRITE_REPORT) for post in posts):
        tasks += _to_correct(user) + _to_write(user)
    return tasks


def _to_check(user: User) -> list[Todo]:
    keys = _oldest_waiting(user)
    if len(keys) > MOST_SINGLE_TASKS:
        text = ngettext("{n} report waits for your check", "{n} reports wait for your check", len(keys))
        oldest = ActivityReport.objects.only("title").get(pk=keys[0])
        return [
            Todo(
                icon="clipboard-check",
                title=text.format(n=_many(keys)),
                detail=_("The oldest: {title}").format(title=oldest.title),
                url=reverse("projects:reports") + "?show=waiting",
                button=_("Check them"),
                group=TaskGroup.WAITING,
            )
        ]
    return [
        Todo(
            icon="clipboard-check",
            title=_("Check the report “{title}”").format(title=row.title),
            detail=f"{row.project.title} · {row.reporter}",
            url=reverse("projects:report", args=[row.uid]),
            button=_("Read and check"),
            group=TaskGroup.WAITING,
        )
        for row in ActivityReport.objects.select_related("project", "organization")
        .filter(pk__in=keys)
        .order_by("sent_at", "pk")
    ]


def _many(keys: list[int]) -> str:
    """Of what is read up to a hundred."""
    return f"{len(keys)}+" if len(keys) == 100 else str(len(keys))


def _oldest_waiting(user: User) -> list[int]:
    """The hundred of `waiting_for` that wait longest."""
    parts = [rows.order_by("sent_at", "pk") for rows in waiting_for(user)]
    return merged_keys(parts, [("sent_at", False), ("pk", False)], 100)


def _to_correct(user: User) -> list[Todo]:
    rows = returned_to(user).select_related("project").order_by("changed_at", "pk")
    return [
        Todo(
            icon="arrow-back-up",
            title=_("Correct the report “{title}”").format(title=row.title),
            detail=row.state_note[:120],
            url=reverse("projects:report-write", args=[row.uid, next(iter(REPORT_STEPS))]),
            button=_("Go on writing"),
            group=TaskGroup.RETURNED,
            percent=row.percent,
            urgent=True,
        )
        for row in rows[:MOST_SINGLE_TASKS]
    ]


def _to_write(user: User) -> list[Todo]:
    owed = owing() & unreported_before(today())
    projects = Project.objects.visible_to(user, WRITE_REPORT, among=owed)
    # Each of these has one at least that is older than those of the projects behind them.
    oldest = projects.order_by("oldest_unreported_on", "pk").values_list("pk", flat=True)[:100]
    due = unreported(reports_due(Project.objects.filter(pk__in=list(oldest)))).order_by("ends_on", "pk")
    told = returned_to(user).filter(activity__isnull=False).values("activity")  # by _to_correct
    keys = list(due.exclude(pk__in=told).values_list("pk", flat=True)[:100])
    if not keys:
        return []
    many = len(keys) > MOST_SINGLE_TASKS
    rows = list(late_in(Activity.objects.filter(pk__in=keys[:1] if many else keys)).order_by("ends_on", "pk"))
    if many:
        text = ngettext("{n} report is to be written", "{n} reports are to be written", len(keys))
        return [
            Todo(
                icon="report-analytics",
                title=text.format(n=_many(keys)),
                detail=_("The oldest: {title}").format(title=rows[0].name),
                url=reverse("projects:reports") + "?show=due",
                button=_("Write them"),
                group=TaskGroup.DUE,
                due_on=due_day(rows[0]),
            )
        ]
    return [_one_to_write(row) for row in rows]


def _one_to_write(activity: Any) -> Todo:
    """`activity`: of `late_in`, which knows the draft that was begun."""
    project = activity.design.project
    if activity.draft_uid:
        button, press = _("Go on writing"), None
        url = reverse("projects:report-write", args=[activity.draft_uid, next(iter(REPORT_STEPS))])
    else:
        button = _("Write the report")
        press = Press(reverse("projects:report-new", args=[project.uid]), {"activity": str(activity.uid)})
        url = reverse("projects:project-reports", args=[project.uid])
    return Todo(
        icon="report-analytics",
        title=_("Report on “{title}”").format(title=activity.name),
        detail=project.title,
        url=url,
        button=button,
        group=TaskGroup.DUE,
        press=press,
        due_on=due_day(activity),
    )


def coming(user: User) -> list[Todo]:
    """What is under way of one's running projects while nothing is due: of each, the activity that comes next."""
    projects = Project.objects.visible_to(user, WRITE_REPORT, among=Q(status=ProjectStatus.RUNNING))
    shown = list(projects.order_by(F("oldest_unreported_on").asc(nulls_last=True), "pk")[:MOST_SINGLE_TASKS])
    open_ones = unreported(Activity.objects.filter(design__project__in=shown))
    following: dict[int, Activity] = {}
    for activity in open_ones.select_related("design").order_by(F("ends_on").asc(nulls_last=True), "no"):
        following.setdefault(activity.design_id, activity)
    return [
        Todo(
            icon="folders",
            title=project.title,
            detail=comes_next(following.get(project.design_id)),
            url=reverse("projects:project-reports", args=[project.uid]),
            button=_("Open the project"),
        )
        for project in shown
    ]


def comes_next(activity: Activity | None) -> str:
    if activity is None:
        return _("Running. No activity is left to report on; whoever pays for it closes the project.")
    until = due_day(activity)
    if until is None or activity.ends_on is None:
        return _("Running. Next: “{name}”, which has no day yet.").format(name=activity.name)
    return _("Running. Next: “{name}”, until {day}; then its report, until {until}.").format(
        name=activity.name, day=day_text(activity.ends_on), until=day_text(until)
    )
