"""Columns of the lists of funds, for files."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.exports.tables import Column, Form, Table, page_of, places

FUNDS = Table(
    _("Funds"),
    (
        Column(_("Code"), lambda row: row.code),
        Column(_("Name"), lambda row: row.name),
        Column(_("Kind"), lambda row: row.kind.name),
        *places(),
        Column(_("Part in the programme"), lambda row: row.get_capacity_display()),
        Column(_("Population"), lambda row: row.population, Form.NUMBER),
        page_of("funds:fund"),
    ),
)
