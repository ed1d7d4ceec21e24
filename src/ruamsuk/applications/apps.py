from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "ruamsuk.applications"
    label = "applications"

    def ready(self) -> None:
        # Reason: apps are loaded before registries may be filled.
        from ruamsuk.accounts.actions import JOINED
        from ruamsuk.accounts.verbs import INVITE
        from ruamsuk.applications import tasks
        from ruamsuk.applications.actions import name_the_writer, note_reading
        from ruamsuk.applications.models import READINGS
        from ruamsuk.core.hubs import Tab, add_tab
        from ruamsuk.funds.access import may_on_fund
        from ruamsuk.jobs import periodic

        JOINED.add("applications", name_the_writer)
        READINGS.add("application", note_reading)
        periodic.daily("03:30", "applications.forget", tasks.forget, deletes=True)
        add_tab(
            Tab("fund", 75, _("Applications"), "applications:fund", "qrcode",
                lambda user, fund: may_on_fund(user, fund, INVITE))
        )  # fmt: skip
