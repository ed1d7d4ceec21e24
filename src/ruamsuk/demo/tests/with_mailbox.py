"""The addresses of the system as a demo has them."""

from django.urls import include, path

from ruamsuk.config import urls

urlpatterns = [*urls.urlpatterns, path("demo/", include("ruamsuk.demo.urls"))]
handler404 = urls.handler404
