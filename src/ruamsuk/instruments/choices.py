"""Closed lists of instruments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """What an instrument is answered about; who answers it, and where, says the app of that noun."""

    PLAN = "plan", _("yearly plans")
    PROPOSAL = "proposal", _("proposals")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("being written")
    IN_USE = "in-use", _("in use")
    REPLACED = "replaced", _("replaced by a later version")


VERSION_TONE = {VersionState.DRAFT: "wait", VersionState.IN_USE: "ok", VersionState.REPLACED: "plain"}


class Tier(models.TextChoices):
    """The four steps in which results are counted, whatever words and borders an instrument has; the best first."""

    STRONG = "strong", _("strong")
    GOOD = "good", _("good")
    FAIR = "fair", _("fair")
    WEAK = "weak", _("needs work")


TIER_TONE = {Tier.STRONG: "ok", Tier.GOOD: "ok", Tier.FAIR: "warn", Tier.WEAK: "bad"}

FEWEST_LEVELS = 2
