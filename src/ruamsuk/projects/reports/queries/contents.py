"""What reports of a project say: by activity, by indicator, by expense group."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    QuerySet,
    Sum,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ruamsuk.core.calendar import today
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import ExpenseGroup
from ruamsuk.projects.designs.models import Activity, BudgetLine, Indicator
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.models import ActivityReport, IndicatorResult, Waiver
from ruamsuk.projects.reports.queries.combining import combined, way_to_target
from ruamsuk.projects.reports.queries.due import due_day, owes, waiver_of
from ruamsuk.projects.reports.queries.ladder import MOST_NAMED

MOST_OF_ACTIVITY = 5  # reports of one activity on its project's page


# What is missing --------------------------------------------------------------------------------------------


# The ladder ---------------------------------------------------------------------------------------------------


# Due and late -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActivityLine:
    """An activity of the plan with its reports, newest first, as the project's page lists it."""

    activity: Activity
    reports: list[ActivityReport]  # of those that are written and of those that were sent the newest
    further: int  # reports that are not among these
    due_on: date | None
    state: str  # "late", "due", "later", "draft", "waived" or "reported"

    @property
    def word(self) -> str | Promise:
        return STATE_WORDS[self.state][0]

    @property
    def tone(self) -> str:
        return STATE_WORDS[self.state][1]

    @property
    def waiver(self) -> Waiver | None:
        return waiver_of(self.activity) if self.state == "waived" else None

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
    if waiver_of(activity):
        return "waived"
    due_on, is_owed = due_day(activity), owes(project)
    if is_owed and due_on and due_on < today():
        return "late"
    if reports:
        return "draft"
    return "due" if is_owed and activity.ends_on and activity.ends_on < today() else "later"


# State of an activity's report → its word and tone.
STATE_WORDS: dict[str, tuple[str | Promise, str]] = {
    "late": (gettext_lazy("report late"), "bad"),
    "due": (gettext_lazy("report due"), "warn"),
    "later": (gettext_lazy("not over yet"), "plain"),
    "draft": (gettext_lazy("being written"), "plain"),
    "waived": (gettext_lazy("no report comes"), "plain"),
    "reported": (gettext_lazy("reported"), "ok"),
}


# Indicators ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where an indicator stands by some reports, in the order of the days of their activities."""

    value: Decimal
    results: list[IndicatorResult]

    @property
    def report(self) -> ActivityReport:
        """The newest that measured it."""
        return self.results[-1].report


@dataclass(frozen=True)
class Progress:
    """How far an indicator is. `accepted` counts; `sent` is by all reports that were sent, checked or not."""

    indicator: Indicator
    accepted: Standing | None
    sent: Standing | None

    @property
    def percent(self) -> int | None:
        """Share of the way from baseline to target, by the accepted value; None while one of them is missing."""
        one = self.indicator
        if self.accepted is None:
            return None
        way = way_to_target(one.combining, self.accepted.value, one.baseline, one.target)
        return None if way is None else round(100 * min(max(way, Decimal(0)), Decimal(1)))


def indicator_progress(project: Project, most: int | None = None) -> list[Progress]:
    """Each indicator of a project (the first `most`) with what its accepted and its sent reports are together, by its
    kind.
    """
    indicators = list(project.design.indicators.all()[:most])
    rows = (
        IndicatorResult.objects.filter(report__project=project, indicator__in=indicators)
        .exclude(report__state=ReportState.STARTED)
        .exclude(value=None)
        .select_related("report")
        .order_by("report__held_on", "report_id")
    )
    sent: dict[int, list[IndicatorResult]] = defaultdict(list)
    for result in rows:
        sent[result.indicator_id].append(result)
    found = []
    for one in indicators:
        results = sent[one.pk]
        accepted = [result for result in results if result.report.state == ReportState.ACCEPTED]
        found.append(Progress(one, _standing(one, accepted), _standing(one, results)))
    return found


def _standing(indicator: Indicator, results: list[IndicatorResult]) -> Standing | None:
    measured = [(result.value, result.out_of) for result in results if result.value is not None]
    value = combined(indicator.combining, measured)
    return Standing(value, results) if value is not None else None


# Money and people of one report -------------------------------------------------------------------------------


@dataclass(frozen=True)
class SpendingRow:
    """An expense group: what the activity's budget says, and what was spent. Satang."""

    group: ExpenseGroup
    planned_satang: int
    amount_satang: int | None
    note: str

    @property
    def uid(self) -> int:
        """What its fields are known by on the form."""
        return self.group.code


def spending_rows(report: ActivityReport) -> list[SpendingRow]:
    planned = dict(
        BudgetLine.objects.filter(activity_id=report.activity_id, category__isnull=False)
        .values_list("category__group_id")
        .annotate(total=Sum("amount_satang"))
        if report.activity_id
        else ()
    )
    spent = {line.group_id: line for line in report.spending.all()}
    return [
        SpendingRow(
            group,
            planned.get(group.code, 0),
            spent[group.code].amount_satang if group.code in spent else None,
            spent[group.code].note if group.code in spent else "",
        )
        for group in ExpenseGroup.objects.all()
        if group.retired_on is None or group.code in planned.keys() | spent.keys()
    ]


@dataclass(frozen=True)
class ResultRow:
    """An indicator that the activity serves, with what the report says of it."""

    indicator: Indicator
    value: Decimal | None
    out_of: Decimal | None
    note: str

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields that are drawn: out of how many is asked of a share alone."""
        is_share = self.indicator.combining == Combining.SHARE
        return ("value", "out_of", "note") if is_share else ("value", "note")

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
            known[row.pk].out_of if row.pk in known else None,
            known[row.pk].note if row.pk in known else "",
        )
        for row in rows
    ]


# Lists and tasks ----------------------------------------------------------------------------------------------
