from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a list is taken away as."""

    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")
