from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "ruamsuk.counting"
    label = "counting"

    def ready(self) -> None:
        # Reason: models and jobs are there once the apps are loaded.
        from ruamsuk.counting import figures, funds, tasks
        from ruamsuk.jobs import periodic

        figures.declare(funds.FIGURES)
        periodic.every(60, "counting.sum", tasks.sum_contributions)
        periodic.daily("02:40", "counting.merge", tasks.merge_contributions)
