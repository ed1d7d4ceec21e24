from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "ruamsuk.drafts"
    label = "drafts"
