"""Before any change: the fund's year is locked, its year is open, its plan is still a draft."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models

from ruamsuk.core.calendar import day_of, day_text, fiscal_year
from ruamsuk.core.problems import ChangedMeanwhile
from ruamsuk.evidence.problems import DayInFuture
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.models import Fund
from ruamsuk.plans.choices import OPEN_YEARS_AHEAD, OPEN_YEARS_BACK
from ruamsuk.plans.models import Plan
from ruamsuk.plans.problems import PlanIsAgreed, RowIsGone, YearIsOver, YearTooFar

Row = TypeVar("Row", bound=models.Model)


def open_year(fund: Fund, year: int, at: datetime) -> None:
    """Locks the fund's year and refuses years that are over or far ahead, seen from the moment of recording."""
    now = fiscal_year(day_of(at))
    if year < now - OPEN_YEARS_BACK:
        raise YearIsOver(year=year, first=now - OPEN_YEARS_BACK)
    if year > now + OPEN_YEARS_AHEAD:
        raise YearTooFar(year=year, last=now + OPEN_YEARS_AHEAD)
    fund_year(fund, year)


def open_plan(plan: Plan, at: datetime) -> Plan:
    """The plan as it stands after the lock; refuses when it is agreed."""
    open_year(plan.fund, plan.fiscal_year, at)
    plan = fresh(plan)
    if not plan.is_draft:
        raise PlanIsAgreed(day=day_text(plan.agreed_on) if plan.agreed_on else "")
    return plan


def fresh(row: Row) -> Row:
    found = type(row)._default_manager.filter(pk=row.pk).first()
    if found is None:
        raise RowIsGone
    return found


def change(row: Any, seen: int | None, values: dict[str, Any]) -> None:
    """Writes `values`; refuses when the row is no longer the version that the writer saw."""
    if seen is not None and row.version != seen:
        raise ChangedMeanwhile
    for name, value in values.items():
        row._meta.get_field(name)  # a misspelt name fails here instead of being forgotten
        setattr(row, name, value)
    row.version += 1


def not_in_future(day: date | None, at: datetime, field: str) -> None:
    if day is not None and day > day_of(at):
        raise DayInFuture(day=day_text(day), field=field)
