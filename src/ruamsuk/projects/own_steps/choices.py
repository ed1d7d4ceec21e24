"""Closed lists of steps on the own work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnAct(models.TextChoices):
    """What somebody may do to what the same person wrote or sent."""

    DECISION = "decision", _("decision")
    CORRECTION = "correction", _("correction of the decision")
    CHECK = "check", _("mentor's check of the report")
    MANAGER_CHECK = "manager-check", _("manager's check of the report")
    ACCEPTANCE = "acceptance", _("acceptance of the report")
    PAPER = "paper", _("project entered from paper")
    FUNDERS = "funders", _("more money of a fund")
    VARIATION = "variation", _("variation of a running project")


# These may need a second person; the others are followed by the step of who gives the money.
CONFIRMABLE = (
    OwnAct.DECISION,
    OwnAct.CORRECTION,
    OwnAct.ACCEPTANCE,
    OwnAct.PAPER,
    OwnAct.FUNDERS,
    OwnAct.VARIATION,
)


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
