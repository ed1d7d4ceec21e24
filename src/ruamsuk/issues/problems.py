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
