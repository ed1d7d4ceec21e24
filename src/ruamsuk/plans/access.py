"""The gates of plans and their rows."""

from typing import TypeVar, cast
from uuid import UUID

from django.db.models import QuerySet

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.funds.models import Fund
from ruamsuk.funds.queries import named
from ruamsuk.plans.models import DevelopmentRow, Plan, PlanEdition, PlannedProject, PlanRow

Row = TypeVar("Row", bound=PlanRow)


def plan_for(user: Reader, uid: UUID, can: Verb) -> Plan:
    """The plan with its progress counted (see queries.steps_of)."""
    return gate(Plan.objects.with_progress().select_related("fund__home_area__parent"), user, can, uid=uid)


def planning_fund_for(user: Reader, uid: UUID | str, can: Verb) -> Fund:
    """The fund, by uid or code, whose year is read (everybody) or written."""
    return gate(Fund.objects.select_related("home_area__parent", "organization"), user, can, **named(uid))


def edition_for(user: Reader, uid: UUID) -> PlanEdition:
    """What a plan said when it was judged: for who may read the plan."""
    return gate(PlanEdition.objects.select_related("plan__fund", "plan__issue"), user, READ, uid=uid)


def row_for(user: Reader, kind: type[Row], uid: UUID, can: Verb) -> Row:
    """A row of a plan: whoever may read or write the plan may read or write its rows."""
    rows = cast(QuerySet[Row], kind._default_manager.all())
    return gate(rows.select_related("plan__fund__home_area__parent", "plan__issue"), user, can, uid=uid)


def development_row_for(user: Reader, uid: UUID, can: Verb) -> DevelopmentRow:
    return gate(DevelopmentRow.objects.select_related("fund__organization"), user, can, uid=uid)


def planned_project_for(user: Reader, uid: UUID, can: Verb) -> PlannedProject:
    return row_for(user, PlannedProject, uid, can)
