"""What a report still misses."""

from datetime import date

from django.utils.translation import gettext as _

from ruamsuk.core.calendar import day_text
from ruamsuk.drafts.queries.completeness import Asked, Checks, Completeness, Point, counted
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.specs import REPORT


def missing_in(report: ActivityReport) -> Completeness:
    """Required: name, day, what was done and one result. The rest asks the writer to look again."""
    return counted(_checks(report))


def _checks(report: ActivityReport) -> Checks:
    asked = Asked(REPORT)

    def advice(met: object, path: str, text: str, section: str = "") -> Point:
        return asked.unless(met, path, text, required=False, section=section)

    yield from asked.fields(REPORT.parts[0], report, "r")
    if report.held_on and (first := _first_day(report)) and report.held_on < first:
        text = _("whether the day is right: it lies before the first day planned, {day}")
        yield advice(False, "r.held_on", text.format(day=day_text(first)))
    result = report.output.strip() or report.outcome.strip() or report.summary.strip()
    yield asked.unless(result, "r.output", _("a result: output, outcome or summary"))
    yield advice(report.people, "people", _("how many people took part"))
    yield advice(report.quality is not None, "r.quality", _("how good the activity was"))
    served = {row.pk for row in report.indicators.all()}
    known = {row.indicator_id for row in report.results.all() if row.value is not None}
    yield advice(served <= known, "result", _("what the indicators stand at now"))
    if report.activity and report.activity.budget_satang:
        yield advice(report.spent_satang, "spend.1.amount_satang", _("what was spent"))
    yield advice(
        any(photo.removed_at is None for photo in report.photos.all()),
        "photos",
        _("photos of the activity"),
        "photos",
    )
    yield from asked.rest(report)


def _first_day(report: ActivityReport) -> date | None:
    """Of the activity, or of the project where the report is about something that was not planned."""
    planned = report.activity.starts_on if report.activity else None
    return planned or report.project.design.starts_on
