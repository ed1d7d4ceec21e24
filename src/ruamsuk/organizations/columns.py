"""Columns of the list of organisations, for files."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.exports.tables import Column, Table, page_of, places

ORGANIZATIONS = Table(
    _("Organisations"),
    (
        Column(_("Name"), str),
        Column(_("Kind"), lambda row: row.get_kind_display()),
        *places(),
        page_of("organizations:organization"),
    ),
)
