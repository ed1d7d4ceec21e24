from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "ruamsuk.charts"
    label = "charts"
