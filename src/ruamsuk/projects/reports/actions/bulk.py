"""Many reports at once, each described by plain values as it stands (for the demo, a measurement); many waivers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import places_read
from ruamsuk.audit.actions import NOW, action
from ruamsuk.comments.actions import new_threads
from ruamsuk.core.models import store
from ruamsuk.projects.designs.models import Activity, Indicator, Objective
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.models import (
    ActivityReport,
    IndicatorResult,
    ParticipantLine,
    ReportStep,
    SpendingLine,
    Waiver,
)
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.due import due_day, unreported
from ruamsuk.projects.tallies.actions import recount_all_of

About = ActivityReport.objectives.through
Tells = ActivityReport.indicators.through


@dataclass(frozen=True)
class GivenReport:
    """`values`: plain fields of a report, its moments among them. What project and activity say need not be given.

    The sums of people and spending follow from the lines; given as values they are all that is known of those.
    """

    project: Project
    activity: Activity | None
    values: Mapping[str, object]
    state: ReportState = ReportState.STARTED
    participants: Sequence[Mapping[str, object]] = ()
    spending: Mapping[int, int] = field(default_factory=dict)  # satang by code of the expense group
    objectives: Sequence[Objective] = ()
    indicators: Sequence[Indicator] = ()
    results: Mapping[Indicator, Decimal] = field(default_factory=dict)
    way: Sequence[tuple[ReportState, datetime]] = ()  # the steps up the ladder, each with its moment


@action(_("entered many reports"))
def enter_reports(
    *, given: Sequence[GivenReport], by: User | None, at: datetime = NOW
) -> list[ActivityReport]:
    """In the order given. How complete they are is asked of those that do not say it themselves."""
    threads = new_threads(len(given))
    reports = [
        ActivityReport(
            **_known(one),
            **{**_sums(one), "created_at": at, "changed_at": at, **one.values},
            thread=thread,
        )
        for one, thread in zip(given, threads, strict=True)
    ]
    entered = list(zip(given, reports, strict=True))
    with places_read(report.home_area_id for report in reports):
        store(reports)
    store(
        [ParticipantLine(report=report, **line) for one, report in entered for line in one.participants],
        [
            SpendingLine(report=report, group_id=group, amount_satang=amount)
            for one, report in entered
            for group, amount in one.spending.items()
        ],
        [About(activityreport=report, objective=row) for one, report in entered for row in one.objectives],
        [Tells(activityreport=report, indicator=row) for one, report in entered for row in one.indicators],
        [
            IndicatorResult(report=report, indicator=indicator, value=value)
            for one, report in entered
            for indicator, value in one.results.items()
        ],
        [step for one, report in entered for step in steps_of(report, one.way)],
    )
    _judge([report for one, report in entered if "percent" not in one.values])
    recount_all_of(
        {(one.project.fund_id, one.project.fiscal_year, one.project.home_area_id) for one in given}
    )
    return reports


@action(_("said why the reports of ended projects do not come"))
def waive_reports(
    *, projects: Sequence[Project], reason: str, by: User | None, at: datetime = NOW
) -> list[Waiver]:
    """One reason for every activity of these projects that is `unreported`."""
    activities = unreported(Activity.objects.filter(design__project__in=projects))
    waivers = [Waiver(activity=activity, reason=reason, by=by, at=at) for activity in activities]
    store(waivers)
    recount_all_of({(one.fund_id, one.fiscal_year, one.home_area_id) for one in projects})
    return waivers


def _known(given: GivenReport) -> dict[str, object]:
    project = given.project
    return {
        "project": project,
        "activity": given.activity,
        "state": given.state,
        "fiscal_year": project.fiscal_year,
        "home_area_id": project.home_area_id,
    }


def _sums(given: GivenReport) -> dict[str, Any]:
    return {
        "title": given.activity.name if given.activity else "",
        "organization_id": given.project.organization_id,
        "due_on": due_day(given.activity) if given.activity else None,
        "people": sum(line.get("people") or 0 for line in given.participants),
        "spent_satang": sum(given.spending.values()),
    }


def steps_of(report: ActivityReport, way: Iterable[tuple[ReportState, datetime]]) -> list[ReportStep]:
    """Not stored yet."""
    steps, before = [], ReportState.STARTED
    for state, moment in way:
        steps.append(ReportStep(report=report, from_state=before, to_state=state, at=moment))
        before = state
    return steps


def _judge(reports: list[ActivityReport]) -> None:
    prefetch_related_objects(reports, "indicators", "results", "photos")
    for report in reports:
        report.percent = missing_in(report).percent
    ActivityReport.objects.bulk_update(reports, ["percent"], batch_size=500)
