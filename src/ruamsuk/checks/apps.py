from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "ruamsuk.checks"
    label = "checks"
