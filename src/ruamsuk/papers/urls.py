from django.urls import path

from ruamsuk.papers import views

app_name = "papers"
urlpatterns = [
    path("papers/layouts/", views.layouts, name="layouts"),
    path("papers/layouts/<slug:document>/", views.layout, name="layout"),
    path("papers/layouts/<slug:document>/sign/", views.layout_sign, name="layout-sign"),
    path("papers/<uuid:uid>/", views.paper, name="paper"),
    path("papers/<uuid:uid>/file/", views.paper_file, name="paper-file"),
    path("proposals/<uuid:uid>/paper/", views.ask, {"document": "proposal"}, name="proposal"),
    path("reports/<uuid:uid>/paper/", views.ask, {"document": "report"}, name="report"),
    path("projects/<uuid:uid>/paper/", views.ask, {"document": "project"}, name="project"),
    path("plans/funds/<uuid:uid>/paper/", views.ask, {"document": "plan"}, name="plan"),
    path("funds/<uuid:uid>/paper/", views.ask, {"document": "fund-year"}, name="fund-year"),
]
