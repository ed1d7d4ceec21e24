from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "ruamsuk.issues"
    label = "issues"
