from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class VariationOpen(Problem):
    code = "variation-open"
    title = _("Variation {no} of this project is open already: {state}.")
    remedy = _("Go on with that one, or delete it while it is being written.")


class VariationWaits(Problem):
    code = "variation-waits"
    title = _("Variation {no} of this project waits for the decision.")
    remedy = _("Decide on it or send it back first; then the project can end.")


class VariationClosed(Problem):
    code = "variation-closed"
    title = _("This variation can no longer be changed so: {state}.")
    remedy = _("Open the project to see how it stands; a further change is a further variation.")


class NothingVaried(Problem):
    code = "nothing-varied"
    status = 422
    title = _("The variation changes nothing yet.")
    remedy = _("Change days, money, activities or targets first, then send it.")


class ResolutionMissing(Problem):
    code = "resolution-missing"
    status = 422
    title = _("This variation goes beyond what the fund may record by itself.")
    remedy = _("Enter the day of the committee's meeting and the number of its resolution.")


class StoodOtherwise(Problem):
    code = "stood-otherwise"
    title = _("The project is not as it was when this variation was sent.")
    remedy = _("Send the variation back, so that it is looked at and sent anew beside what stands today.")


class MakesNoSense(Problem):
    code = "variation-makes-no-sense"
    status = 422
    title = _("The variation cannot be sent yet: {remarks}")
    remedy = _("Mend that in what changes, then send it.")


class ReportOwed(Problem):
    code = "report-owed"
    title = _("“{activity}” owes a report, or it was said why none comes.")
    remedy = _("Keep it. Where no report will come, who gives the money says why on the project's reports.")
