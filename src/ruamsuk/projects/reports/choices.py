"""Closed lists of reports: the ladder and what belongs to it."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.verbs import ACCEPT_REPORT, CHECK_REPORT, CONFIRM_REPORT


class ReportState(models.TextChoices):
    """The ladder of an activity report. Beside each state its number in the older systems."""

    STARTED = "started", _("being written")  # 0 เริ่มทำรายงาน
    SENT = "sent", _("sent")  # 1 ส่งรายงานจากพื้นที่
    MENTOR_CHECKED = "mentor-checked", _("checked by the mentor")  # 2 ผ่านการตรวจสอบของพี่เลี้ยงโครงการ
    MANAGER_CHECKED = "manager-checked", _("checked by the manager")  # 6 ผ่านการตรวจสอบของผู้จัดการโครงการ
    ACCEPTED = "accepted", _("accepted by the funder")  # 9 ผ่านการตรวจสอบของผู้ให้ทุน


OLD_REPORT_CODES = {
    0: ReportState.STARTED,
    1: ReportState.SENT,
    2: ReportState.MENTOR_CHECKED,
    6: ReportState.MANAGER_CHECKED,
    9: ReportState.ACCEPTED,
}


REPORT_TONE = {
    ReportState.STARTED: "plain",
    ReportState.SENT: "wait",
    ReportState.MENTOR_CHECKED: "plain",  # its words say what is done, not what it waits for
    ReportState.MANAGER_CHECKED: "plain",
    ReportState.ACCEPTED: "ok",
}


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: the state it leads to, the verb it takes, and whose post it is.

    `skippable`: where nobody holds such a post for the project today, the next step may be taken over this one. A
    small project of a fund often has no manager; its funder then accepts after the mentor's check. The funder's own
    step is never skipped.
    """

    state: ReportState
    can: Verb
    roles: tuple[Role, ...]
    button: str | Promise
    who: str | Promise
    pending: str | Promise  # while it is not taken
    waits: str | Promise  # while it is the next
    skippable: bool = True


LADDER = (
    Rung(
        ReportState.MENTOR_CHECKED,
        CHECK_REPORT,
        (Role.MENTOR,),
        _("Checked: pass it on"),
        _("The mentor"),
        _("The mentor checks"),
        _("Waits for the mentor's check"),
    ),
    Rung(
        ReportState.MANAGER_CHECKED,
        CONFIRM_REPORT,
        (Role.PROJECT_MANAGER,),
        _("Confirm: pass it on"),
        _("The project manager"),
        _("The project manager checks"),
        _("Waits for the project manager's check"),
    ),
    Rung(
        ReportState.ACCEPTED,
        ACCEPT_REPORT,
        (Role.FUND_OFFICER, Role.FUNDER_OFFICER),
        _("Accept the report"),
        _("Who gives the money"),
        _("Who gives the money accepts"),
        _("Waits for acceptance by who gives the money"),
        skippable=False,
    ),
)


SENT_STATES = tuple(state for state in ReportState if state != ReportState.STARTED)


# A report is due this many days after the last day of its activity.
REPORT_DAYS = 14


# Reports of a fiscal year are taken until this day (month, day) of the calendar year in which it ended; later only
# from who accepts reports.
YEAR_CLOSES = (12, 31)


class Quality(models.IntegerChoices):
    """คุณภาพกิจกรรม, as on today's report form."""

    MORE = 4, _("4 – more than the target")
    MET = 3, _("3 – the target was met")
    ALMOST = 2, _("2 – almost the target")
    LESS = 1, _("1 – much less than the target")
    UNKNOWN = 0, _("0 – cannot be judged")


# The parts of a report on four screens.
REPORT_STEPS: dict[str, str | Promise] = {
    "done": _("What was done"),
    "results": _("Results and participants"),
    "money": _("Spending and problems"),
    "photos": _("Photos and files"),
}


# A step of the ladder by whoever wrote or sent the report.
OWN_ACT_OF = {
    ReportState.MENTOR_CHECKED: OwnAct.CHECK,
    ReportState.MANAGER_CHECKED: OwnAct.MANAGER_CHECK,
    ReportState.ACCEPTED: OwnAct.ACCEPTANCE,
}
