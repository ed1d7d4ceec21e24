from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.hubs import Tab, add_tab


class DashboardsConfig(AppConfig):
    name = "ruamsuk.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from ruamsuk.dashboards import tasks  # reason: jobs and models are there once the apps are loaded
        from ruamsuk.issues.models import IssueList, Placement
        from ruamsuk.jobs import periodic

        add_tab(Tab("area_set", 20, _("Figures"), "dashboards:set", "chart-bar"))
        periodic.daily("00:10", "dashboards.due", tasks.count_due_reports)
        for model in (IssueList, Placement):  # catalogues stand below and do not know who counts by them
            post_save.connect(tasks.lists_changed, sender=model)
            post_delete.connect(tasks.lists_changed, sender=model)
