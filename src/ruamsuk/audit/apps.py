from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ruamsuk.audit"
    label = "audit"
