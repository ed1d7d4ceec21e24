from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "ruamsuk.organizations"
    label = "organizations"
