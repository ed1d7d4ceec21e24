from django.db import models


class TextState(models.TextChoices):
    """What became of a text that a field was given."""

    STOOD = "stood"  # the newest of them stands, if the field's line is still there
    WAITING = "waiting"  # typed on a screen that had not seen what stands; a person chooses
    ASIDE = "aside"  # not chosen, or typed into a line that was gone


REMOVED = "removed."  # `removed.<kind>.<uid>`: the path under which the rows of a removed line are kept
