"""What can be wrong with the evidence of a figure."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class CoversMoreThanAll(Problem):
    code = "covers-more-than-all"
    status = 422
    title = _("{covered} were counted, but there are only {total} in all.")
    remedy = _("The number counted cannot be larger than all there are. Put one of the two right.")


class PercentOutOfRange(Problem):
    code = "percent-out-of-range"
    status = 422
    title = _("{value} is no percentage.")
    remedy = _("Type a number from 0 to 100, or choose another unit.")


class NegativeFigure(Problem):
    code = "negative-figure"
    status = 422
    title = _("A figure cannot be below 0.")
    remedy = _("Type the number without the minus sign.")


class DayInFuture(Problem):
    code = "plan-day-in-future"
    status = 422
    title = _("{day} has not come yet.")
    remedy = _("Type the day on which it really happened.")


class OfficialFigureKnown(Problem):
    code = "official-figure-known"
    title = _("“{name}” of {day} is there already for {place}.")
    remedy = _("Change that one, or give the day of the newer figure.")


class PlaceOutsideFigures(Problem):
    code = "place-outside-figures"
    status = 403
    title = _("{place} lies outside your area.")
    remedy = _("Ask the coordinator of the district or province to enter it.")


class NotOffered(Problem):
    code = "figure-not-offered"
    title = _("This official figure is not offered here.")
    remedy = _("Open the page again: figures may have changed meanwhile.")
