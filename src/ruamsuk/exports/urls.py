from django.urls import path

from ruamsuk.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.index, name="index"),
    path("share/", views.share, name="share"),
]
