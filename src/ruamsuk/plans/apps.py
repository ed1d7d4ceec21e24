from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "ruamsuk.plans"
    label = "plans"

    def ready(self) -> None:
        from ruamsuk.core.hubs import Tab, add_tab  # the registry is filled once all apps are there

        add_tab(Tab("fund", 20, _("Yearly plan"), "plans:fund-year", "clipboard-list"))
