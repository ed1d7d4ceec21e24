from django.urls import path

from ruamsuk.applications import views

app_name = "applications"
urlpatterns = [
    # What stands on posters: short, and the same for ever.
    path("g/<str:code>/", views.apply, name="apply"),
    path("g/<str:code>/sent/<uuid:uid>/", views.sent, name="sent"),
    path("applications/", views.applications, name="applications"),
    path("applications/<uuid:uid>/", views.application, name="application"),
    path("applications/<uuid:uid>/accept/", views.accept, name="accept"),
    path("applications/<uuid:uid>/decline/", views.decline, name="decline"),
    path("applications/funds/<uuid:uid>/", views.fund_link, name="fund"),
    path("applications/funds/<uuid:uid>/poster/", views.poster, name="poster"),
    path("applications/funds/<uuid:uid>/qr.png", views.picture, name="picture"),
    path("applications/funds/<uuid:uid>/open/", views.open_link, name="open-link"),
    path("applications/funds/<uuid:uid>/close/", views.close_link, name="close-link"),
    path("applications/funds/<uuid:uid>/renew/", views.renew_link, name="renew-link"),
]
