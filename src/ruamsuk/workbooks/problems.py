"""Why a workbook is not opened, for what it is, and why one is not taken back."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class NoWorkbook(Problem):
    code = "workbook-other"
    status = 422
    title = _("This is no Excel workbook (.xlsx), but {what}.")
    remedy = _("Open it in Excel or Google Sheets, save it as .xlsx, and send that file.")


class WorkbookBroken(Problem):
    code = "workbook-broken"
    status = 422
    title = _("The workbook is damaged, or hides something else inside.")
    remedy = _("Open it in Excel, save it anew as .xlsx without a password, and send that file.")


class WorkbookRows(Problem):
    code = "workbook-rows"
    status = 422
    title = _("A sheet has more than {most} rows.")
    remedy = _("Send the file in several parts, for example one district each.")


class WorkbookHeavy(Problem):
    code = "workbook-heavy"
    status = 422
    title = _("The workbook unpacks to far more than its rows need, and was not opened.")
    remedy = _(
        "Usually empty rows at the end are the reason. Copy the filled rows into the template, and send that file."
    )


class WorkbookUnreadNow(Problem):
    code = "workbook-unread-now"
    status = 503
    passing = True
    title = _("The file could not be read just now.")
    remedy = _("Nothing was saved. Send it again in a minute.")
