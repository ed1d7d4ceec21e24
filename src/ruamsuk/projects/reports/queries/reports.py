"""Reading activity reports: what is missing, what is due or late, what waits for whom, how far the indicators are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ruamsuk.accounts.access import Reader, grants_of, may
from ruamsuk.accounts.models import Grant, User
from ruamsuk.core.calendar import BE_OFFSET, today
from ruamsuk.core.paging import merged_keys
from ruamsuk.core.todo import Todo
from ruamsuk.drafts.queries.completeness import Asked, Checks, Completeness, Missing, counted
from ruamsuk.issues.choices import ExpenseGroup
from ruamsuk.projects.designs.models import Activity, BudgetLine, Indicator
from ruamsuk.projects.own_steps.queries import by_moment
from ruamsuk.projects.people import holders
from ruamsuk.projects.projects.models import Project, reached
from ruamsuk.projects.reports.choices import (
    LADDER,
    OWING,
    REPORT_DAYS,
    REPORT_STEPS,
    YEAR_CLOSES,
    ReportState,
    Rung,
)
from ruamsuk.projects.reports.models import ActivityReport, IndicatorResult, ReportStep, ready_for
from ruamsuk.projects.reports.specs import REPORT
from ruamsuk.projects.verbs import ACCEPT_REPORT, WRITE_REPORT

MOST_NAMED = 200  # reports that a query names one by one
MOST_OF_ACTIVITY = 5  # reports of one activity on its project's page
MOST_SINGLE_TASKS = 5  # more than these become one line with their number


# What is missing --------------------------------------------------------------------------------------------


def missing_in(report: ActivityReport) -> Completeness:
    """Required: name, day, what was done and one result. The rest asks the writer to look again."""
    return counted(_checks(report))


def _checks(report: ActivityReport) -> Checks:
    asked = Asked(REPORT)

    def advice(met: object, path: str, text: str, section: str = "") -> Missing | None:
        return asked.unless(met, path, text, required=False, section=section)

    yield from asked.fields(REPORT.parts[0], report, "r")
    result = report.output.strip() or report.outcome.strip() or report.summary.strip()
    yield asked.unless(result, "r.output", _("a result: output, outcome or summary"))
    yield advice(report.people, "people", _("how many people took part"))
    yield advice(report.quality is not None, "r.quality", _("how good the activity was"))
    served = set(report.indicators.values_list("pk", flat=True))
    known = set(report.results.exclude(value=None).values_list("indicator_id", flat=True))
    yield advice(served <= known, "result", _("what the indicators stand at now"))
    if report.activity and report.activity.budget_satang:
        yield advice(report.spent_satang, "spend.1.amount_satang", _("what was spent"))
    yield advice(report.photos.kept().exists(), "photos", _("photos of the activity"), "photos")
    yield from asked.rest(report)


# The ladder ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LadderLine:
    """One step of the ladder as it is shown. `status`: done, next, waiting, or skipped (nobody holds that post)."""

    label: str | Promise
    status: str
    step: ReportStep | None = None


def ladder_of(report: ActivityReport, rows: Iterable[ReportStep]) -> list[LadderLine]:
    """The ladder since the report was last sent, with who took each step. `rows`: all its steps in order."""
    steps: dict[str, ReportStep] = {}
    for step in rows:
        if step.is_return:
            steps = {}
        else:
            steps[step.to_state] = step
    lines = [LadderLine(_("Sent from the area"), _status(report, steps, ReportState.SENT), steps.get("sent"))]
    for rung in LADDER:
        lines.append(LadderLine(rung.state.label, _status(report, steps, rung.state), steps.get(rung.state)))
    return lines


def _status(report: ActivityReport, steps: dict[str, ReportStep], state: ReportState) -> str:
    order = list(ReportState)
    if state in steps:
        return "done"
    if order.index(state) < order.index(ReportState(report.state)):
        return "skipped"
    return "next" if order.index(state) == order.index(ReportState(report.state)) + 1 else "waiting"


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


# Due and late -------------------------------------------------------------------------------------------------


def due_day(activity: Activity) -> date | None:
    """The day until which the report of an activity is expected; None while the activity has no last day."""
    return activity.ends_on + timedelta(days=REPORT_DAYS) if activity.ends_on else None


def last_day_of_reports(fiscal_year: int) -> date:
    """Until when reports of a fiscal year are taken from everyone: 31 December after it ended."""
    return date(fiscal_year - BE_OFFSET, *YEAR_CLOSES)


def reports_due(projects: QuerySet[Project], on: date | None = None) -> QuerySet[Activity]:
    """Activities that owe a report: their project runs and their last day passed. Sent ones are among them."""
    return Activity.objects.filter(
        design__project__in=projects, design__project__status__in=OWING, ends_on__lt=on or today()
    )


def unreported_before(day: date) -> Q:
    """Projects with an activity that ended before `day` and of which no report was sent, by what `recount` keeps."""
    return Q(oldest_unreported_on__lt=day)


def unreported(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those of which no report was sent."""
    sent = ActivityReport.objects.sent().filter(activity=OuterRef("pk"))
    return activities.filter(~Exists(sent))


def reports_late(projects: QuerySet[Project], on: date | None = None) -> QuerySet[Activity]:
    """Activities whose report is not sent although its day (`due_day`) passed."""
    day = on or today()
    return unreported(reports_due(projects, day)).filter(ends_on__lt=day - timedelta(days=REPORT_DAYS))


def late_projects() -> Q:
    """Projects in which `reports_late` may find something."""
    return unreported_before(today() - timedelta(days=REPORT_DAYS))


@dataclass(frozen=True)
class ReportCounts:
    due: int
    sent: int  # ever sent and not returned since: checked and accepted ones included
    accepted: int
    late: int


def report_counts(projects: QuerySet[Project], on: date | None = None) -> ReportCounts:
    reports = ActivityReport.objects.filter(project__in=projects)
    return ReportCounts(
        due=reports_due(projects, on).count(),
        sent=reports.sent().count(),
        accepted=reports.filter(state=ReportState.ACCEPTED).count(),
        late=reports_late(projects, on).count(),
    )


@dataclass(frozen=True)
class ActivityLine:
    """An activity of the plan with its reports, newest first, as the project's page lists it."""

    activity: Activity
    reports: list[ActivityReport]  # of those that are written and of those that were sent the newest
    further: int  # reports that are not among these
    due_on: date | None
    state: str  # "late", "due", "later", "draft" or "reported"

    @property
    def word(self) -> str | Promise:
        return STATE_WORDS[self.state][0]

    @property
    def tone(self) -> str:
        return STATE_WORDS[self.state][1]

    @property
    def draft(self) -> ActivityReport | None:
        return next((report for report in self.reports if report.is_writable), None)


def lines_of(
    project: Project, activities: Iterable[Activity], reports: QuerySet[ActivityReport]
) -> list[ActivityLine]:
    """Activities of a project's plan with those of `reports` that belong to them."""
    found = reports.filter(project=project, activity__in=[activity.pk for activity in activities])
    newest = found.select_related("organization").order_by(F("held_on").desc(nulls_last=True), "-pk")
    rows = list(newest[: MOST_NAMED + 1])
    number = Counter(report.activity_id for report in rows)
    if len(rows) > MOST_NAMED:  # a heap: of each activity the newest alone
        rows = list(_newest_of_each(newest))
        number = Counter(dict(found.order_by().values_list("activity").annotate(n=Count("pk"))))
    own: dict[int | None, list[ActivityReport]] = defaultdict(list)
    for report in rows:
        shown = own[report.activity_id]
        if sum(one.is_writable == report.is_writable for one in shown) < MOST_OF_ACTIVITY:
            shown.append(report)
    lines = []
    for activity in activities:
        shown = own[activity.pk]
        state = _state_of(project, activity, shown)
        further = number[activity.pk] - len(shown)
        lines.append(ActivityLine(activity, shown, further, due_day(activity), state))
    return lines


def _newest_of_each(reports: QuerySet[ActivityReport]) -> QuerySet[ActivityReport]:
    """Of each activity the newest that are written, and the newest that were sent."""
    is_open = Case(When(state=ReportState.STARTED, then=True), default=False)
    rank = Window(
        RowNumber(),
        partition_by=[F("activity"), F("is_open")],
        order_by=[F("held_on").desc(nulls_last=True), F("pk").desc()],
    )
    return reports.annotate(is_open=is_open, rank=rank).filter(rank__lte=MOST_OF_ACTIVITY)


def _state_of(project: Project, activity: Activity, reports: list[ActivityReport]) -> str:
    if any(not report.is_writable for report in reports):
        return "reported"
    due_on = due_day(activity)
    if project.status in OWING and due_on and due_on < today():
        return "late"
    if reports:
        return "draft"
    return "due" if activity.ends_on and activity.ends_on < today() and project.status in OWING else "later"


# State of an activity's report → its word and tone.
STATE_WORDS: dict[str, tuple[str | Promise, str]] = {
    "late": (gettext_lazy("report late"), "bad"),
    "due": (gettext_lazy("report due"), "warn"),
    "later": (gettext_lazy("not over yet"), "plain"),
    "draft": (gettext_lazy("being written"), "plain"),
    "reported": (gettext_lazy("reported"), "ok"),
}


# Indicators ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far an indicator is. `accepted` counts; `sent` is the newest value that was sent, checked or not."""

    indicator: Indicator
    accepted: IndicatorResult | None
    sent: IndicatorResult | None

    @property
    def percent(self) -> int | None:
        """Share of the way from baseline to target, by the accepted value; None while one of them is missing."""
        start, goal = self.indicator.baseline, self.indicator.target
        if self.accepted is None or self.accepted.value is None or goal is None:
            return None
        start = start if start is not None else Decimal(0)
        if goal == start:
            return 100 if self.accepted.value == goal else 0
        share = 100 * (self.accepted.value - start) / (goal - start)
        return round(min(max(share, Decimal(0)), Decimal(100)))


def indicator_progress(project: Project) -> list[Progress]:
    """Each indicator of a project with the latest value accepted and the latest sent, by the activity's day."""
    values = (
        IndicatorResult.objects.filter(report__project=project)
        .exclude(report__state=ReportState.STARTED)
        .exclude(value=None)
        .select_related("report")
        .order_by("report__held_on", "report_id")
    )
    accepted, sent = {}, {}
    for result in values:
        sent[result.indicator_id] = result
        if result.report.state == ReportState.ACCEPTED:
            accepted[result.indicator_id] = result
    return [Progress(row, accepted.get(row.pk), sent.get(row.pk)) for row in project.design.indicators.all()]


# Money and people of one report -------------------------------------------------------------------------------


@dataclass(frozen=True)
class SpendingRow:
    """One of the six groups: what the activity's budget says, and what was spent. Satang."""

    group: int
    label: str | Promise
    planned_satang: int
    amount_satang: int | None
    note: str

    @property
    def uid(self) -> int:
        """What its fields are known by on the form."""
        return self.group


def spending_rows(report: ActivityReport) -> list[SpendingRow]:
    planned = dict(
        BudgetLine.objects.filter(activity_id=report.activity_id, category__isnull=False)
        .values_list("category__group")
        .annotate(total=Sum("amount_satang"))
        if report.activity_id
        else ()
    )
    spent = {line.group: line for line in report.spending.all()}
    return [
        SpendingRow(
            group,
            group.label,
            planned.get(group, 0),
            spent[group].amount_satang if group in spent else None,
            spent[group].note if group in spent else "",
        )
        for group in ExpenseGroup
    ]


@dataclass(frozen=True)
class ResultRow:
    """An indicator that the activity serves, with what the report says of it."""

    indicator: Indicator
    value: Decimal | None
    note: str

    @property
    def uid(self) -> UUID:
        return self.indicator.uid


def result_rows(report: ActivityReport) -> list[ResultRow]:
    """The indicators that are ticked; all of the project while none is."""
    known = {result.indicator_id: result for result in report.results.all()}
    rows = report.indicators.all() or report.project.design.indicators.all()
    return [
        ResultRow(
            row,
            known[row.pk].value if row.pk in known else None,
            known[row.pk].note if row.pk in known else "",
        )
        for row in rows
    ]


# Lists and tasks ----------------------------------------------------------------------------------------------


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


def late_in(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Late activities ready to be listed: with project, place and the draft that was begun, if any."""
    draft = ActivityReport.objects.filter(activity=OuterRef("pk"), state=ReportState.STARTED)
    return rows.annotate(draft_uid=Subquery(draft.values("uid")[:1])).select_related(
        "design__project__home_area", "design__project__organization", "design__project__fund"
    )


def with_card(rows: QuerySet[ActivityReport]) -> QuerySet[ActivityReport]:
    """Reports ready to be listed."""
    return rows.select_related("project", "organization", "home_area")


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
            )
        ]
    return [
        Todo(
            icon="clipboard-check",
            title=_("Check the report “{title}”").format(title=row.title),
            detail=f"{row.project.title} · {row.reporter}",
            url=reverse("projects:report", args=[row.uid]),
            button=_("Read and check"),
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
            percent=row.percent,
            urgent=True,
        )
        for row in rows[:MOST_SINGLE_TASKS]
    ]


def _to_write(user: User) -> list[Todo]:
    projects = Project.objects.visible_to(user, WRITE_REPORT, among=unreported_before(today()))
    due = unreported(reports_due(projects)).order_by("ends_on", "pk")
    keys = list(due.values_list("pk", flat=True)[:100])
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
                due_on=due_day(rows[0]),
            )
        ]
    return [
        Todo(
            icon="report-analytics",
            title=_("Report on “{title}”").format(title=row.name),
            detail=row.design.project.title,
            url=reverse("projects:project-reports", args=[row.design.project.uid]),
            button=_("Write the report"),
            due_on=due_day(row),
        )
        for row in rows
    ]


def reporters_of(project: Project) -> list[User]:
    scopes = [project.scope_id, *([project.organization.scope_id] if project.organization else [])]
    return holders(scopes, WRITE_REPORT)


def marked_steps(report: ActivityReport) -> list[ReportStep]:
    """All steps of a report with their marks."""
    rows, marked = list(report.steps.select_related("by")), by_moment(report.own_steps.all())
    for row in rows:
        row.own = marked.get(row.at)
    return rows
