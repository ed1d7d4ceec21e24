from django.db import models
from django.utils.translation import gettext_lazy as _


class Capacity(models.TextChoices):
    """What part a fund plays in the programme."""

    LEARNING_CENTRE = "learning_centre", _("learning centre")
    EXPANSION = "expansion", _("expansion")
    ORDINARY = "ordinary", _("ordinary")


class SamePerson(models.TextChoices):
    """What happens when somebody decides on, or accepts, what the same person wrote or sent."""

    OFF = "off", _("nothing: it is not marked")
    SHOWN = "shown", _("shown: it is marked and listed")
    NEEDED = "needed", _("needed: a second person confirms before it takes effect")
