from django.urls import path

from ruamsuk.areas import views

app_name = "areas"
urlpatterns = [
    path("", views.area_list, name="area_list"),
    path("pick/", views.pick, name="pick"),
    path("<int:pk>/", views.area, name="area"),
    path("<int:pk>/sight/", views.sight, name="sight"),
    path("<int:pk>/<slug:verb>/", views.change, name="change"),
]
