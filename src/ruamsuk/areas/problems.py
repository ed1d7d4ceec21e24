"""What can be wrong with a change of areas."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class CodeTaken(Problem):
    code = "area-code-taken"
    title = _("Another open area has the code {taken}.")
    remedy = _("Look the code up in the official list, or close or recode the other area first: {areas}.")


class WrongAreaCode(Problem):
    code = "area-code-wrong"
    status = 422
    title = _("The code {typed} does not fit here.")
    remedy = _("It needs {length} digits that begin with {prefix}.")


class WrongLevel(Problem):
    code = "area-wrong-level"
    status = 422
    title = _("{area} cannot be used here.")
    remedy = _("Choose an open area of the level “{kind}” that is not the area itself.")


class AreaClosed(Problem):
    code = "area-closed"
    title = _("{area} was closed on {day}.")
    remedy = _("Only open areas can be changed. Open the area that took its place.")


class NoSuccessor(Problem):
    code = "area-without-successor"
    status = 422
    title = _("{area} was closed on {day}; no notice says what it became.")
    remedy = _("Ask for an area of today. By that name there are: {areas}.")


class HasOpenParts(Problem):
    code = "area-has-open-parts"
    title = _("Areas still open in {area}: {count} ({parts}).")
    remedy = _("Say where each of them goes, or close, move or merge them first.")


class HasRecords(Problem):
    code = "area-has-records"
    title = _("Records lie in {area}: {records}.")
    remedy = _("Say which area takes its place, so that they can move along.")


class FutureDay(Problem):
    code = "area-day-in-future"
    status = 422
    title = _("{day} is still to come.")
    remedy = _("Enter the change on that day or later, so that the lists of today stay right.")


class BeforeLastChange(Problem):
    code = "area-day-before-last-change"
    title = _("{area} was already changed on {day}.")
    remedy = _("Enter a day that is not before it; earlier history is never rewritten.")


class NothingChanges(Problem):
    code = "area-nothing-changes"
    status = 422
    title = _("{area} already has exactly this.")
    remedy = _("Change something, or go back to the area.")


class NoParts(Problem):
    code = "area-split-without-parts"
    status = 422
    title = _("A split needs new areas.")
    remedy = _("Enter at least one new area if the old one goes on, and at least two if it is closed.")


class BadRows(Problem):
    code = "area-bad-rows"
    status = 422
    title = _("Nothing was saved, because some rows cannot be used.")
    remedy = _("Mend these rows and send the list again: {rows}")


class UnreadableFile(Problem):
    code = "area-unreadable-file"
    status = 422
    title = _("The file cannot be read as an Excel list.")
    remedy = _("Save it as .xlsx with two columns, number and name, at most {limit} MB, and send it again.")
