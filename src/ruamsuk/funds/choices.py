from django.db import models
from django.utils.translation import gettext_lazy as _


class Capacity(models.TextChoices):
    """What part a fund plays in the programme."""

    LEARNING_CENTRE = "learning_centre", _("learning centre")
    EXPANSION = "expansion", _("expansion")
    ORDINARY = "ordinary", _("ordinary")
