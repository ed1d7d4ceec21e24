"""What of a design is seen at a glance: its indicators on their way, its activities in the fiscal year."""

from decimal import Decimal

from ruamsuk.charts.marks import Mark, Scale, Span
from ruamsuk.core.calendar import day_text
from ruamsuk.evidence.templatetags.figures import with_unit
from ruamsuk.projects.designs.models import Activity, Indicator

MOST_INDICATORS, MOST_ACTIVITIES = 8, 12  # further ones stand on a page of their own


def mark(value: Decimal | None, unit: str, url: str = "") -> Mark | None:
    """A measured number, in hundredths."""
    return None if value is None else Mark("", int(value * 100), with_unit(value, unit), url)


def scale(indicator: Indicator, now: Mark | None = None, word: str = "", tone: str = "plain") -> Scale:
    start, target = (mark(value, indicator.unit) for value in (indicator.baseline, indicator.target))
    return Scale(f"{indicator.no}. {indicator.text}", start, now, target, word, tone)


def span(activity: Activity, word: str = "", tone: str = "plain", url: str = "") -> Span:
    # One day is told once.
    days = dict.fromkeys(day_text(day) for day in (activity.starts_on, activity.ends_on) if day)
    label = f"{activity.no}. {activity.name}"
    return Span(label, activity.starts_on, activity.ends_on, " – ".join(days), word, tone, url)
