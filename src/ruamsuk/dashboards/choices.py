"""Which of two figures counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureChoice(models.TextChoices):
    """Which of two figures counts for people, after somebody has looked."""

    UNDECIDED = "undecided", _("not decided")
    COMPUTED = "computed", _("the figure counted from the records")
    PRINTED = "printed", _("the figure of the document")
