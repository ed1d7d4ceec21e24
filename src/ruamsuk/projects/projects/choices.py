"""Closed lists of projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    # Of an older system that did not say it (docs/adr/0075): never set by a person.
    UNKNOWN = "unknown", _("not known")


# Its work is over: what it owes is reported, or it is said why not.
ENDED = (ProjectStatus.FINISHED, ProjectStatus.STOPPED, ProjectStatus.SUSPENDED)

# Its work has come to a halt before it was finished.
HALTED = (ProjectStatus.STOPPED, ProjectStatus.SUSPENDED)

# Decided with the approval: nobody edits them. What an older system left open is set once (`Project.fixed`).
DECIDED = ("fund", "fiscal_year", "typed_code", "budget_satang")

# What a person may say: the others follow from a decision, or from what an older system left out.
SETTABLE = (ProjectStatus.RUNNING, *ENDED)


STATUS_TONE = {
    ProjectStatus.RUNNING: "wait",
    ProjectStatus.FINISHED: "ok",
    ProjectStatus.STOPPED: "warn",
    ProjectStatus.SUSPENDED: "bad",
    ProjectStatus.ANNULLED: "bad",
    ProjectStatus.UNKNOWN: "plain",
}


class MoneyState(models.TextChoices):
    """How far other money of a project has come."""

    PROMISED = "promised", _("promised")
    RECEIVED = "received", _("received")


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
