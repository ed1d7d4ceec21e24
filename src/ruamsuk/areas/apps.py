from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "ruamsuk.areas"
    label = "areas"
