from django.db import models
from django.utils.translation import gettext_lazy as _


class FailureOutcome(models.TextChoices):
    """How a person settled a job that failed; empty while it needs attention."""

    OPEN = "", _("needs attention")
    TRIED_AGAIN = "tried-again", _("tried again")
    SET_ASIDE = "set-aside", _("set aside")
