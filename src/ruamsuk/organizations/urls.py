from django.urls import path

from ruamsuk.organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:uid>/", views.organization, name="organization"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/areas/", views.areas, name="areas"),
    path("<uuid:uid>/close/", views.close, name="close"),
    path("<uuid:uid>/reopen/", views.reopen, name="reopen"),
]
