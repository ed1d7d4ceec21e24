from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperState(models.TextChoices):
    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("not made")


class PaperKind(models.TextChoices):
    """What a paper is taken away as."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
