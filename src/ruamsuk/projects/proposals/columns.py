"""Columns of the lists of proposals, for files. While one is rewritten its row is what was sent (queries.shown)."""

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import day_of
from ruamsuk.exports.tables import Column, Form, Table, page_of, places

PROPOSALS = Table(
    _("Proposals"),
    (
        Column(_("Proposal"), lambda row: row.title or now("New proposal")),
        Column(_("Fund code"), lambda row: row.fund.code if row.fund else "", needs=("fund",)),
        Column(_("Fund"), lambda row: row.fund.name if row.fund else "", needs=("fund",)),
        Column(_("Applicant"), lambda row: row.applicant),
        *places(),
        Column(_("Fiscal year"), lambda row: row.fiscal_year, Form.PLAIN),
        Column(_("Budget (baht)"), lambda row: row.design.budget_satang, Form.BAHT),
        Column(_("Complete (%)"), lambda row: row.percent, Form.NUMBER),
        Column(_("Status"), lambda row: row.get_state_display()),
        Column(_("Changed"), lambda row: day_of(row.changed_at), Form.DAY),
        page_of("projects:proposal"),
    ),
)
