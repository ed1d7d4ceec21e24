"""What is to be done now on one project about its reports, by whom: what the reader may do, else who is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader
from ruamsuk.core.calendar import day_text
from ruamsuk.core.todo import Press, Todo
from ruamsuk.projects.projects.access import all_that_may
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.choices import LADDER, REPORT_STEPS, ReportState
from ruamsuk.projects.reports.models import ActivityReport, ReportQuerySet, passed_over
from ruamsuk.projects.reports.queries.contents import ActivityLine
from ruamsuk.projects.reports.queries.due import due_day
from ruamsuk.projects.reports.queries.ladder import next_rung
from ruamsuk.projects.reports.queries.tasks import comes_next
from ruamsuk.projects.verbs import WRITE_REPORT

MOST = 3  # of each kind: the tab of reports has all


@dataclass(frozen=True)
class Now:
    """`todos`: for the reader. `others`: what waits for somebody else, as (what, address, for whom or until when)."""

    todos: Sequence[Todo]
    others: Sequence[tuple[str, str, str]]
    words: str = ""  # where nothing waits


def now_of(
    user: Reader, project: Project, lines: Sequence[ActivityLine], reports: ReportQuerySet
) -> Now | None:
    todos: list[Todo] = []
    others: list[tuple[str, str, str]] = []
    may = all_that_may(user, project, (WRITE_REPORT, *(rung.can for rung in LADDER)))
    waiting = list(
        reports.sent()
        .exclude(state=ReportState.ACCEPTED)
        .order_by("sent_at", "pk")
        .only("uid", "title", "state")[:MOST]
    )
    passed = passed_over(project) if waiting else set()
    for report in waiting:
        url, title = reverse("projects:report", args=[report.uid]), report.title or _("Activity report")
        rung = next_rung(report, passed)
        if rung and rung.can in may:
            todos.append(
                Todo(
                    icon="clipboard-check",
                    title=_("Check the report “{title}”").format(title=title),
                    detail="",
                    url=url,
                    button=_("Read and check"),
                )
            )
        elif rung:
            others.append((title, url, str(rung.waits)))
    if project.returned_reports:
        for report in reports.returned()[:MOST] if WRITE_REPORT in may else ():
            todos.append(
                _write(report, _("Correct the report “{title}”"), report.state_note[:120], urgent=True)
            )
    open_lines = [line for line in lines if line.state in ("late", "due", "draft") and not _is_returned(line)]
    for line in open_lines[:MOST]:
        until = due_day(line.activity)
        if WRITE_REPORT in may:
            todos.append(_report_on(project, line))
        elif until and line.state != "draft":
            told = _("report was due on {day}") if line.state == "late" else _("report due until {day}")
            url = reverse("projects:project-reports", args=[project.uid])
            others.append((line.activity.name, url, told.format(day=day_text(until))))
    words = "" if todos or others else _nothing(project, lines)
    return Now(todos, others, words) if todos or others or words else None


def _is_returned(line: ActivityLine) -> bool:
    return line.draft is not None and line.draft.was_returned


def _write(report: ActivityReport, title: str, detail: str, *, urgent: bool = False) -> Todo:
    return Todo(
        icon="arrow-back-up",
        title=title.format(title=report.title),
        detail=detail,
        url=reverse("projects:report-write", args=[report.uid, next(iter(REPORT_STEPS))]),
        button=_("Go on writing"),
        percent=report.percent,
        urgent=urgent,
    )


def _report_on(project: Project, line: ActivityLine) -> Todo:
    press = url = None
    if line.draft:
        url = reverse("projects:report-write", args=[line.draft.uid, next(iter(REPORT_STEPS))])
    else:
        press = Press(
            reverse("projects:report-new", args=[project.uid]), {"activity": str(line.activity.uid)}
        )
    return Todo(
        icon="report-analytics",
        title=_("Report on “{title}”").format(title=line.activity.name),
        detail="",
        url=url or reverse("projects:project-reports", args=[project.uid]),
        button=_("Go on writing") if line.draft else _("Write the report"),
        press=press,
        due_on=line.due_on,
    )


def _nothing(project: Project, lines: Sequence[ActivityLine]) -> str:
    if project.status != ProjectStatus.RUNNING:
        return ""
    following = next((line.activity for line in lines if line.state == "later"), None)
    return comes_next(following)
