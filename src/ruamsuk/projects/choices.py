"""Closed lists of the projects app, and the parts of the proposal form in their order."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("under preparation")
    SUBMITTED = "submitted", _("submitted")
    UNDER_REVIEW = "under-review", _("under review")
    RETURNED = "returned", _("returned for correction")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


WRITABLE = (ProposalState.DRAFT, ProposalState.RETURNED)
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


STATUS_TONE = {
    ProjectStatus.RUNNING: "wait",
    ProjectStatus.FINISHED: "ok",
    ProjectStatus.STOPPED: "warn",
    ProjectStatus.SUSPENDED: "bad",
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


@dataclass(frozen=True)
class Section:
    """One of the nine sections of the form (แบบฟอร์มพัฒนาโครงการ), by its printed number."""

    no: int
    label: str | Promise
    step: str


SECTIONS = (
    Section(1, _("Name of the project or activity"), "name"),
    Section(2, _("Issues it answers to"), "name"),
    Section(3, _("Situation"), "aims"),
    Section(4, _("Objectives and indicators"), "aims"),
    Section(5, _("Target groups"), "people"),
    Section(6, _("Time"), "people"),
    Section(7, _("How it is carried out"), "work"),
    Section(8, _("Budget"), "work"),
    Section(9, _("Expected results"), "review"),
)

# The nine sections on five screens: one thing at a time, but no screen without a decision on it.
STEPS: dict[str, str | Promise] = {
    "name": _("Name, place and issues"),
    "aims": _("Situation and objectives"),
    "people": _("Target groups and time"),
    "work": _("Activities and budget"),
    "review": _("Expected results, check and send"),
}
