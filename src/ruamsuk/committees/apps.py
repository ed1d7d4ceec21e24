from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.hubs import Tab, add_tab


class CommitteesConfig(AppConfig):
    name = "ruamsuk.committees"
    label = "committees"

    def ready(self) -> None:
        add_tab(Tab("fund", 70, _("Committee"), "committees:fund", "users-group"))
