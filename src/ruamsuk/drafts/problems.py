from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class TextsChanged(Problem):
    code = "texts-changed"
    title = _("One of the two texts was changed meanwhile, so nothing was chosen.")
    remedy = _("Read both as they are now, and choose again.")


class RowGone(Problem):
    code = "row-gone"
    title = _("This line was removed by someone else.")
    remedy = _("Press “undo” beside the removed line to bring it back, or write it again in a new line.")


class DocumentGone(Problem):
    code = "document-gone"
    status = 404
    title = _("This was thrown away meanwhile.")
    remedy = _("Go back to the list. Copy what you typed first, if it is still on the screen.")
