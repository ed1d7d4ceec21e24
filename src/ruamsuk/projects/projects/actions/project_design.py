"""Changing the design of a project, row by row: for projects from paper, and for what changes after approval.

The budget of an approved project stands in its decision; its budget lines say how the money is spread.
"""

from datetime import datetime
from typing import Any

from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.drafts.problems import RowGone
from ruamsuk.drafts.specs import Rows
from ruamsuk.projects.designs.actions import check, line_amount, recount_budget, renumber
from ruamsuk.projects.designs.models import BudgetLine
from ruamsuk.projects.designs.problems import RowInUse
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.tallies.actions import recount_for

PARENT_OF = {"indicator": "objective", "line": "activity"}


def _part(kind: str) -> Rows:
    part = PROPOSAL.rows(kind)
    if part is None:
        raise RowGone
    return part


def row_of(project: Project, kind: str, uid: str) -> object:
    """A row of the project's own design; another project's row does not exist here."""
    part = _part(kind)
    row = part.model._default_manager.filter(uid=uid, **{part.owner: project.design}).first()
    if row is None:
        raise RowGone
    return row


@action(_("added to the project's plan"), on="project")
def add_design_row(
    *, project: Project, kind: str, parent: object, values: dict[str, object], by: User, at: datetime = NOW
) -> Any:
    """The new row. `parent`: the objective of an indicator, the activity of a budget line; else None."""
    model = _part(kind).model
    owner: dict[str, object] = {} if kind == "line" else {"design": project.design}
    if kind in PARENT_OF:
        owner[PARENT_OF[kind]] = parent
    last = model._default_manager.filter(**owner).aggregate(last=Max("no"))["last"] or 0
    row = model(no=last + 1, **owner)
    _set(row, values)
    _settle(project)
    return row


@action(_("changed the project's plan"), on="project")
def change_design_row(
    *, project: Project, row: object, values: dict[str, object], by: User, at: datetime = NOW
) -> Project:
    _set(row, values)
    return _settle(project)


@action(_("removed from the project's plan"), on="project")
def remove_design_row(*, project: Project, row: Any, by: User, at: datetime = NOW) -> Project:
    """Refused by name while reports or activities use the row."""
    users = project.design.activities.filter(objectives=row) if hasattr(row, "indicators") else []
    if users:
        raise RowInUse(row=row, users=", ".join(str(activity) for activity in users))
    try:
        row.delete()
    except ProtectedError as refusal:
        used_by = ", ".join(sorted({str(thing) for thing in refusal.protected_objects})[:5])
        raise RowInUse(row=row, users=used_by) from None
    return _settle(project)


def _set(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, BudgetLine):
        row.amount_satang = line_amount(row)
    check(row)
    row.save()


def _settle(project: Project) -> Project:
    renumber(project.design)
    recount_budget(project.design)
    recount_for(project)  # an activity's days decide when its report is due
    return project
