from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ruamsuk.notices"
    label = "notices"

    def ready(self) -> None:
        from ruamsuk.jobs import periodic  # models must be loaded first
        from ruamsuk.notices import tasks

        periodic.daily("18:00", "notices.digest", tasks.send_digests)
        periodic.daily("04:00", "notices.heads", tasks.send_heads)
