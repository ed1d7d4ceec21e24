"""Activity reports: begun with everything known, saved while written, sent, checked step by step, returned."""

from ruamsuk.projects.actions.reports.ground import WRITING
from ruamsuk.projects.actions.reports.ladder import return_report, send_report, step_report
from ruamsuk.projects.actions.reports.parts import (
    add_files,
    add_participants,
    add_photos,
    move_photo,
    remove_part,
    restore_part,
)
from ruamsuk.projects.actions.reports.saving import save_report, settle_conflict
from ruamsuk.projects.actions.reports.starting import delete_report, enter_report, start_report

__all__ = [
    "WRITING",
    "add_files",
    "add_participants",
    "add_photos",
    "delete_report",
    "enter_report",
    "move_photo",
    "remove_part",
    "restore_part",
    "return_report",
    "save_report",
    "send_report",
    "settle_conflict",
    "start_report",
    "step_report",
]
