"""What becomes of contributions in the background."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import today
from ruamsuk.counting.actions import MOST, merge_days, sum_up
from ruamsuk.jobs.work import job


@job(_("Add what was contributed to the kept sums"), retries=1)
def sum_contributions() -> int:
    summed = done = sum_up()
    while done == MOST:
        summed += (done := sum_up())
    return summed


@job(_("Put the contributions of past days together"), retries=1)
def merge_contributions() -> int:
    gone = done = merge_days(today())
    while done:
        gone += (done := merge_days(today()))
    return gone
