from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class LinkUnknown(Problem):
    code = "application-link-unknown"
    status = 404
    title = _("No fund has the number {number}.")
    remedy = _("Compare the eight digits with the poster, or scan the picture on it again.")


class LinkReplaced(Problem):
    code = "application-link-replaced"
    status = 410
    title = _("This poster is out of date: {fund} has a new one.")
    remedy = _("Ask the fund's office for the new poster.")


class LinkClosed(Problem):
    code = "application-link-closed"
    title = _("{fund} takes no applications by this page at the moment.")
    remedy = _("Nothing was sent. Go to the fund's office, or try again another day.")


class TooManyApplications(Problem):
    code = "too-many-applications"
    status = 429
    title = _("{fund} has been sent very many applications, so this one was not taken.")
    remedy = _("What you wrote still stands below. Try again in an hour, or go to the fund's office.")


class ApplicationAnswered(Problem):
    code = "application-answered"
    title = _("This application is {state} already.")
    remedy = _("Open it again to see what was done with it.")


class OtherSubdistrict(Problem):
    code = "organization-of-another-subdistrict"
    status = 422
    title = _("“{name}” has no seat in a sub-district of this fund.")
    remedy = _("Choose an organisation of the fund's own sub-districts, or add the group as a new one.")
