from django.urls import path

from ruamsuk.projects.projects.views import (
    deciding,
    problems,
    project_design,
    projects,
    reading,
    starting,
    taking_over,
)

urlpatterns = [
    path("proposals/new/", starting.proposal_new, name="proposal-new"),
    path("proposals/from-project/<uuid:uid>/", starting.proposal_from_project, name="proposal-from-project"),
    path("proposals/<uuid:uid>/decide/", deciding.proposal_decide, name="proposal-decide"),
    path("proposals/<uuid:uid>/decision/correct/", deciding.decision_correct, name="decision-correct"),
    path("funds/<uuid:uid>/projects/", projects.fund_projects, name="fund-projects"),
    path("funds/<uuid:uid>/take-over/", taking_over.take_over, name="take-over"),
    path("take-overs/<uuid:uid>/back", taking_over.take_over_back, name="take-over-back"),
    path("projects/", projects.projects, name="projects"),
    path("projects/problem-figures/", problems.problem_figures, name="problem-figures"),
    path("projects/new/", projects.project_new, name="project-new"),
    path("projects/<uuid:uid>/", reading.project, name="project"),
    path("projects/<uuid:uid>/details/", reading.project_details, name="project-details"),
    path("projects/<uuid:uid>/money/", reading.project_money, name="project-money"),
    path("projects/<uuid:uid>/edit/", projects.project_edit, name="project-edit"),
    path("projects/<uuid:uid>/plan/", project_design.project_plan, name="project-plan"),
    path("projects/<uuid:uid>/plan/<slug:kind>/add/", project_design.project_row_add, name="project-row-add"),
    path(
        "projects/<uuid:uid>/plan/<slug:kind>/<uuid:row>/",
        project_design.project_row_edit,
        name="project-row-edit",
    ),
    path(
        "projects/<uuid:uid>/plan/<slug:kind>/<uuid:row>/remove/",
        project_design.project_row_remove,
        name="project-row-remove",
    ),
    path("projects/<uuid:uid>/funders/", projects.project_fundings, name="project-fundings"),
    path("projects/<uuid:uid>/partners/", projects.project_partners, name="project-partners"),
    path("projects/<uuid:uid>/instalments/", projects.project_instalments, name="project-instalments"),
    path("projects/<uuid:uid>/people/", projects.project_people, name="project-people"),
    path("projects/<uuid:uid>/areas/", projects.project_areas, name="project-areas"),
    path("projects/<uuid:uid>/documents/add/", projects.project_document_add, name="project-document-add"),
    path(
        "projects/<uuid:uid>/documents/<uuid:document>/", projects.project_document, name="project-document"
    ),
    path(
        "projects/<uuid:uid>/documents/<uuid:document>/remove/",
        projects.project_document_remove,
        name="project-document-remove",
    ),
]
