from django.urls import path

from ruamsuk.issues import views

app_name = "issues"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add_issue, name="add"),
    path("codes/", views.codes, name="codes"),
    path("lists/<slug:code>/", views.issue_list, name="list"),
    path("lists/<slug:code>/add/", views.add_line, name="add-line"),
    path("indicators/<uuid:uid>/", views.indicator, name="indicator"),
    path("indicators/<uuid:uid>/edit/", views.edit_indicator, name="edit-indicator"),
    path("indicators/<uuid:uid>/retire/", views.retire_indicator, name="retire-indicator"),
    path("measures/<slug:code>/", views.measure, name="measure"),
    path("measures/<slug:code>/confirm/", views.confirm_measure, name="confirm-measure"),
    path("measures/<slug:code>/activities/add/", views.add_kit_activity, name="add-kit-activity"),
    path("kit-activities/<uuid:uid>/edit/", views.edit_kit_activity, name="edit-kit-activity"),
    path("kit-activities/<uuid:uid>/remove/", views.remove_kit_activity, name="remove-kit-activity"),
    path("measures/<slug:code>/edit/", views.edit_measure, name="edit-measure"),
    path("measures/<slug:code>/retire/", views.retire_measure, name="retire-measure"),
    path("rows/<slug:table>/add/", views.add_row, name="add-row"),
    path("rows/<slug:table>/<int:pk>/edit/", views.edit_row, name="edit-row"),
    path("rows/<slug:table>/<int:pk>/retire/", views.retire_row, name="retire-row"),
    path("<uuid:uid>/", views.issue, name="issue"),
    path("<uuid:uid>/edit/", views.edit_issue, name="edit"),
    path("<uuid:uid>/places/", views.places, name="places"),
    path("<uuid:uid>/retire/", views.retire_issue, name="retire"),
    path("<uuid:uid>/indicators/add/", views.add_indicator, name="add-indicator"),
    path("<uuid:uid>/measures/add/", views.add_measure, name="add-measure"),
]
