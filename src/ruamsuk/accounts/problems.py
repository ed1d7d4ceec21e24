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


class PlaceClosed(Problem):
    code = "place-closed"
    title = _("{place} is closed. Nobody can be invited there.")
    remedy = _("Choose another place, or have this one opened again first.")


class BeyondYourScope(Problem):
    code = "beyond-your-scope"
    status = 403
    title = _("You may give roles only inside your own area, and only those that your role gives.")
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
    remedy = _("Give the role to another person first, without a last day.")


class AlreadyHolds(Problem):
    code = "already-holds"
    title = _("{name} holds this post already, or has it from a later day.")
    remedy = _("Open the person's page to see the days. End the post there first if the days should change.")


class AdministratorExists(Problem):
    code = "administrator-exists"
    title = _("There is a system administrator already.")
    remedy = _("Let the administrator invite you, or run the command again with --again.")


class NotTheHolder(Problem):
    code = "not-the-holder"
    title = _("{name} does not hold this post today.")
    remedy = _("Open the post's page to see who holds it, and hand it over from there.")


class AccountClosed(Problem):
    code = "account-closed"
    status = 422
    title = _("The account of {name} is closed.")
    remedy = _("Choose another person, or open the account again first.")


class AlreadySigned(Problem):
    code = "already-signed"
    title = _("There is nothing for you to sign here.")
    remedy = _("A handover is signed once by who gives and once by who receives the post.")


class NotYourself(Problem):
    code = "not-yourself"
    status = 403
    title = _("You cannot do this to this account.")
    remedy = _("Somebody who could give all posts of this person may do it: ask the central team.")
