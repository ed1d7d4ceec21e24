from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "ruamsuk.plans"
    label = "plans"

    def ready(self) -> None:
        # The registries are filled once all apps are there.
        from ruamsuk.core.hubs import Tab, add_tab
        from ruamsuk.counting.sources import Source, register
        from ruamsuk.plans.figures import FIGURES
        from ruamsuk.plans.queries import counting

        register(
            "plans",
            Source(
                FIGURES,
                counting.add,
                past=counting.PlannedPast(),
                years=counting.of_years,
                undated={"plans", "plans_checked"},
            ),
        )
        add_tab(Tab("fund", 20, _("Yearly plan"), "plans:fund-year", "clipboard-list"))
