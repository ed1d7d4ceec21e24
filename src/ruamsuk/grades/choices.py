"""Closed lists of grades."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GradeState(models.TextChoices):
    DRAFT = "draft", _("being written")
    GIVEN = "given", _("given")
