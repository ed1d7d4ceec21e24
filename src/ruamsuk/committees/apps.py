from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "ruamsuk.committees"
    label = "committees"
