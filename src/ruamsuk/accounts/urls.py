from django.urls import path

from ruamsuk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("roles/", views.roles, name="roles"),
    path("me/", views.profile, name="profile"),
    path("me/keys/", views.api_tokens, name="api-tokens"),
    path("me/keys/<uuid:uid>/", views.api_token, name="api-token"),
    path("me/keys/<uuid:uid>/revoke/", views.revoke_api_token, name="revoke-api-token"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/add/", views.invite, name="invite"),
    path("invitations/<uuid:uid>/", views.invitation, name="invitation"),
    path("invitations/<uuid:uid>/renew/", views.renew_invitation, name="renew-invitation"),
    path("invitations/<uuid:uid>/revoke/", views.revoke_invitation, name="revoke-invitation"),
    path("join/<str:token>/", views.join, name="join"),
    path("places/<int:pk>/", views.place, name="place"),
    path("areas/<int:pk>/", views.area_place, name="area-place"),
    path("posts/<uuid:uid>/", views.post, name="post"),
    path("handovers/<uuid:uid>/", views.handover, name="handover"),
    path("grants/<uuid:uid>/end/", views.end_role, name="end-role"),
    path("<uuid:uid>/", views.person, name="person"),
    path("<uuid:uid>/posts/add/", views.give_role, name="give-role"),
    path("<uuid:uid>/close/", views.close_account, name="close-account"),
    path("<uuid:uid>/open/", views.open_account, name="open-account"),
    path("<uuid:uid>/password-link/", views.password_link, name="password-link"),
]
