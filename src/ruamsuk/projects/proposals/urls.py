from django.urls import path

from ruamsuk.projects.proposals.views import authors, proposals, writing

urlpatterns = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/from-plan/<uuid:uid>/", writing.proposal_from_plan, name="proposal-from-plan"),
    path("proposals/from-measure/<slug:code>/", writing.proposal_from_measure, name="proposal-from-measure"),
    path(
        "proposals/from-development/<uuid:uid>/",
        writing.proposal_from_development,
        name="proposal-from-development",
    ),
    path("proposals/submissions/<uuid:uid>/", proposals.submission, name="submission"),
    path("proposals/<uuid:uid>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:uid>/sections/", proposals.proposal_sections, name="proposal-sections"),
    *writing.PAGES.urls("proposals/"),
    path(
        "proposals/<uuid:uid>/applicants/<uuid:applicant>/",
        writing.applicant_id_copy,
        name="applicant-id-copy",
    ),
    path("proposals/<uuid:uid>/authors/", authors.proposal_authors, name="proposal-authors"),
    path(
        "proposals/<uuid:uid>/authors/<uuid:invitation>/revoke/",
        authors.author_invitation_revoke,
        name="author-invitation-revoke",
    ),
    path("author-invitations/<uuid:uid>/", authors.author_invitation, name="author-invitation"),
    path("proposals/<uuid:uid>/delete/", writing.proposal_delete, name="proposal-delete"),
    path("proposals/<uuid:uid>/submit/", proposals.proposal_submit, name="proposal-submit"),
    path("proposals/<uuid:uid>/take-up/", proposals.proposal_take_up, name="proposal-take-up"),
    path("proposals/<uuid:uid>/return/", proposals.proposal_return, name="proposal-return"),
    path("proposals/<uuid:uid>/withdraw/", proposals.proposal_withdraw, name="proposal-withdraw"),
    path("proposals/<uuid:uid>/comment/", proposals.proposal_comment, name="proposal-comment"),
    path("funds/<uuid:uid>/proposals/", proposals.fund_proposals, name="fund-proposals"),
]
