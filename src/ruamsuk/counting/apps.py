from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "ruamsuk.counting"
    label = "counting"

    def ready(self) -> None:
        from ruamsuk.counting import figures, funds  # reason: models are there once the apps are loaded

        figures.declare(funds.FIGURES)
