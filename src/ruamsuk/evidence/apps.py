from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "ruamsuk.evidence"
    label = "evidence"
