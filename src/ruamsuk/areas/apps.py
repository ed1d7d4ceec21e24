from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    name = "ruamsuk.areas"
    label = "areas"

    def ready(self) -> None:
        # Reason: models must be loaded before registries may be filled.
        from ruamsuk.areas.finding import find_areas
        from ruamsuk.core.finding import FINDERS, Finder

        FINDERS.add("areas", Finder(_("Areas"), find_areas, 10, "map-pin"))
