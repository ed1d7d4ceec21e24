"""Activity reports: begun with everything known, saved while written, sent, checked step by step, returned."""

from ruamsuk.projects.actions.reports.ground import PARTS
from ruamsuk.projects.actions.reports.ladder import return_report, send_report, step_report
from ruamsuk.projects.actions.reports.parts import (
    add_files,
    add_participants,
    add_photos,
    move_photo,
    remove_part,
    restore_part,
)
from ruamsuk.projects.actions.reports.saving import SavedReport, choose_report_text, save_report, standing
from ruamsuk.projects.actions.reports.starting import delete_report, enter_report, start_report

__all__ = [
    "PARTS",
    "SavedReport",
    "add_files",
    "add_participants",
    "add_photos",
    "choose_report_text",
    "delete_report",
    "enter_report",
    "move_photo",
    "remove_part",
    "restore_part",
    "return_report",
    "save_report",
    "send_report",
    "standing",
    "start_report",
    "step_report",
]
