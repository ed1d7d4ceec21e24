from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    name = "ruamsuk.issues"
    label = "issues"

    def ready(self) -> None:
        # Reason: models must be loaded before registries may be filled.
        from ruamsuk.core.finding import FINDERS, Finder
        from ruamsuk.issues.finding import find_indicators

        FINDERS.add("indicators", Finder(_("Indicators"), find_indicators, 60, "target"))
