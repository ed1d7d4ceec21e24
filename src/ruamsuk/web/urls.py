from django.urls import path

from ruamsuk.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("more/", views.more, name="more"),
]
