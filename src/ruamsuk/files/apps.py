from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "ruamsuk.files"
    label = "files"

    def ready(self) -> None:
        from ruamsuk.files import queries, tasks  # models must be loaded first
        from ruamsuk.jobs import backups, periodic

        periodic.daily("03:20", "files.sweep", tasks.sweep, deletes=True)
        periodic.daily("03:30", "files.let-go", tasks.let_go_old, deletes=True)
        backups.NEEDED.add(queries.TABLE, queries.needed)
