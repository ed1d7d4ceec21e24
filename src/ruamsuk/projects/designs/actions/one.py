"""Copying, checking and summing one design: the plumbing of the other actions, never called by a view."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Model, Sum
from django.db.models.functions import Coalesce

from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import MAX_SATANG
from ruamsuk.projects.designs.models import (
    Activity,
    BudgetLine,
    Design,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)
from ruamsuk.projects.designs.problems import LastDayBeforeFirst, LineTooLarge


def copy_design(source: Design, *, without_days: bool = False) -> Design:
    """A new design with the same content. `without_days`: for another year, the days stay empty."""
    design = Design(**_values(source))
    if without_days:
        design.starts_on = design.ends_on = None
    design.save()
    design.issues.set(source.issues.all())
    _copy(source.situations.all(), design=design)
    objectives = _copy(source.objectives.all(), design=design)
    for row in source.indicators.all():
        _copy([row], design=design, objective=objectives[row.objective_id])
    _copy(source.targets.all(), design=design)
    for activity in source.activities.prefetch_related("objectives", "lines"):
        changes = {"starts_on": None, "ends_on": None} if without_days else {}
        made = _copy([activity], design=design, **changes)[activity.pk]
        made.objectives.set([objectives[o.pk] for o in activity.objectives.all()])
        _copy(activity.lines.all(), activity=made)
    return design


def _copy(rows: Iterable[Model], **changes: object) -> dict[int, Any]:
    """Copies rows of one table; returns old key → new row."""
    made = {}
    for row in rows:
        values = _values(row)
        for name, value in changes.items():
            values.pop(f"{name}_id", None)
            values[name] = value
        made[row.pk] = type(row)._default_manager.create(**values)
    return made


def _values(row: Model) -> dict[str, Any]:
    return {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in ("id", "uid")
    }


def line_amount(line: BudgetLine) -> int:
    """รวมเงิน = จำนวนหน่วย × ต่อหน่วย × ครั้ง, rounded to the satang; 0 while a factor is missing."""
    if line.quantity is None or line.unit_cost_satang is None:
        return 0
    return int((line.quantity * line.unit_cost_satang * line.times).quantize(Decimal(1), ROUND_HALF_UP))


def check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise LastDayBeforeFirst(field="ends_on", first=day_text(starts_on), last=day_text(ends_on))


def check(row: Model) -> None:
    """Refuses what the fields of a row cannot say together: days in the wrong order, an amount beyond all money."""
    if isinstance(row, Design | Activity):
        check_days(row.starts_on, row.ends_on)
    elif isinstance(row, BudgetLine) and line_amount(row) > MAX_SATANG:
        raise LineTooLarge(field="quantity")


# The fields that such a refusal is about.
TOGETHER: dict[type[Model], frozenset[str]] = {
    Design: frozenset({"starts_on", "ends_on"}),
    Activity: frozenset({"starts_on", "ends_on"}),
    BudgetLine: frozenset({"quantity", "unit_cost_satang", "times"}),
}


def recount_budget(design: Design) -> None:
    """Sums lines into activities and activities into the design."""
    zero = Coalesce(Sum("lines__amount_satang"), 0)
    activities = list(design.activities.annotate(total=zero))
    for activity in activities:
        activity.budget_satang = activity.total  # type: ignore[attr-defined]
    Activity.objects.bulk_update(activities, ["budget_satang"])
    design.budget_satang = sum(a.budget_satang for a in activities)
    design.save(update_fields=["budget_satang"])


def renumber(design: Design) -> None:
    """Numbers run 1, 2, 3 … in the order of the rows, indicators by objective."""
    for model in (Situation, Objective, TargetLine, Activity):
        _number(list(model.objects.filter(design=design)))
    _number(list(Indicator.objects.filter(design=design).order_by("objective__no", "no", "pk")))
    for activity in design.activities.prefetch_related("lines"):
        _number(list(activity.lines.all()))


def _number(rows: list) -> None:
    changed = []
    for no, row in enumerate(rows, 1):
        if row.no != no:
            row.no = no
            changed.append(row)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["no"])
