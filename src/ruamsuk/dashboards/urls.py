from django.urls import path

from ruamsuk.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.page, name="counts"),
    path("download/<slug:kind>/", views.download, name="download"),
    path("stated/new/", views.stated_new, name="stated-new"),
    path("stated/<uuid:uid>/", views.stated, name="stated"),
]
