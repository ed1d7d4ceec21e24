from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "ruamsuk.projects"
    label = "projects"

    def ready(self) -> None:
        # Reason: apps are loaded before registries may be filled.
        from ruamsuk.core.hubs import Tab, add_tab
        from ruamsuk.counting.sources import Source, register
        from ruamsuk.projects.figures import FIGURES
        from ruamsuk.projects.queries import tallies

        register("projects", Source(FIGURES, tallies.add, tallies.ProjectLines()))
        signed_in = lambda user, fund: user.is_authenticated  # noqa: E731
        add_tab(Tab("fund", 30, _("Proposals"), "projects:fund-proposals", "file-text", signed_in))
        add_tab(Tab("fund", 40, _("Projects"), "projects:fund-projects", "folder"))
        # A press beside each planned project of a yearly plan; plans knows nothing of proposals.
        add_tab(
            Tab("planned_project", 10, _("Develop the proposal"), "projects:proposal-from-plan", "file-text")
        )
        add_tab(Tab("fund", 50, _("Reports"), "projects:fund-reports", "report-analytics"))
        add_tab(Tab("project", 10, _("Details"), "projects:project", "folder"))
        add_tab(Tab("project", 20, _("Reports"), "projects:project-reports", "report-analytics"))
