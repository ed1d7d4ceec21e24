from django.urls import path

from ruamsuk.projects.variations import views

urlpatterns = [
    path("projects/<uuid:uid>/variations/", views.project_variations, name="project-variations"),
    path("projects/<uuid:uid>/variations/new/", views.variation_start, name="variation-start"),
    path("variations/<uuid:uid>/", views.variation, name="variation"),
    path("variations/<uuid:uid>/edit/", views.variation_edit, name="variation-edit"),
    path("variations/<uuid:uid>/send/", views.variation_send, name="variation-send"),
    path("variations/<uuid:uid>/delete/", views.variation_delete, name="variation-delete"),
    path("variations/<uuid:uid>/return/", views.variation_return, name="variation-return"),
    path("variations/<uuid:uid>/decide/", views.variation_decide, name="variation-decide"),
    path("variations/<uuid:uid>/plan/", views.variation_plan, name="variation-plan"),
    path("variations/<uuid:uid>/plan/<slug:kind>/add/", views.variation_row_add, name="variation-row-add"),
    path(
        "variations/<uuid:uid>/plan/<slug:kind>/<uuid:row>/",
        views.variation_row_edit,
        name="variation-row-edit",
    ),
    path(
        "variations/<uuid:uid>/plan/<slug:kind>/<uuid:row>/remove/",
        views.variation_row_remove,
        name="variation-row-remove",
    ),
]
