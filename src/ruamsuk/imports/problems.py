from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class ImportTooLarge(Problem):
    code = "import-too-large"
    status = 422
    title = _("The file is too large: {size}; at most {most} can be taken.")
    remedy = _("Cut it into several files, or ask the administrator to use “ruamsuk import records”.")


class ImportEmpty(Problem):
    code = "import-empty"
    status = 422
    title = _("There is no record in the file.")
    remedy = _("Check whether it is the right file.")


class ImportNotReady(Problem):
    code = "import-not-ready"
    title = _("This import is “{state}” now, so that step is no longer possible.")
    remedy = _("Open its page again to see what can be done.")


class ImportBuiltOn(Problem):
    code = "import-built-on"
    title = _("This import cannot be taken back: since then somebody worked on what it brought ({count}).")
    remedy = _("It stays as it is. What is wrong is corrected on its own page: {things}")


class ImportBusy(Problem):
    code = "import-busy"
    status = 503
    passing = True
    title = _("Another import is being written or taken back now.")
    remedy = _("Wait until it has ended, then try again. Nothing was imported.")


class ImportWrongKind(Problem):
    code = "import-wrong-kind"
    status = 422
    title = _("The file is {kind}: no records or table can be read of it.")
    remedy = _("Open it, save the table as Excel (.xlsx) or CSV, and send that file. Nothing was imported.")


class ImportLocked(Problem):
    code = "import-locked"
    status = 422
    title = _("The file is {kind} and is locked with a password.")
    remedy = _("Open it with the password, save it without one, and send that file. Nothing was imported.")


class ImportUnreadableText(Problem):
    code = "import-unreadable-text"
    status = 422
    title = _(
        "The letters of the file can be read neither as Unicode (UTF-8) nor as Thai of old Windows (874)."
    )
    remedy = _("Open it in Excel, save it as Excel (.xlsx), and send that file. Nothing was imported.")


class ImportNotNow(Problem):
    code = "import-not-now"
    status = 503
    passing = True
    title = _("The file could not be read just now.")
    remedy = _("Nothing was imported. Send it again in a minute.")
