"""Columns of the lists of plans, for files."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.exports.tables import Column, Form, Table, page_of, places

PLANNED = Table(
    _("Projects that should be done"),
    (
        Column(_("Project"), lambda row: row.title),
        Column(_("Fund code"), lambda row: row.plan.fund.code),
        Column(_("Fund"), lambda row: row.plan.fund.name),
        *places("plan__fund__home_area"),
        Column(_("Issue"), lambda row: row.plan.issue.name),
        Column(_("Budget (baht)"), lambda row: row.budget_satang, Form.BAHT),
        page_of("plans:plan", lambda row: row.plan),
    ),
)
AGREED = Table(
    _("Yearly plans agreed"),
    (
        Column(_("Issue"), lambda row: row.issue.name),
        Column(_("Fund code"), lambda row: row.fund.code),
        Column(_("Fund"), lambda row: row.fund.name),
        *places("fund__home_area"),
        Column(_("Agreed on"), lambda row: row.agreed_on, Form.DAY),
        page_of("plans:plan"),
    ),
)


def of_funds(lines: Callable[[Sequence[Any]], Iterable[Any]]) -> Table:
    """Funds and how far their plans are. `lines`: of many funds (queries.fund_lines)."""
    return Table(
        _("Funds and their plans"),
        (
            Column(_("Fund code"), lambda line: line.fund.code),
            Column(_("Fund"), lambda line: line.fund.name),
            *places("fund__home_area", is_there=True),
            Column(_("Number of issues"), lambda line: line.plans, Form.NUMBER),
            Column(_("agreed"), lambda line: line.agreed, Form.NUMBER),
            Column(_("Projects to be done"), lambda line: line.planned, Form.NUMBER),
            Column(_("Budget (baht)"), lambda line: line.budget_satang, Form.BAHT),
            page_of("plans:fund-year", lambda line: line.fund),
        ),
        lines,
    )
