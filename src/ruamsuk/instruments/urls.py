from django.urls import path

from ruamsuk.instruments import views

app_name = "instruments"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:uid>/name/", views.name, name="name"),
    path("<uuid:uid>/retire/", views.retire, name="retire"),
    path("<uuid:uid>/begin-version/", views.begin_version, name="begin-version"),
    path("versions/<uuid:uid>/", views.version, name="version"),
    path("versions/<uuid:uid>/edit/", views.version_edit, name="version-edit"),
    path("versions/<uuid:uid>/publish/", views.publish, name="publish"),
    path("versions/<uuid:uid>/take-back/", views.take_back, name="take-back"),
    path("versions/<uuid:uid>/sign/", views.sign, name="sign"),
    path("versions/<uuid:uid>/discard/", views.discard, name="discard"),
    path("versions/<uuid:uid>/<slug:kind>/new/", views.part_new, name="part-new"),
    path("criteria/<uuid:uid>/levels/new/", views.level_new, name="level-new"),
    path("pieces/<slug:kind>/<uuid:uid>/", views.part_edit, name="part-edit"),
    path("pieces/<slug:kind>/<uuid:uid>/remove/", views.part_remove, name="part-remove"),
]
