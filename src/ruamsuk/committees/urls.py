from django.urls import path

from ruamsuk.committees import views

app_name = "committees"
urlpatterns = [
    path("funds/<uuid:uid>/", views.fund, name="fund"),
    path("funds/<uuid:uid>/start/", views.start, name="start"),
    path("positions/", views.positions, name="positions"),
    path("positions/add/", views.add_position, name="add-position"),
    path("positions/<int:pk>/edit/", views.edit_position, name="edit-position"),
    path("positions/<int:pk>/retire/", views.retire_position, name="retire-position"),
    path("<uuid:uid>/", views.committee, name="committee"),
    path("<uuid:uid>/members/add/", views.add_member, name="add-member"),
    path("members/<uuid:uid>/account/", views.member_account, name="member-account"),
    path("members/<uuid:uid>/end/", views.end_member, name="end-member"),
]
