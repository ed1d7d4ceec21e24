from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class ListTooLong(Problem):
    code = "list-too-long"
    status = 422
    title = _("This list has more than {most} rows, which is more than one file takes.")
    remedy = _("Choose a smaller area, one year or fewer records, then take the list again.")


class NoAddress(Problem):
    code = "no-address"
    status = 404
    title = _("This address leads to no page here.")
    remedy = _("Open the page that is to be shared, and press “Share” there.")
