from django.urls import path

from ruamsuk.core import views

app_name = "core"
urlpatterns = [path("", views.gallery, name="gallery")]
