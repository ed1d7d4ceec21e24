from django.urls import path

from ruamsuk.projects.views import projects, proposals, writing

app_name = "projects"
urlpatterns = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", writing.proposal_new, name="proposal-new"),
    path("proposals/from-plan/<uuid:uid>/", writing.proposal_from_plan, name="proposal-from-plan"),
    path("proposals/from-project/<uuid:uid>/", writing.proposal_from_project, name="proposal-from-project"),
    path("proposals/submissions/<uuid:uid>/", proposals.submission, name="submission"),
    path("proposals/<uuid:uid>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:uid>/write/<slug:step>/", writing.proposal_write, name="proposal-write"),
    path("proposals/<uuid:uid>/save/", writing.proposal_save, name="proposal-save"),
    path("proposals/<uuid:uid>/row/", writing.proposal_row, name="proposal-row"),
    path("proposals/<uuid:uid>/conflicts/<int:pk>/", writing.conflict_resolve, name="conflict-resolve"),
    path("proposals/<uuid:uid>/authors/", writing.proposal_authors, name="proposal-authors"),
    path("proposals/<uuid:uid>/delete/", writing.proposal_delete, name="proposal-delete"),
    path("proposals/<uuid:uid>/submit/", proposals.proposal_submit, name="proposal-submit"),
    path("proposals/<uuid:uid>/take-up/", proposals.proposal_take_up, name="proposal-take-up"),
    path("proposals/<uuid:uid>/return/", proposals.proposal_return, name="proposal-return"),
    path("proposals/<uuid:uid>/withdraw/", proposals.proposal_withdraw, name="proposal-withdraw"),
    path("proposals/<uuid:uid>/decide/", proposals.proposal_decide, name="proposal-decide"),
    path("proposals/<uuid:uid>/comment/", proposals.proposal_comment, name="proposal-comment"),
    path("funds/<uuid:uid>/proposals/", proposals.fund_proposals, name="fund-proposals"),
    path("funds/<uuid:uid>/projects/", projects.fund_projects, name="fund-projects"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.project_new, name="project-new"),
    path("projects/<uuid:uid>/", projects.project, name="project"),
    path("projects/<uuid:uid>/edit/", projects.project_edit, name="project-edit"),
    path("projects/<uuid:uid>/funders/", projects.project_fundings, name="project-fundings"),
    path("projects/<uuid:uid>/instalments/", projects.project_instalments, name="project-instalments"),
    path("projects/<uuid:uid>/people/", projects.project_people, name="project-people"),
    path("projects/<uuid:uid>/areas/", projects.project_areas, name="project-areas"),
    path("projects/<uuid:uid>/status/", projects.project_status, name="project-status"),
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
