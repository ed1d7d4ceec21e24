from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ruamsuk.accounts"
    label = "accounts"
