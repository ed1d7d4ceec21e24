"""Words and limits of the yearly plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# A plan may be written until the end of the fiscal year after its own: figures of the year are often known late.
OPEN_YEARS_BACK = 1
# Further ahead it is a typing error: the longest plan of a local authority runs five years.
OPEN_YEARS_AHEAD = 5
# Plans of the next fiscal year are asked for from July on, when local authorities write next year's budget.
PLANNING_STARTS_IN_MONTH = 7


class PlanState(models.TextChoices):
    DRAFT = "draft", _("being written")
    AGREED = "agreed", _("agreed")


class CheckState(models.TextChoices):
    """What became of an agreed plan at the check by those who look after the funds (หลังบ้าน)."""

    WAITING = "waiting", _("waits for the check")
    CHECKED = "checked", _("checked")
    RETURNED = "returned", _("returned for correction")


CHECK_TONE = {CheckState.WAITING: "plain", CheckState.CHECKED: "ok", CheckState.RETURNED: "warn"}


# The priority-ranking table: each criterion gets 1 to 4.
CRITERIA = {
    "size": _("Size of the problem"),
    "severity": _("Severity and impact"),
    "awareness": _("Awareness and will to solve it"),
    "ease": _("Ease of solving it"),
}
