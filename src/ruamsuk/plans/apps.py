from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "ruamsuk.plans"
    label = "plans"
