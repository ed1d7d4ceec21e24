from django.urls import path

from ruamsuk.grades import views

app_name = "grades"
urlpatterns = [
    path("", views.index, name="index"),
    path("documents/", views.documents, name="documents"),
    path("comparison/", views.comparison, name="comparison"),
    path("plans/<uuid:uid>/begin/", views.begin_plan, name="begin-plan"),
    path("proposals/<uuid:uid>/begin/", views.begin_proposal, name="begin-proposal"),
    path("<uuid:uid>/", views.grade, name="grade"),
    path("<uuid:uid>/write/", views.write, name="write"),
    path("<uuid:uid>/give/", views.give, name="give"),
    path("<uuid:uid>/renew/", views.renew, name="renew"),
    path("<uuid:uid>/discard/", views.discard, name="discard"),
]
