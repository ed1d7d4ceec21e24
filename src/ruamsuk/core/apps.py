from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "ruamsuk.core"
    label = "core"

    def ready(self) -> None:
        from django.core.signals import got_request_exception  # the settings must stand first

        from ruamsuk.core.middleware import note_crash

        got_request_exception.connect(note_crash, dispatch_uid="ruamsuk.crash")
