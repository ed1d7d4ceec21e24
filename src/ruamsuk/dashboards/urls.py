from django.urls import path

from ruamsuk.dashboards import frozen, views

app_name = "dashboards"
urlpatterns = [
    path("", views.page, name="counts"),
    path("download/<slug:kind>/", views.download, name="download"),
    path("behind/", views.behind, name="behind"),
    path("frozen/", frozen.frozen_sets, name="frozen-sets"),
    path("frozen/new/", frozen.freeze, name="frozen-new"),
    path("frozen/<uuid:uid>/", frozen.frozen_set, name="frozen"),
    path("frozen/<uuid:uid>/withdraw/", frozen.withdraw, name="frozen-withdraw"),
    path("frozen/<uuid:uid>/download/<slug:kind>/", frozen.download, name="frozen-download"),
    path("stated/new/", views.stated_new, name="stated-new"),
    path("stated/<uuid:uid>/", views.stated, name="stated"),
]
