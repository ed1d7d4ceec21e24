from django.urls import path

from ruamsuk.dashboards import frozen, views
from ruamsuk.dashboards.breakdowns import views as breakdowns
from ruamsuk.dashboards.indicators import views as indicators
from ruamsuk.dashboards.units import views as units

app_name = "dashboards"
urlpatterns = [
    path("", views.page, name="counts"),
    path("download/<slug:kind>/", views.download, name="download"),
    path("definitions/", views.definitions, name="definitions"),
    path("sets/<uuid:uid>/", views.of_set, name="set"),
    path("units/", units.units, name="units"),
    path("units/download/<slug:kind>/", units.units_download, name="units-download"),
    path("coverage/", units.coverage, name="coverage"),
    path("coverage/download/<slug:kind>/", units.coverage_download, name="coverage-download"),
    path("breakdowns/<slug:code>/", breakdowns.breakdown, name="breakdown"),
    path(
        "breakdowns/<slug:code>/download/<slug:kind>/",
        breakdowns.breakdown_download,
        name="breakdown-download",
    ),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<uuid:uid>/", indicators.indicator, name="indicator"),
    path("behind/", views.behind, name="behind"),
    path("frozen/", frozen.frozen_sets, name="frozen-sets"),
    path("frozen/new/", frozen.freeze, name="frozen-new"),
    path("frozen/<uuid:uid>/", frozen.frozen_set, name="frozen"),
    path("frozen/<uuid:uid>/withdraw/", frozen.withdraw, name="frozen-withdraw"),
    path("frozen/<uuid:uid>/download/<slug:kind>/", frozen.download, name="frozen-download"),
    path("stated/new/", views.stated_new, name="stated-new"),
    path("stated/<uuid:uid>/", views.stated, name="stated"),
    path("stated/<uuid:uid>/basis/", views.stated_basis, name="stated-basis"),
]
