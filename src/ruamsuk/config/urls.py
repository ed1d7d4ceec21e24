"""All addresses. Each app owns the ones below its prefix."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from ruamsuk.config.api import api, openapi
from ruamsuk.config.handbook import handbook, handbook_noun
from ruamsuk.jobs.views import healthz

urlpatterns = [
    path("", include("ruamsuk.web.urls")),
    path("healthz", healthz, name="healthz"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("api/", handbook, name="api-handbook"),
    path("api/<slug:noun>/", handbook_noun, name="api-handbook-noun"),
    path("ui/", include("ruamsuk.core.urls")),
    # E-mail addresses are changed in one's profile, not on the sign-in library's own page.
    path("accounts/email/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
    path("accounts/", include("allauth.account.urls")),
    path("users/", include("ruamsuk.accounts.urls")),
    path("areas/", include("ruamsuk.areas.urls")),
    path("jobs/", include("ruamsuk.jobs.urls")),
    path("files/", include("ruamsuk.files.urls")),
    path("notices/", include("ruamsuk.notices.urls")),
    path("exports/", include("ruamsuk.exports.urls")),
    path("comments/", include("ruamsuk.comments.urls")),
    path("issues/", include("ruamsuk.issues.urls")),
    path("checks/", include("ruamsuk.checks.urls")),
    path("official-figures/", include("ruamsuk.evidence.urls")),
    path("instruments/", include("ruamsuk.instruments.urls")),
    path("organizations/", include("ruamsuk.organizations.urls")),
    path("funds/", include("ruamsuk.funds.urls")),
    path("plans/", include("ruamsuk.plans.urls")),
    path("committees/", include("ruamsuk.committees.urls")),
    path("", include("ruamsuk.projects.urls")),
    path("", include("ruamsuk.applications.urls")),
    path("grades/", include("ruamsuk.grades.urls")),
    path("area-sets/", include("ruamsuk.area_sets.urls")),
    path("counts/", include("ruamsuk.dashboards.urls")),
    path("import/", include("ruamsuk.imports.urls")),
    path("workbooks/", include("ruamsuk.workbooks.urls")),
    path("exchange/", include("ruamsuk.exchanges.urls")),
    path("", include("ruamsuk.papers.urls")),
    path("import/", include("ruamsuk.older_pages.urls")),
]
if settings.HAS_DEMO_MAILBOX:
    urlpatterns.append(path("demo/", include("ruamsuk.demo.urls")))
handler400 = "ruamsuk.core.views.bad_request"
handler403 = "ruamsuk.core.views.forbidden"
handler404 = "ruamsuk.core.views.not_found"
handler500 = "ruamsuk.core.views.broken"
