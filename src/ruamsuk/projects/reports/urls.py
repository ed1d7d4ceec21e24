from django.urls import path

from ruamsuk.projects.reports import views
from ruamsuk.projects.reports.views import ending
from ruamsuk.projects.reports.views.writing import PAGES

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("funds/<uuid:uid>/reports/", views.fund_reports, name="fund-reports"),
    path("projects/<uuid:uid>/reports/", views.project_reports, name="project-reports"),
    path(
        "projects/<uuid:uid>/reports/activities/<uuid:activity>/",
        views.activity_reports,
        name="activity-reports",
    ),
    path("projects/<uuid:uid>/status/", ending.project_status, name="project-status"),
    path(
        "projects/<uuid:uid>/activities/<uuid:activity>/waive/",
        ending.report_waive,
        name="report-waive",
    ),
    path(
        "projects/<uuid:uid>/activities/<uuid:activity>/waive/back/",
        ending.report_waiver_back,
        name="report-waiver-back",
    ),
    path("projects/<uuid:uid>/reports/new/", views.report_new, name="report-new"),
    path("reports/<uuid:uid>/", views.report, name="report"),
    *PAGES.urls("reports/"),
    path("reports/<uuid:uid>/photos/add/", views.report_photos, name="report-photos"),
    path("reports/photos/", views.photos_to_look_at, name="photos-to-look-at"),
    path("reports/<uuid:uid>/photos/", views.report_photo_rights, name="report-photo-rights"),
    path(
        "reports/<uuid:uid>/photos/<uuid:photo>/cover/", views.report_photo_cover, name="report-photo-cover"
    ),
    path("reports/<uuid:uid>/photos/<uuid:photo>/<slug:size>/", views.report_photo, name="report-photo"),
    path("reports/<uuid:uid>/files/add/", views.report_files, name="report-files"),
    path("reports/<uuid:uid>/files/<uuid:file>/", views.report_file, name="report-file"),
    path("reports/<uuid:uid>/delete/", views.report_delete, name="report-delete"),
    path("reports/<uuid:uid>/send/", views.report_send, name="report-send"),
    path("reports/<uuid:uid>/step/<slug:to>/", views.report_step, name="report-step"),
    path("reports/<uuid:uid>/return/", views.report_return, name="report-return"),
    path("reports/<uuid:uid>/comment/", views.report_comment, name="report-comment"),
]
