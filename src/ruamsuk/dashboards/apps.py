from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "ruamsuk.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from ruamsuk.dashboards import tasks  # reason: jobs are registered once the apps are loaded
        from ruamsuk.jobs import periodic

        periodic.daily("00:10", "dashboards.due", tasks.count_due_reports)
