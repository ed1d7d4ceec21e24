"""What every room may refuse by; the others stand in `<room>/problems.py`."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class ReasonMissing(Problem):
    code = "reason-missing"
    status = 422
    title = _("A reason is missing.")
    remedy = _("Write in one or two sentences why, so that the others know what to do.")
