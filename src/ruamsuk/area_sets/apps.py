from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.hubs import Tab, add_tab


class AreaSetsConfig(AppConfig):
    name = "ruamsuk.area_sets"
    label = "area_sets"

    def ready(self) -> None:
        add_tab(Tab("area_set", 10, _("Details"), "area_sets:area-set", "map-pin"))
