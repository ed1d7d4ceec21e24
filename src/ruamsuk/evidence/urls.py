from django.urls import path

from ruamsuk.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/remove/", views.remove, name="remove"),
]
