from django.urls import path

from ruamsuk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:uid>/try-again", views.try_again, name="try-again"),
    path("<uuid:uid>/set-aside", views.set_aside, name="set-aside"),
]
