"""Closed lists of the projects app, and the parts of the proposal form in their order."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import READ_DRAFT, Verb
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.verbs import ACCEPT_REPORT, CHECK_REPORT, COMMENT, CONFIRM_REPORT, SUBMIT_PROPOSAL


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("under preparation")
    SUBMITTED = "submitted", _("submitted")
    UNDER_REVIEW = "under-review", _("under review")
    RETURNED = "returned", _("returned for correction")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


# What an author may do with a proposal, whatever posts the person holds.
AUTHORS_MAY = (READ_DRAFT, WRITE_PROPOSAL, SUBMIT_PROPOSAL, SEE_APPLICANTS, COMMENT)
# Who says who writes: every role that may do this may do all of the above, so nobody gives more than they have.
NAMES_AUTHORS = SUBMIT_PROPOSAL
INVITATIONS_PER_MINUTE = 5  # to write on a proposal, by one person
WRITABLE = (ProposalState.DRAFT, ProposalState.RETURNED)
# States in which the text may say something else than what was sent last.
REWRITTEN = (ProposalState.RETURNED, ProposalState.WITHDRAWN)
PENDING = (ProposalState.SUBMITTED, ProposalState.UNDER_REVIEW)
STATE_TONE = {
    ProposalState.DRAFT: "plain",
    ProposalState.SUBMITTED: "wait",
    ProposalState.UNDER_REVIEW: "wait",
    ProposalState.RETURNED: "warn",
    ProposalState.APPROVED: "ok",
    ProposalState.REJECTED: "bad",
    ProposalState.WITHDRAWN: "plain",
}


class ApplicantKind(models.IntegerChoices):
    """หน่วยงาน/องค์กร/กลุ่มคน ที่รับผิดชอบโครงการ, as on today's project page."""

    SERVICE_UNIT = 1, _("Service unit or health facility, such as a health-promoting hospital")
    LOCAL_HEALTH = 2, _("Other health office of the local authority")
    STATE_HEALTH = 3, _("Other health office of the state, such as the district health office")
    OTHER_AGENCY = 4, _("Other agency that is no health agency, such as a school")
    PEOPLE = 5, _("People's group or organisation")


class Origin(models.TextChoices):
    """How a project came into the system."""

    WEB = "web", _("web proposal")
    PAPER = "paper", _("entered from paper")
    IMPORT = "import", _("import")
    DEMO = "demo", _("demo data")


class ProjectKind(models.TextChoices):
    PROGRAMME = "programme", _("project set")
    PROJECT = "project", _("project")
    SUBPROJECT = "subproject", _("sub-project")


class ProjectStatus(models.TextChoices):
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped by the owner")
    SUSPENDED = "suspended", _("suspended by the funder")
    # Its approval was recorded by mistake: no project after all, and counted nowhere (docs/adr/0024).
    ANNULLED = "annulled", _("approved by mistake")


STATUS_TONE = {
    ProjectStatus.RUNNING: "wait",
    ProjectStatus.FINISHED: "ok",
    ProjectStatus.STOPPED: "warn",
    ProjectStatus.SUSPENDED: "bad",
    ProjectStatus.ANNULLED: "bad",
}


class DocumentKind(models.TextChoices):
    """ไฟล์ของโครงการ, as on today's project page."""

    PROPOSAL = "proposal", _("Proposal")
    FRAMEWORK = "framework", _("Conceptual framework")
    FULL_PROJECT = "full-project", _("Full project document")
    AGREEMENT = "agreement", _("Agreement (TOR)")
    FINANCIAL = "financial", _("Financial report of an instalment")
    PROGRESS = "progress", _("Progress report of an instalment")
    CLOSING = "closing", _("Closing or final report")
    EVALUATION = "evaluation", _("Evaluation")
    OTHER = "other", _("Other document")


class Outcome(models.TextChoices):
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


# The nine sections on five screens: one thing at a time, but no screen without a decision on it.
STEPS: dict[str, str | Promise] = {
    "name": _("Name, place and issues"),
    "aims": _("Situation and objectives"),
    "people": _("Target groups and time"),
    "work": _("Activities and budget"),
    "review": _("Expected results, check and send"),
}


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
    ReportState.MENTOR_CHECKED: "wait",
    ReportState.MANAGER_CHECKED: "wait",
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
    skippable: bool = True


LADDER = (
    Rung(
        ReportState.MENTOR_CHECKED,
        CHECK_REPORT,
        (Role.MENTOR,),
        _("Checked: pass it on"),
        _("The mentor"),
    ),
    Rung(
        ReportState.MANAGER_CHECKED,
        CONFIRM_REPORT,
        (Role.PROJECT_MANAGER,),
        _("Confirm: pass it on"),
        _("The project manager"),
    ),
    Rung(
        ReportState.ACCEPTED,
        ACCEPT_REPORT,
        (Role.FUND_OFFICER, Role.FUNDER_OFFICER),
        _("Accept the report"),
        _("Who gives the money"),
        skippable=False,
    ),
)
SENT_STATES = tuple(state for state in ReportState if state != ReportState.STARTED)

# A report is due this many days after the last day of its activity.
REPORT_DAYS = 14
# Projects whose activities owe a report.
OWING = (ProjectStatus.RUNNING,)
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


# Verbs of the trail. Every autosave is an operation; a history of them would bury the acts.
QUIET = (
    *("projects.save_fields", "projects.add_row", "projects.remove_row", "projects.restore_row"),
    *("projects.save_report", "projects.add_participants", "projects.remove_part", "projects.restore_part"),
    *("projects.add_photos", "projects.add_files", "projects.move_photo"),
)
# Who did one of these wrote or sent the proposal or report, or entered the project.
WROTE_OR_SENT = (
    *QUIET,
    *(
        "projects.add_standard",
        "projects.resolve_conflict",
        "projects.set_id_copy",
        "projects.submit_proposal",
    ),
    *("projects.enter_report", "projects.settle_conflict", "projects.send_report"),
    "projects.enter_project",
)


class OwnAct(models.TextChoices):
    """What somebody may do to what the same person wrote or sent."""

    DECISION = "decision", _("decision")
    CORRECTION = "correction", _("correction of the decision")
    CHECK = "check", _("mentor's check of the report")
    MANAGER_CHECK = "manager-check", _("manager's check of the report")
    ACCEPTANCE = "acceptance", _("acceptance of the report")
    PAPER = "paper", _("project entered from paper")
    FUNDERS = "funders", _("more money of a fund")


# These may need a second person; the others are followed by the step of who gives the money.
CONFIRMABLE = (
    OwnAct.DECISION,
    OwnAct.CORRECTION,
    OwnAct.ACCEPTANCE,
    OwnAct.PAPER,
    OwnAct.FUNDERS,
)
# A step of the ladder by whoever wrote or sent the report.
OWN_ACT_OF = {
    ReportState.MENTOR_CHECKED: OwnAct.CHECK,
    ReportState.MANAGER_CHECKED: OwnAct.MANAGER_CHECK,
    ReportState.ACCEPTED: OwnAct.ACCEPTANCE,
}


class OwnState(models.TextChoices):
    STANDS = "stands", _("by the same person")
    WAITING = "waiting", _("waits for confirmation")
    CONFIRMED = "confirmed", _("confirmed by a second person")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken-back", _("taken back by the person who entered it")
    ENDED = "ended", _("ended by a return or withdrawal")


OWN_TONE = {
    OwnState.STANDS: "warn",
    OwnState.WAITING: "wait",
    OwnState.CONFIRMED: "ok",
    OwnState.DECLINED: "bad",
    OwnState.TAKEN_BACK: "plain",
    OwnState.ENDED: "plain",
}
TOOK_EFFECT = (OwnState.STANDS, OwnState.CONFIRMED)
