from django.urls import path

from ruamsuk.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="batches"),
    path("<uuid:uid>/", views.batch, name="batch"),
    path("<uuid:uid>/lines/<int:no>/", views.line, name="line"),
    path("<uuid:uid>/start", views.start, name="start"),
    path("<uuid:uid>/discard", views.discard, name="discard"),
    path("<uuid:uid>/undo", views.undo, name="undo"),
    path("<uuid:uid>/report.json", views.report_json, name="report-json"),
    path("<uuid:uid>/report.txt", views.report_text, name="report-text"),
]
