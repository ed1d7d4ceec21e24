from django.urls import path

from ruamsuk.area_sets import views

app_name = "area_sets"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:uid>/", views.area_set, name="area-set"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/retire/", views.retire, name="retire"),
]
