from django.urls import path

from ruamsuk.workbooks import views

app_name = "workbooks"
urlpatterns = [
    path("", views.workbooks, name="workbooks"),
    path("template", views.template, name="template"),
    path("<uuid:uid>/", views.workbook, name="workbook"),
    path("<uuid:uid>/rows/<int:no>/", views.row, name="row"),
    path("<uuid:uid>/mistakes", views.mistakes, name="mistakes"),
    path("<uuid:uid>/links", views.links, name="links"),
    path("<uuid:uid>/start", views.start, name="start"),
    path("<uuid:uid>/discard", views.discard, name="discard"),
    path("<uuid:uid>/undo", views.undo, name="undo"),
]
