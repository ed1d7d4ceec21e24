"""Checking, numbering and summing one design: the plumbing of the other actions, never called by a view."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, ProtectedError, Sum
from django.db.models.deletion import Collector
from django.db.models.functions import Coalesce

from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import MOST_OF_A_PROJECT
from ruamsuk.evidence.queries import check_coverage
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.projects.designs.models import (
    Activity,
    BudgetLine,
    Design,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)
from ruamsuk.projects.designs.problems import LastDayBeforeFirst, LineTooLarge, RowInUse


def line_amount(line: BudgetLine) -> int:
    """รวมเงิน = จำนวนหน่วย × ต่อหน่วย × ครั้ง, rounded to the satang; 0 while a factor is missing."""
    if line.quantity is None or line.unit_cost_satang is None:
        return 0
    return int((line.quantity * line.unit_cost_satang * line.times).quantize(Decimal(1), ROUND_HALF_UP))


def check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise LastDayBeforeFirst(field="ends_on", first=day_text(starts_on), last=day_text(ends_on))


def check(row: Model) -> None:
    """Refuses what the fields of a row cannot say together: days in the wrong order, more than a project's money,
    more counted than there are.
    """
    if isinstance(row, Design | Activity):
        check_days(row.starts_on, row.ends_on)
    elif isinstance(row, BudgetLine) and line_amount(row) > MOST_OF_A_PROJECT:
        raise LineTooLarge(field="quantity")
    elif isinstance(row, Situation):
        check_coverage(row)


def check_unused(row: Model) -> None:
    """Refuses to remove a row, by name, while records that stay hang on it."""
    try:
        Collector(using=row._state.db or DEFAULT_DB_ALIAS).collect([row])
    except ProtectedError as refusal:
        users = ", ".join(sorted({str(thing) for thing in refusal.protected_objects})[:5])
        raise RowInUse(row=row, users=users) from None


# The fields that such a refusal is about.
TOGETHER: dict[type[Model], frozenset[str]] = {
    Design: frozenset({"starts_on", "ends_on"}),
    Activity: frozenset({"starts_on", "ends_on"}),
    BudgetLine: frozenset({"quantity", "unit_cost_satang", "times"}),
    Situation: frozenset({"covered", "total"}),
}


def add_standard_indicator(design: Design, standard: StandardIndicator) -> None:
    """With the objective that the catalogue suggests, and its line in the situation."""
    text, unit = standard.name, standard.unit_th
    problem = Situation.objects.create(design=design, no=999, indicator=standard, text=text, unit=unit)
    objective = Objective.objects.create(design=design, no=999, text=standard.suggested_objective_th)
    objective.situations.add(problem)
    Indicator.objects.create(
        design=design,
        objective=objective,
        no=999,
        standard=standard,
        combining=standard.combining,
        text=text,
        unit=unit,
    )
    renumber(design)


def recount_budget(design: Design) -> None:
    """Sums lines into activities and activities into the design."""
    zero = Coalesce(Sum("lines__amount_satang"), 0)
    activities = list(design.activities.annotate(total=zero))
    for activity in activities:
        activity.budget_satang = activity.total
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
