from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "ruamsuk.transfer"
    label = "transfer"

    def ready(self) -> None:
        from ruamsuk.jobs import periodic  # models must be loaded first
        from ruamsuk.transfer import background

        periodic.every(60, "transfer.look-after", background.look_after)
