from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "ruamsuk.exports"
    label = "exports"
