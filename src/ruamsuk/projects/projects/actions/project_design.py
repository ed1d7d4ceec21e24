"""Changing the design of a project, row by row, while it is typed in from paper.

What a committee approved here, and what was reported on, is changed by a variation alone (docs/adr/0081). The budget of
a project stands in its decision; its budget lines say how the money is spread.
"""

from datetime import datetime
from typing import Any, Protocol

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.drafts.problems import RowGone
from ruamsuk.drafts.specs import Rows
from ruamsuk.evidence.problems import DayInFuture
from ruamsuk.projects.designs.actions import check, check_unused, line_amount, recount_budget, renumber
from ruamsuk.projects.designs.models import BudgetLine, Design, Situation
from ruamsuk.projects.designs.problems import RowInUse
from ruamsuk.projects.projects.actions.projects import check_not_agreed
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.tallies.actions import recount_for

PARENT_OF = {"indicator": "objective", "line": "activity"}


class Designed(Protocol):
    """A project or a variation: what owns a design whose rows are changed one by one."""

    design: Design


def _part(kind: str) -> Rows:
    part = PROPOSAL.rows(kind)
    if part is None:
        raise RowGone
    return part


def row_of(owner: Designed, kind: str, uid: str) -> Any:
    """A row of the owner's own design; another's row does not exist here."""
    part = _part(kind)
    row = part.model._default_manager.filter(uid=uid, **{part.owner: owner.design}).first()
    if row is None:
        raise RowGone
    return row


@action(_("added to the project's plan"), on="project")
def add_design_row(
    *, project: Project, kind: str, parent: object, values: dict[str, object], by: User, at: datetime = NOW
) -> Any:
    """The new row. `parent`: the objective of an indicator, the activity of a budget line; else None."""
    check_not_agreed(project)
    row = new_row(project.design, kind, parent, values)
    recount_for(project)
    return row


@action(_("changed the project's plan"), on="project")
def change_design_row(
    *, project: Project, row: object, values: dict[str, object], by: User, at: datetime = NOW
) -> Project:
    check_not_agreed(project)
    set_row(project.design, row, values)
    recount_for(project)  # an activity's days decide when its report is due
    return project


@action(_("removed from the project's plan"), on="project")
def remove_design_row(*, project: Project, row: Any, by: User, at: datetime = NOW) -> Project:
    """Refused by name while reports or activities use the row."""
    check_not_agreed(project)
    take_row_out(project.design, row)
    recount_for(project)
    return project


def new_row(design: Design, kind: str, parent: object, values: dict[str, object]) -> Any:
    model = _part(kind).model
    owner: dict[str, object] = {} if kind == "line" else {"design": design}
    if kind in PARENT_OF:
        owner[PARENT_OF[kind]] = parent
    last = model._default_manager.filter(**owner).aggregate(last=Max("no"))["last"] or 0
    row = model(no=last + 1, **owner)
    set_row(design, row, values)
    return row


def set_row(design: Design, row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Situation) and row.measured_on and row.measured_on > today():
        raise DayInFuture(field="measured_on", day=day_text(row.measured_on))
    if isinstance(row, BudgetLine):
        row.amount_satang = line_amount(row)
    check(row)
    row.save()
    _settle(design)


def take_row_out(design: Design, row: Any) -> None:
    """Refused by name while activities serve it, or records that stay hang on it."""
    users = design.activities.filter(objectives=row) if hasattr(row, "indicators") else []
    if users:
        raise RowInUse(row=row, users=", ".join(str(activity) for activity in users))
    check_unused(row)
    row.delete()
    _settle(design)


def _settle(design: Design) -> None:
    renumber(design)
    recount_budget(design)
