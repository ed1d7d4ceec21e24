from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "ruamsuk.funds"
    label = "funds"
