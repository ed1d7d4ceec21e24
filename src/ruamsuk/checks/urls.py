from django.urls import path

from ruamsuk.checks import views

app_name = "checks"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/edit/", views.edit_check, name="edit"),
    path("<slug:code>/retire/", views.retire_check, name="retire"),
]
