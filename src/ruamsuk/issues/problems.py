from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class CodeTaken(Problem):
    code = "code-taken"
    status = 422
    title = _("The code “{code}” is used already.")
    remedy = _("Choose another code. A code stays for ever, also after its row was retired.")


class WordNamesAnotherIssue(Problem):
    code = "word-names-another-issue"
    status = 422
    title = _("The word “{word}” already names the issue “{issue}”.")
    remedy = _("Take it out there first, or write a more exact word.")


class AlreadyRetired(Problem):
    code = "already-retired"
    title = _("“{name}” is retired already.")
    remedy = _("Nothing was changed. Records that use it keep it.")


class CostWithoutSource(Problem):
    code = "cost-without-source"
    title = _("A usual cost has no source.")
    remedy = _("Say which record or announcement names the price, or leave the price empty.")


class KitUnfinished(Problem):
    code = "kit-unfinished"
    title = _("This measure is no whole starting kit yet.")
    remedy = _(
        "It needs an indicator, an objective, an activity and the expected result. Add them, then sign it."
    )
