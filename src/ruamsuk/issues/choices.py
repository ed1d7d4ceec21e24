from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way an indicator should move."""

    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")


class Combining(models.TextChoices):
    """What several measurements of an indicator are together."""

    LATEST = "latest", _("the latest value")
    SUM = "sum", _("the sum of all")
    SHARE = "share", _("a share: all counted of all asked")


class GroupKind(models.TextChoices):
    AGE = "age", _("by age")
    SPECIAL = "special", _("special group")


class GroupScheme(models.TextChoices):
    """Which form counts people by these groups: they overlap, so the two are never added up together."""

    FUND = "fund", _("groups of the health fund")
    CLOSING = "closing", _("age bands of the closing report")
