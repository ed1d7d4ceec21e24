from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How much a remark asks of the writer; in the order in which remarks are shown."""

    MUST = "must", _("must be mended")
    SHOULD = "should", _("should be mended")
    CONSIDER = "consider", _("worth a thought")


LEVELS = [level.value for level in Level]
LEVEL_TONE = {Level.MUST: "bad", Level.SHOULD: "warn", Level.CONSIDER: "plain"}
