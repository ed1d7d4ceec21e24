from django.urls import path

from ruamsuk.web import handover, public, views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("more/", views.more, name="more"),
    path("search/", views.search, name="search"),
    path("place/", views.place, name="place"),
    path("settings/", views.own_settings, name="settings"),
    path("focus/", views.focus, name="focus"),
    path("choose/", views.choose, name="choose"),
    *handover.urlpatterns,
    *public.urlpatterns,
]
