"""A proposal at a glance: what shall change, when what is done, what the money is for."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from ruamsuk.charts.marks import Bars, Mark, Scales, YearLine
from ruamsuk.core.calendar import fiscal_year
from ruamsuk.core.money import baht_text
from ruamsuk.projects.designs.models import Activity, Indicator
from ruamsuk.projects.designs.pictures import MOST_ACTIVITIES, MOST_INDICATORS, scale, span


def indicators(rows: Sequence[Indicator], whole_text: str) -> Scales | None:
    if not rows:
        return None
    shown = rows[:MOST_INDICATORS]
    without = sum(row.target is None for row in shown)
    sentence = _("Indicators: %(n)s.") % {"n": len(shown)}
    if without:
        sentence += " " + _("Without a target: %(without)s.") % {"without": without}
    rest = Mark("", 0, _("All indicators"), whole_text) if len(rows) > len(shown) else None
    return Scales(_("From today to the target"), sentence, [scale(row) for row in shown], rest)


def year(of_year: int | None, activities: Sequence[Activity], whole_text: str) -> YearLine | None:
    """Where no fiscal year is said, that of the first day."""
    days = sorted(day for row in activities for day in (row.starts_on, row.ends_on) if day)
    of_year = of_year or (fiscal_year(days[0]) if days else None)
    if not activities or of_year is None:
        return None
    rows = sorted(activities, key=lambda row: (row.starts_on or row.ends_on or date.max, row.no))
    spans = [span(row) for row in rows[:MOST_ACTIVITIES]]
    without = sum(row.starts_on is None and row.ends_on is None for row in activities)
    sentence = _("Activities: %(n)s.") % {"n": len(activities)}
    if without:
        sentence += " " + _("Without a day: %(without)s.") % {"without": without}
    rest = Mark("", 0, _("All activities"), whole_text) if len(rows) > len(spans) else None
    return YearLine(
        _("Activities in fiscal year %(year)s") % {"year": of_year}, sentence, of_year, spans, rest
    )


def money(activities: Sequence[Activity], whole_text: str) -> Bars | None:
    """By activity, the dearest first."""
    rows = sorted((row for row in activities if row.budget_satang), key=lambda row: -row.budget_satang)
    if len(rows) < 2:
        return None
    whole, shown = sum(row.budget_satang for row in rows), rows[:MOST_INDICATORS]
    marks = [
        Mark(f"{row.no}. {row.name}", row.budget_satang, baht_text(row.budget_satang), whole_text)
        for row in shown
    ]
    if rest := rows[len(shown) :]:
        left = sum(row.budget_satang for row in rest)
        marks.append(Mark(_("Other activities: %(n)s") % {"n": len(rest)}, left, baht_text(left), whole_text))
    words = {"name": shown[0].name, "number": marks[0].text, "whole": baht_text(whole)}
    sentence = _("Most is for “%(name)s”: %(number)s of %(whole)s baht.") % words
    return Bars(_("Budget by activity (baht)"), sentence, marks, whole)
