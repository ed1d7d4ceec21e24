"""Closed lists of the projects app, and the parts of the proposal form in their order."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.verbs import COMMENT, SUBMIT_PROPOSAL


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
WITHDRAWABLE = (*PENDING, ProposalState.RETURNED)
STATE_TONE = {
    ProposalState.DRAFT: "plain",
    ProposalState.SUBMITTED: "wait",
    ProposalState.UNDER_REVIEW: "wait",
    ProposalState.RETURNED: "warn",
    ProposalState.APPROVED: "ok",
    ProposalState.REJECTED: "bad",
    ProposalState.WITHDRAWN: "plain",
}


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
