from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class FundCodeOfWrongForm(Problem):
    code = "fund-code-of-wrong-form"
    status = 422
    title = _("“{typed}” is no code of this kind of fund ({kind}).")
    remedy = _("A code of this kind looks like {example}. Check the letters and the number of digits.")


class PatternUnfit(Problem):
    code = "pattern-unfit"
    status = 422
    title = _("The pattern does not fit the example {example}.")
    remedy = _("Change the pattern or the example until one follows the other, or leave the pattern empty.")


class PatternUnreadable(Problem):
    code = "pattern-unreadable"
    status = 422
    title = _("The pattern {pattern} cannot be read.")
    remedy = _(
        "Look for a bracket that is not closed, or leave the pattern empty: it is made from the example."
    )


class FundCodeTaken(Problem):
    code = "fund-code-taken"
    status = 422
    title = _("The code {fund_code} belongs to “{name}” already.")
    remedy = _("Open that fund instead of adding it again, or check the code.")


class WrongHomeArea(Problem):
    code = "wrong-home-area"
    status = 422
    title = _("A fund of this kind ({kind}) is counted in one {level}.")
    remedy = _("Choose a {level} as its home.")


class NeedsLocalAuthority(Problem):
    code = "needs-local-authority"
    status = 422
    title = _("A fund of this kind ({kind}) belongs to a local authority.")
    remedy = _("Choose the local authority that keeps the fund.")


class FundOutsideYourArea(Problem):
    code = "fund-outside-your-area"
    status = 403
    title = _("You may add and change funds only inside your own area.")
    remedy = _("Ask the coordinator of that area, or the central team.")


class FundIsClosed(Problem):
    code = "fund-is-closed"
    title = _("This fund was closed.")
    remedy = _("What it did stays readable. Ask the coordinator if it should be opened again.")


class CoordinatesIncomplete(Problem):
    code = "coordinates-incomplete"
    status = 422
    title = _("One of latitude and longitude is missing or lies outside Thailand.")
    remedy = _("Give both, like 7.0086 and 100.4747, or leave both empty.")


class BankAccountKnown(Problem):
    code = "bank-account-known"
    status = 422
    title = _("This account number is recorded already.")
    remedy = _("Check the number. One account belongs to one fund.")


class FundIsInNetwork(Problem):
    code = "fund-is-in-network"
    status = 422
    title = _("“{name}” is in this network already.")
    remedy = _("Choose another fund.")


class NetworkNameTaken(Problem):
    code = "network-name-taken"
    status = 422
    title = _("Another network has this name.")
    remedy = _("Choose another name, or open that network.")
