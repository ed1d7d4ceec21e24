from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "ruamsuk.transfer"
    label = "transfer"
