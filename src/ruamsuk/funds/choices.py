from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import BANGKOK


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


class Way(models.TextChoices):
    """How what stood on a past day is asked for (docs/adr/0082)."""

    KNOWN = "known", _("as known then")
    CORRECTED = "corrected", _("as corrected")


@dataclass(frozen=True)
class Then:
    """The end of a day in Bangkok: as it was known when it ended, or by what is known of it today."""

    day: date
    way: Way = Way.KNOWN

    @property
    def is_corrected(self) -> bool:
        return self.way == Way.CORRECTED

    @property
    def end(self) -> datetime:
        """The first moment that is no longer of the day."""
        return datetime.combine(self.day + timedelta(days=1), datetime.min.time(), BANGKOK)
