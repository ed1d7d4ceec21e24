"""A design takes the content of another one, row by row: what hangs on a row that stays, stays with it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from ruamsuk.projects.designs.actions.copying import values_of
from ruamsuk.projects.designs.actions.one import check, check_unused, recount_budget, renumber
from ruamsuk.projects.designs.models import (
    Activity,
    BudgetLine,
    Design,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)

Same = Mapping[str, str]  # uid of a row of a copy → uid of the row that it began as

# Each with the field of what it hangs on; what others hang on comes first.
_ROWS: tuple[tuple[type[Any], str, str], ...] = (
    (Situation, "design", ""),
    (Objective, "design", ""),
    (Indicator, "design", "objective"),
    (TargetLine, "design", ""),
    (Activity, "design", ""),
    (BudgetLine, "activity__design", "activity"),
)
_ORDER = {
    Indicator: ("objective__no", "objective__pk", "no", "pk"),
    BudgetLine: ("activity__no", "activity__pk", "no", "pk"),
}


def _rows(model: type[Any], owner: str, design: Design) -> list[Any]:
    return list(model.objects.filter(**{owner: design}).order_by(*_ORDER.get(model, ("no", "pk"))))


def same_rows(copy: Design, source: Design) -> dict[str, str]:
    """Of a copy that nobody changed yet."""
    return {
        str(one.uid): str(other.uid)
        for model, owner, _above in _ROWS
        for one, other in zip(_rows(model, owner, copy), _rows(model, owner, source), strict=True)
    }


def replace_design(design: Design, by: Design, same: Same, fields: list[str]) -> None:
    """`fields`: plain fields of the design that are taken over. Rows that `by` has no more are removed, and refused by
    name while records hang on them.
    """
    for name in fields:
        setattr(design, name, getattr(by, name))
    check(design)
    design.save(update_fields=fields)
    became: dict[Model, Model] = {}
    left: list[Any] = []
    for model, owner, above in _ROWS:
        stand = {str(row.uid): row for row in _rows(model, owner, design)}
        for row in _rows(model, owner, by):
            target = stand.pop(same.get(str(row.uid), ""), None) or model()
            for name, value in values_of(row).items():
                setattr(target, name, value)
            target.no = row.no
            if hasattr(row, "design_id"):
                target.design = design
            if above:
                setattr(target, above, became[getattr(row, above)])
            if isinstance(row, BudgetLine):
                target.amount_satang = row.amount_satang
            target.save()
            became[row] = target
            if isinstance(row, Activity):
                target.objectives.set(became[aim] for aim in row.objectives.all())
            elif isinstance(row, Objective):
                target.situations.set(became[problem] for problem in row.situations.all())
        left += stand.values()
    for row in reversed(left):
        check_unused(row)
        row.delete()
    renumber(design)
    recount_budget(design)
