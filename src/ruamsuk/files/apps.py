from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "ruamsuk.files"
    label = "files"
