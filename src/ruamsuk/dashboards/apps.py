from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "ruamsuk.dashboards"
    label = "dashboards"
