from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Through which door an operation came in."""

    PAGE = "page", _("page")
    API = "api", _("API")
    SYNC = "sync", _("offline app")
    IMPORT = "import", _("import")
    DEMO = "demo", _("demo data")
    SYSTEM = "system", _("the system itself")
