"""A day passes for what is kept by the day: what was done until now was done a day earlier."""

from datetime import timedelta

from django.db.models import F

from ruamsuk.counting.models import Contribution, KnownSince
from ruamsuk.funds.models import Standing


def days_pass(days: int = 1) -> None:
    earlier = F("day") - timedelta(days=days)
    # The oldest first: two rows of one fund never stand on the same day.
    for standing in Standing.objects.order_by("day"):
        Standing.objects.filter(pk=standing.pk).update(day=standing.day - timedelta(days=days))
    for kept in (Contribution, KnownSince):
        kept.objects.update(day=earlier)
