"""States of an application, and how much of everything there may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    WAITING = "waiting", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("turned down")
    ENDED = "ended", _("ended without an answer")


STATE_TONE = {
    ApplicationState.WAITING: "wait",
    ApplicationState.ACCEPTED: "ok",
    ApplicationState.DECLINED: "plain",
    ApplicationState.ENDED: "plain",
}
CODE_DIGITS = 8
KEPT_DAYS = 30  # what is said of people, after the application was sent or answered
SENT_PER_MINUTE = 10  # by one visitor: a hall full of groups may share one address
MOST_AN_HOUR = 60  # to one fund
MOST_WAITING = 200  # at one fund
