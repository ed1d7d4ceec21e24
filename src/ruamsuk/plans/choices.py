"""Words and limits of the yearly plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# A plan may be written until the end of the fiscal year after its own: figures of the year are often known late.
OPEN_YEARS_BACK = 1
# Further ahead it is a typing error: the longest plan of a local authority runs five years.
OPEN_YEARS_AHEAD = 5
# A survey that reached fewer than 30 of 100 people is kept, with a warning: it may not speak for the whole area.
LOW_COVERAGE_PERCENT = 30
# Plans of the next fiscal year are asked for from July on, when local authorities write next year's budget.
PLANNING_STARTS_IN_MONTH = 7

# What people write for "of a hundred"; such a figure must lie between 0 and 100.
LEADING_UNIT = "ร้อยละ"  # stands before its figure: "ร้อยละ 12.5"
PERCENT_UNITS = frozenset({LEADING_UNIT, "เปอร์เซ็นต์", "%", "percent", "per cent"})


class PlanState(models.TextChoices):
    DRAFT = "draft", _("being written")
    AGREED = "agreed", _("agreed")


class CheckState(models.TextChoices):
    """What became of an agreed plan at the check by those who look after the funds (หลังบ้าน)."""

    WAITING = "waiting", _("waits for the check")
    CHECKED = "checked", _("checked")
    RETURNED = "returned", _("returned for correction")


CHECK_TONE = {CheckState.WAITING: "plain", CheckState.CHECKED: "ok", CheckState.RETURNED: "warn"}


class EvidenceKind(models.TextChoices):
    """Where a figure comes from."""

    SURVEY = "survey", _("survey in the area")
    OFFICIAL = "official", _("official statistics")
    ESTIMATE = "estimate", _("estimate")


def is_percent(unit: str) -> bool:
    return unit.strip().lower() in PERCENT_UNITS


# The priority-ranking table: each criterion gets 1 to 4.
CRITERIA = {
    "size": _("Size of the problem"),
    "severity": _("Severity and impact"),
    "awareness": _("Awareness and will to solve it"),
    "ease": _("Ease of solving it"),
}
