"""All addresses. Each app owns the ones below its prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("ruamsuk.web.urls")),
    path("ui/", include("ruamsuk.core.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("users/", include("ruamsuk.accounts.urls")),
    path("areas/", include("ruamsuk.areas.urls")),
    path("notices/", include("ruamsuk.notices.urls")),
    path("comments/", include("ruamsuk.comments.urls")),
    path("issues/", include("ruamsuk.issues.urls")),
    path("organizations/", include("ruamsuk.organizations.urls")),
    path("funds/", include("ruamsuk.funds.urls")),
    path("plans/", include("ruamsuk.plans.urls")),
    path("committees/", include("ruamsuk.committees.urls")),
    path("", include("ruamsuk.projects.urls")),
    path("counts/", include("ruamsuk.dashboards.urls")),
    path("import/", include("ruamsuk.transfer.urls")),
]
handler404 = "ruamsuk.core.views.not_found"
