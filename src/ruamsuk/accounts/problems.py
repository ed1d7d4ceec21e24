from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class LinkUsedUp(Problem):
    code = "link-used-up"
    status = 410
    title = _("This link was already used, or its time is over.")
    remedy = _("Ask the person who sent it for a new one. If you have an account, sign in as usual.")


class RoleNotHere(Problem):
    code = "role-not-here"
    status = 422
    title = _("“{role}” cannot be held here.")
    remedy = _("Choose one of: {scopes}.")


class BeyondYourScope(Problem):
    code = "beyond-your-scope"
    status = 403
    title = _("You may give roles only inside your own area and only those whose rights you hold.")
    remedy = _("Choose a smaller area or another role, or ask the central team.")


class HandoverToSelf(Problem):
    code = "handover-to-self"
    status = 422
    title = _("A post cannot be handed over to the person who holds it.")
    remedy = _("Choose another person, or invite the successor first.")


class DaysInWrongOrder(Problem):
    code = "days-in-wrong-order"
    status = 422
    title = _("The last day is before the first day.")
    remedy = _("Check both days: from {starts}, until {ends}.")


class NameTaken(Problem):
    code = "name-taken"
    status = 422
    title = _("Another account uses this name.")
    remedy = _("Choose another user name or e-mail, or use “forgot password” if the account is yours.")


class LastAdministrator(Problem):
    code = "last-administrator"
    title = _("This is the last system administrator.")
    remedy = _("Give the role to another person first.")
