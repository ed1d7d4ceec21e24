"""Closed lists of variations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VariationState(models.TextChoices):
    DRAFT = "draft", _("being written")
    SENT = "sent", _("waits for the decision")
    STANDS = "stands", _("put in force")
    REFUSED = "refused", _("not agreed to")


OPEN = (VariationState.DRAFT, VariationState.SENT)
CLOSED = (VariationState.STANDS, VariationState.REFUSED)

VARIATION_TONE = {
    VariationState.DRAFT: "plain",
    VariationState.SENT: "wait",
    VariationState.STANDS: "ok",
    VariationState.REFUSED: "bad",
}


class VariationOutcome(models.TextChoices):
    AGREED = "agreed", _("agreed to")
    REFUSED = "refused", _("not agreed to")


class Limit(models.TextChoices):
    """What a variation may go beyond, so that the committee decides (funds.models.FundKind.variation_limits)."""

    AMOUNT = "amount", _("The amount of the project changes.")
    SHARE = "share", _("More of the budget moves than the fund may move by itself.")
    DAYS = "days", _("A day moves by more than the fund may move it by itself.")
    TARGETS = "targets", _("A target, an indicator or a target group changes.")
    PLACE = "place", _("It is counted in another place.")
