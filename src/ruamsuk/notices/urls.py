from django.urls import path

from ruamsuk.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read-all/", views.read_all, name="read-all"),
    path("<uuid:uid>/", views.open_notice, name="open"),
    path("digest/stop/<str:signed>/", views.stop_digest, name="stop-digest"),
]
