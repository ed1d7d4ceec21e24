from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class NoEngine(Problem):
    code = "no-paper-engine"
    status = 503
    title = _("This system cannot make PDF files yet.")
    remedy = _(
        "The administrator installs the program Chromium on the server (apt install chromium). Until then, "
        "print from the page with the browser."
    )


class EngineFailed(Problem):
    code = "paper-engine-failed"
    status = 503
    passing = True
    title = _("The program that makes PDF files stopped while it made this paper.")
    remedy = _(
        "It begins anew by itself. Ask for the paper once more; if it stops again, tell the administrator."
    )


class UnknownPlace(Problem):
    code = "unknown-place"
    status = 422
    title = _("“{place}” is no place of this paper.")
    remedy = _("Mend or remove it. The places that can be filled are listed below the text.")


class NotAlone(Problem):
    code = "place-not-alone"
    status = 422
    title = _("“{place}” is a whole part of the paper.")
    remedy = _("It stands on a line of its own. Move the other words of the line above or below it.")


class PaperNotReady(Problem):
    code = "paper-not-ready"
    title = _("This paper is not ready.")
    remedy = _("Open its page again in a moment, or ask for the paper once more.")


class PaperGone(Problem):
    code = "paper-gone"
    status = 404
    title = _("This paper was let go: papers are kept for a day.")
    remedy = _("Open the record and ask for the paper once more.")


class PaperOutdated(Problem):
    code = "paper-outdated"
    status = 403
    title = _("This paper shows persons whom you may not see any more.")
    remedy = _("Open the record and ask for the paper once more: it is made of what you may see now.")
