from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "ruamsuk.issues"
    label = "issues"

    def ready(self) -> None:
        # Reason: models must be loaded before registries may be filled.
        from ruamsuk.core.finding import FINDERS
        from ruamsuk.issues.finding import INDICATORS

        FINDERS.add("indicators", INDICATORS)
