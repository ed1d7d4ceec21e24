from django.urls import path

from ruamsuk.exchanges import views

app_name = "exchanges"
urlpatterns = [
    path("", views.index, name="index"),
    path("download", views.download, name="download"),
    path("there/", views.there, name="there"),
    path("there/download", views.there_download, name="there-download"),
    path("projects/<uuid:uid>/", views.beside, name="beside"),
    path("projects/<uuid:uid>/result/", views.result, name="result"),
    path("entries/<uuid:uid>/", views.entry, name="entry"),
    path("files/", views.files, name="files"),
    path("files/<uuid:uid>/", views.file, name="file"),
    path("files/<uuid:uid>/rows/<int:no>/", views.row, name="row"),
    path("files/<uuid:uid>/start", views.start, name="start"),
    path("files/<uuid:uid>/discard", views.discard, name="discard"),
    path("files/<uuid:uid>/undo", views.undo, name="undo"),
    path("forms/", views.forms, name="forms"),
    path("forms/add/", views.form_add, name="form-add"),
    path("forms/<uuid:uid>/", views.form, name="form"),
    path("forms/<uuid:uid>/edit/", views.form_edit, name="form-edit"),
    path("forms/<uuid:uid>/retire/", views.form_retire, name="form-retire"),
    path("forms/<uuid:uid>/columns/add/", views.column_add, name="column-add"),
    path("columns/<uuid:uid>/", views.column_edit, name="column-edit"),
    path("columns/<uuid:uid>/remove/", views.column_remove, name="column-remove"),
]
