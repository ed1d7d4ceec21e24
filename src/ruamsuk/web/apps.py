from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ruamsuk.web"
    label = "web"
