"""The way of a report up the ladder: where it stands, who takes the next step, what waits for a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import (
    Q,
    QuerySet,
)
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader, may
from ruamsuk.accounts.models import Grant, User
from ruamsuk.projects.own_steps.queries import by_moment
from ruamsuk.projects.people import holders
from ruamsuk.projects.projects.models import Project, reached
from ruamsuk.projects.reports.choices import (
    LADDER,
    ReportState,
    Rung,
)
from ruamsuk.projects.reports.models import ActivityReport, ReportStep, passed_over, ready_for
from ruamsuk.projects.verbs import ACCEPT_REPORT, WRITE_REPORT

MOST_NAMED = 200  # reports that a query names one by one
MOST_HOLDERS = 4  # who are named beside the next step


@dataclass(frozen=True)
class LadderLine:
    """One step of the ladder as it is shown. `status`: done, next, waiting, or skipped (nobody holds that post)."""

    label: str | Promise
    status: str
    step: ReportStep | None = None
    rung: Rung | None = None  # of the next one


def next_rung(report: ActivityReport, passed: Collection[str]) -> Rung | None:
    """The step that a sent report waits for; `passed`: see `passed_over`."""
    if report.is_writable:
        return None
    return next((rung for rung in rungs_above(report) if rung.state not in passed), None)


def rungs_above(report: ActivityReport) -> list[Rung]:
    order = list(ReportState)
    return [rung for rung in LADDER if order.index(rung.state) > order.index(ReportState(report.state))]


def holders_of_next(report: ActivityReport, ladder: Iterable[LadderLine]) -> list[User]:
    """Who may take the next step of a sent report by the post."""
    rung = next((line.rung for line in ladder if line.rung), None)
    found = holders_near(report.project, rung) if rung else []
    return sorted(found, key=lambda user: user.sort_key)[:MOST_HOLDERS]


def ladder_of(report: ActivityReport, rows: Iterable[ReportStep]) -> list[LadderLine]:
    """The ladder since the report was last sent, with who took each step. `rows`: all its steps in order."""
    passed = passed_over(report.project)
    following = next_rung(report, passed)
    steps: dict[str, ReportStep] = {}
    for step in rows:
        if step.is_return:
            steps = {}
        else:
            steps[step.to_state] = step
    if report.is_writable:
        lines = [LadderLine(_("To be sent from the area"), "next")]
    else:
        lines = [LadderLine(_("Sent from the area"), "done", steps.get("sent"))]
    order = list(ReportState)
    for rung in LADDER:
        if order.index(rung.state) <= order.index(ReportState(report.state)):
            taken = steps.get(rung.state)
            label, status = (rung.state.label, "done") if taken else (rung.pending, "skipped")
            lines.append(LadderLine(label, status, taken))
        elif rung == following:
            lines.append(LadderLine(rung.waits, "next", rung=rung))
        else:
            lines.append(LadderLine(rung.pending, "skipped" if rung.state in passed else "waiting"))
    return lines


def holders_near(project: Project, rung: Rung) -> list[User]:
    """Who holds the post of a step for a project today: those to be told that it waits for them."""
    area = project.home_area
    above = [area.pk, area.zone_id]
    while area.parent is not None:
        area = area.parent
        above.append(area.pk)
    scopes = [project.scope_id]
    scopes += [project.parent.scope_id] if project.parent else []
    scopes += [project.fund.scope_id] if project.fund else []
    if rung.can == ACCEPT_REPORT:
        scopes += project.fundings.exclude(fund=None).values_list("fund__scope_id", flat=True)
        scopes += project.fundings.exclude(organization=None).values_list("organization__scope_id", flat=True)
    elif project.organization:
        scopes.append(project.organization.scope_id)
    near = Q(post__scope_id__in=scopes) | Q(post__scope__kind="area", post__scope__area_id__in=above)
    grants = Grant.objects.running().filter(near, post__role__in=rung.roles)
    return list(User.objects.filter(is_active=True, pk__in=grants.values("user_id")))


def waiting_for(user: Reader) -> list[QuerySet[ActivityReport]]:
    """Sent reports whose next step this person may take: a query for each state, so that an index gives the oldest.

    Where there are few, they are named: in the order of waiting a database would look through the country for them.
    """
    found: list[QuerySet[ActivityReport]] = []
    for rung in LADDER:
        if may(user, rung.can):
            mine = ActivityReport.objects.filter(reached(user, rung.can, "project__"))
            for ready in ready_for(rung):
                rows = mine.filter(ready)
                keys = list(rows.order_by().values_list("pk", flat=True)[: MOST_NAMED + 1])
                found.append(rows if len(keys) > MOST_NAMED else ActivityReport.objects.filter(pk__in=keys))
    return found or [ActivityReport.objects.none()]


def returned_to(user: Reader) -> QuerySet[ActivityReport]:
    """Reports that were sent back and that this person may correct."""
    projects = Project.objects.visible_to(user, WRITE_REPORT, among=Q(returned_reports__gt=0))
    return ActivityReport.objects.filter(project__in=projects).returned()


def with_card(rows: QuerySet[ActivityReport]) -> QuerySet[ActivityReport]:
    """Reports ready to be listed."""
    return rows.select_related("project", "organization", "home_area__parent__parent")


def reporters_of(project: Project) -> list[User]:
    scopes = [project.scope_id, *([project.organization.scope_id] if project.organization else [])]
    return holders(scopes, WRITE_REPORT)


def marked_steps(report: ActivityReport) -> list[ReportStep]:
    """All steps of a report with their marks."""
    rows, marked = list(report.steps.select_related("by")), by_moment(report.own_steps.all())
    for row in rows:
        row.own = marked.get(row.at)
    return rows
