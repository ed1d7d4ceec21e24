from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class AlreadyDone(Problem):
    """The same form was sent again. Caught by the middleware, which gives the first answer again."""

    code = "already-done"
    title = _("This was already saved.")
    remedy = _("Nothing was saved twice. Open the page again to see it.")
