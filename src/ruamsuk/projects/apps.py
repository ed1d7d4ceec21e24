from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "ruamsuk.projects"
    label = "projects"

    def ready(self) -> None:
        # Reason: apps are loaded before registries may be filled.
        from ruamsuk.accounts.places import OWNERS, Owner
        from ruamsuk.checks.kinds import CHANGED, CONDITIONS
        from ruamsuk.core.finding import FINDERS
        from ruamsuk.core.hubs import BECAME, Note, Tab, add_note, add_tab
        from ruamsuk.counting.breakdowns import BREAKDOWNS
        from ruamsuk.counting.sources import Source, register
        from ruamsuk.projects.figures import FIGURES
        from ruamsuk.projects.models import Project
        from ruamsuk.projects.own_steps.effects import EFFECTS
        from ruamsuk.projects.own_steps.works import WORKS
        from ruamsuk.projects.projects.actions import own_work as projects
        from ruamsuk.projects.projects.finding import PROJECTS
        from ruamsuk.projects.projects.queries.became import became
        from ruamsuk.projects.projects.queries.partners import PARTNERS
        from ruamsuk.projects.proposals.actions import own_work as proposals
        from ruamsuk.projects.proposals.finding import PROPOSALS
        from ruamsuk.projects.proposals.queries import counted as counted_proposals
        from ruamsuk.projects.proposals.queries.conditions import PROPOSAL_CONDITIONS
        from ruamsuk.projects.proposals.tasks import judge_again_soon
        from ruamsuk.projects.reports.actions import counted as counted_projects
        from ruamsuk.projects.reports.actions import own_work as reports
        from ruamsuk.projects.reports.finding import REPORTS
        from ruamsuk.projects.reports.pictures import told_of, told_of_year
        from ruamsuk.projects.reports.queries.counted import ProjectLines
        from ruamsuk.projects.reports.queries.participants import ORGANIZATIONS, SECTORS
        from ruamsuk.projects.reports.queries.past import ProjectsPast
        from ruamsuk.projects.tallies.queries import add, of_years
        from ruamsuk.projects.tallies.tallied import TALLIED
        from ruamsuk.projects.variations.actions import deciding as variations

        # A project that has ended still reports: nobody is shut out of it.
        OWNERS.add("project", Owner(Project.objects.all, "projects:project", Project.objects.none))
        register("projects", Source(FIGURES, add, ProjectLines(), past=ProjectsPast(), years=of_years))
        FINDERS.add("projects", PROJECTS)
        FINDERS.add("proposals", PROPOSALS)
        FINDERS.add("reports", REPORTS)
        BREAKDOWNS.add("partners", PARTNERS)
        BREAKDOWNS.add("sectors", SECTORS)
        BREAKDOWNS.add("organizations", ORGANIZATIONS)
        for name, tallied in (counted_proposals.TALLIED | counted_projects.TALLIED).items():
            TALLIED.add(name, tallied)
        WORKS.add("projects.proposal", proposals.WORK)
        WORKS.add("projects.project", projects.WORK)
        WORKS.add("projects.activityreport", reports.WORK)
        for act, effect in (projects.EFFECTS | reports.EFFECTS | variations.EFFECTS).items():
            EFFECTS.add(act, effect)
        for name, condition in PROPOSAL_CONDITIONS.items():
            CONDITIONS.add(name, condition)
        CHANGED.add("proposals", judge_again_soon)
        signed_in = lambda user, fund: user.is_authenticated  # noqa: E731
        add_tab(Tab("fund", 30, _("Proposals"), "projects:fund-proposals", "file-text", signed_in))
        add_tab(Tab("fund", 40, _("Projects"), "projects:fund-projects", "folder"))
        # A press beside each planned project of a yearly plan; plans knows nothing of proposals.
        add_tab(
            Tab("planned_project", 10, _("Develop the proposal"), "projects:proposal-from-plan", "file-text")
        )
        BECAME.add("planned_project", became)
        may_start = lambda user, measure: user.is_authenticated and not measure.retired_on  # noqa: E731
        start = _("Start a proposal with it")
        add_tab(Tab("measure", 10, start, "projects:proposal-from-measure", "copy", may_start))
        add_tab(Tab("plan", 10, _("From problem to result"), "projects:plan-chain", "link"))
        add_tab(Tab("fund", 50, _("Reports"), "projects:fund-reports", "report-analytics"))
        add_note(Note("fund_year", "projects/_fund_year.html", told_of_year))
        add_note(Note("project_overview", "projects/_overview.html", told_of))
        add_tab(Tab("proposal", 10, _("Overview"), "projects:proposal", "file-text"))
        add_tab(Tab("proposal", 20, _("The nine sections"), "projects:proposal-sections", "clipboard-list"))
        add_tab(Tab("project", 10, _("Overview"), "projects:project", "folder"))
        add_tab(Tab("project", 12, _("Details"), "projects:project-details", "clipboard-list"))
        add_tab(Tab("project", 14, _("Money"), "projects:project-money", "coins"))
        add_tab(Tab("project", 20, _("Reports"), "projects:project-reports", "report-analytics"))
        add_tab(Tab("project", 30, _("Variations"), "projects:project-variations", "arrows-exchange"))
