"""Columns of the lists of reports, and of activities whose report is expected, for files."""

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from ruamsuk.exports.tables import Column, Form, Table, page_of, places

REPORTS = Table(
    _("Reports"),
    (
        Column(_("Report"), lambda row: row.title or now("Activity report")),
        Column(_("Project"), lambda row: row.project.title),
        *places(),
        Column(_("Day"), lambda row: row.held_on, Form.DAY),
        Column(_("Reported for"), lambda row: row.reporter),
        Column(_("State"), lambda row: row.get_state_display()),
        page_of("projects:report"),
    ),
)
EXPECTED = Table(
    _("Activities without a report"),
    (
        Column(_("Activity"), lambda row: row.name),
        Column(_("Project"), lambda row: row.design.project.title),
        *places("design__project__home_area"),
        Column(_("Carried out by"), lambda row: row.design.project.owner),
        Column(_("Last day"), lambda row: row.ends_on, Form.DAY),
        Column(_("Waived because"), lambda row: row.waiver.reason if hasattr(row, "waiver") else ""),
        page_of("projects:project-reports", lambda row: row.design.project),
    ),
)
