from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ruamsuk.notices"
    label = "notices"
