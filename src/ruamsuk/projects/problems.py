"""What every room may refuse by; the others stand in `<room>/problems.py`."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class YearNotKnown(Problem):
    code = "year-not-known"
    status = 422
    title = _("The fiscal year of “{title}” is not known; it came without one from an older system.")
    remedy = _("Open it, choose to change its details, type the fiscal year and save. Then do this again.")


class ReasonMissing(Problem):
    code = "reason-missing"
    status = 422
    title = _("A reason is missing.")
    remedy = _("Write in one or two sentences why, so that the others know what to do.")
