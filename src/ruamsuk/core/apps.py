from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "ruamsuk.core"
    label = "core"
