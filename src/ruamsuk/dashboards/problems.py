from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class AlreadyNoted(Problem):
    code = "stated-figure-already-noted"
    title = _("This figure of “{source}” is noted already: {printed}.")
    remedy = _("Open it and look. If the document was misread, name the page or the edition in the source.")


class NotByIssue(Problem):
    code = "stated-figure-not-by-issue"
    status = 422
    title = _("“{figure}” is not counted by issue.")
    remedy = _("Leave the issue empty, or choose another figure.")


class ReasonForChoiceMissing(Problem):
    code = "choice-needs-reason"
    status = 422
    title = _("A choice between two figures needs a reason.")
    remedy = _("Write in a sentence why this figure is the right one.")


class NoBasis(Problem):
    code = "stated-figure-no-basis"
    status = 422
    title = _("“{figure}” is no number of projects, so this figure of a document cannot be read as it.")
    remedy = _("Choose planned, developed, approved, funded, running or finished projects.")


class FrozenNameTaken(Problem):
    code = "frozen-set-name-taken"
    title = _("A set of figures of this area is called “{name}” already.")
    remedy = _("Give it another name, such as with the day.")


class FrozenSetWithdrawn(Problem):
    code = "frozen-set-withdrawn"
    title = _("This set was withdrawn already.")
    remedy = _("Read on its page why, and since when.")


class NothingKnown(Problem):
    code = "nothing-known-of-day"
    status = 422
    title = _("Nothing is known of that day as it was then.")
    remedy = _("Choose “as corrected”, or a later day.")
