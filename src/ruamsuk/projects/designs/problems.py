from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class LastDayBeforeFirst(Problem):
    code = "last-day-before-first"
    status = 422
    title = _("The last day, {last}, is before the first day, {first}.")
    remedy = _("Check both days.")


class LineTooLarge(Problem):
    code = "budget-line-too-large"
    status = 422
    title = _("Quantity × unit cost × times is larger than any fund's budget.")
    remedy = _("Check the number of zeros.")


class RowInUse(Problem):
    code = "row-in-use"
    title = _("“{row}” is used by: {users}.")
    remedy = _("Change those first, then remove it.")
