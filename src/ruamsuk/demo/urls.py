"""Addresses that only a demo has (config.urls)."""

from django.urls import path

from ruamsuk.demo import views

app_name = "demo"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:number>/", views.letter, name="letter"),
]
