from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "ruamsuk.projects"
    label = "projects"
