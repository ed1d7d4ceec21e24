from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ruamsuk.jobs"
    label = "jobs"

    def ready(self) -> None:
        from ruamsuk.jobs import periodic, tasks  # models must be loaded first

        periodic.every(10, "audit.seal", tasks.seal_trail)
        periodic.daily("02:00", "jobs.backup", tasks.back_up)
        periodic.daily("03:00", "jobs.sessions", tasks.clear_sessions, deletes=True)
        periodic.daily("03:10", "jobs.prune", tasks.prune, deletes=True)
        periodic.daily("03:20", "jobs.analyze", tasks.analyze)
