from django.urls import path

from ruamsuk.projects.own_steps import views

urlpatterns = [
    path("own-steps/", views.own_steps, name="own-steps"),
    path("own-steps/<uuid:uid>/", views.own_step, name="own-step"),
]
