"""Columns of the lists of projects, for files."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.exports.tables import Column, Form, Table, page_of, places

PROJECTS = Table(
    _("Projects"),
    (
        Column(_("Code"), lambda row: row.code),
        Column(_("Project"), lambda row: row.title),
        Column(_("Fund code"), lambda row: row.fund.code if row.fund else "", needs=("fund",)),
        Column(_("Fund"), lambda row: row.fund.name if row.fund else "", needs=("fund",)),
        Column(_("Carried out by"), lambda row: row.owner),
        *places(),
        Column(
            _("Issues"),
            lambda row: ", ".join(issue.name for issue in row.design.issues.all()),
            needs=("design__issues",),
        ),
        Column(_("Fiscal year"), lambda row: row.fiscal_year, Form.PLAIN),
        Column(_("Budget (baht)"), lambda row: row.budget_satang, Form.BAHT),
        Column(_("Approved on"), lambda row: row.approved_on, Form.DAY),
        Column(_("Status"), lambda row: row.get_status_display()),
        page_of("projects:project"),
    ),
)
