from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "ruamsuk.imports"
    label = "imports"

    def ready(self) -> None:
        from ruamsuk.audit.trail import RENAMED_APPS  # models must be loaded first
        from ruamsuk.imports import background
        from ruamsuk.jobs import periodic

        periodic.every(60, "imports.look-after", background.look_after)
        RENAMED_APPS.add("transfer", "imports")
