"""Columns of the list of official figures, for files."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.exports.tables import Column, Form, Table, places

OFFICIAL_FIGURES = Table(
    _("Official figures"),
    (
        Column(_("What it says"), str),
        Column(_("Value of the figure"), lambda row: row.value, Form.NUMBER),
        Column(_("Unit"), lambda row: row.unit_name),
        *places(),
        Column(_("Day of the figure"), lambda row: row.measured_on, Form.DAY),
        Column(_("Agency"), lambda row: row.agency),
        Column(_("Source"), lambda row: row.source),
    ),
)
