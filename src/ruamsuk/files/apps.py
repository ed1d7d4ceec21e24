from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "ruamsuk.files"
    label = "files"

    def ready(self) -> None:
        from ruamsuk.files import tasks  # models must be loaded first
        from ruamsuk.jobs import periodic

        periodic.daily("03:20", "files.sweep", tasks.sweep)
