from django.urls import path

from ruamsuk.older_pages import views

app_name = "older_pages"
urlpatterns = [
    path("labels/", views.labels, name="labels"),
    path("labels/<uuid:uid>/forget", views.forget, name="forget-label"),
    path("<uuid:uid>/labels/", views.unknown, name="unknown"),
]
