from django.urls import path

from ruamsuk.funds import views

app_name = "funds"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("pick/", views.pick, name="pick"),
    path("kinds/", views.kinds, name="kinds"),
    path("kinds/add/", views.add_kind, name="add-kind"),
    path("kinds/<slug:code>/retire/", views.retire_kind, name="retire-kind"),
    path("kinds/<slug:code>/edit/", views.edit_kind, name="edit-kind"),
    path("networks/", views.networks, name="networks"),
    path("networks/add/", views.add_network, name="add-network"),
    path("networks/<uuid:uid>/", views.network, name="network"),
    path("networks/<uuid:uid>/edit/", views.edit_network, name="edit-network"),
    path("networks/<uuid:uid>/funds/add/", views.join_network, name="join-network"),
    path("networks/<uuid:uid>/funds/<uuid:fund_uid>/leave/", views.leave_network, name="leave-network"),
    path("bank-accounts/<uuid:uid>/edit/", views.edit_bank_account, name="edit-bank-account"),
    path("bank-accounts/<uuid:uid>/close/", views.close_bank_account, name="close-bank-account"),
    path("<uuid:uid>/", views.fund, name="fund"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/areas/", views.areas, name="areas"),
    path("<uuid:uid>/close/", views.close, name="close"),
    path("<uuid:uid>/reopen/", views.reopen, name="reopen"),
    path("<uuid:uid>/authority/", views.authority, name="authority"),
    path("<uuid:uid>/officers/", views.officers, name="officers"),
    path("<uuid:uid>/bank-accounts/", views.bank_accounts, name="bank-accounts"),
    path("<uuid:uid>/bank-accounts/add/", views.add_bank_account, name="add-bank-account"),
]
