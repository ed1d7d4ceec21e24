"""Activity reports: begun with everything known, saved while written, sent, checked step by step, returned."""

from ruamsuk.projects.reports.actions.ending import set_status, take_waiver_back, waive_report
from ruamsuk.projects.reports.actions.ground import WRITING
from ruamsuk.projects.reports.actions.ladder import return_report, send_report, step_report
from ruamsuk.projects.reports.actions.parts import (
    add_files,
    add_participants,
    add_photos,
    move_photo,
    remove_part,
    restore_part,
)
from ruamsuk.projects.reports.actions.photos import cover_photo, keep_photos_inside, release_photos
from ruamsuk.projects.reports.actions.saving import save_report, settle_conflict
from ruamsuk.projects.reports.actions.starting import delete_report, enter_report, start_report

__all__ = [
    "WRITING",
    "add_files",
    "add_participants",
    "add_photos",
    "cover_photo",
    "delete_report",
    "enter_report",
    "keep_photos_inside",
    "move_photo",
    "release_photos",
    "remove_part",
    "restore_part",
    "return_report",
    "save_report",
    "send_report",
    "set_status",
    "settle_conflict",
    "start_report",
    "step_report",
    "take_waiver_back",
    "waive_report",
]
