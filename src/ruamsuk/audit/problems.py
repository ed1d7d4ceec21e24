from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class AlreadyDone(Problem):
    """The same form was sent again. The middleware then gives the first answer, whatever became of this one."""

    code = "already-done"
    title = _("This was already saved.")
    remedy = _("Nothing was saved twice. Open the page again to see it.")


class StillUnderWay(Problem):
    """A program sent the same call again before the first one was answered."""

    code = "still-under-way"
    title = _("This is being done at this moment.")
    remedy = _("Nothing is done twice. Send the same call with the same key again in a few seconds.")
