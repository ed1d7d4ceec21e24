from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "ruamsuk.instruments"
    label = "instruments"
