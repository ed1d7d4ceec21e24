from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "ruamsuk.areas"
    label = "areas"

    def ready(self) -> None:
        # Reason: models must be loaded before registries may be filled.
        from ruamsuk.areas.finding import AREAS
        from ruamsuk.core.finding import FINDERS

        FINDERS.add("areas", AREAS)
