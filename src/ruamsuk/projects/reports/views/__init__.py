"""Activity reports: lists, writing on four screens, reading, and the way up the ladder."""

from ruamsuk.projects.reports.views.ladder import report_return, report_send, report_step
from ruamsuk.projects.reports.views.lists import activity_reports, fund_reports, project_reports, reports
from ruamsuk.projects.reports.views.photos import (
    photos_to_look_at,
    report_photo_cover,
    report_photo_rights,
)
from ruamsuk.projects.reports.views.reading import report, report_comment, report_file, report_photo
from ruamsuk.projects.reports.views.writing import (
    report_delete,
    report_files,
    report_new,
    report_photos,
)

__all__ = [
    "activity_reports",
    "fund_reports",
    "photos_to_look_at",
    "project_reports",
    "report",
    "report_comment",
    "report_delete",
    "report_file",
    "report_files",
    "report_new",
    "report_photo",
    "report_photo_cover",
    "report_photo_rights",
    "report_photos",
    "report_return",
    "report_send",
    "report_step",
    "reports",
]
