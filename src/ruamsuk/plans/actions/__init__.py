"""All changes of plans. Every action locks the fund's year first, so that two people cannot number a row alike."""

from ruamsuk.plans.actions.agreeing import agree_plan, agree_year, reopen_plan
from ruamsuk.plans.actions.checking import check_plan, freeze_plan, return_plan
from ruamsuk.plans.actions.copying import copy_plan_from_year, copy_year
from ruamsuk.plans.actions.development import bring_development_rows, remove_development_row
from ruamsuk.plans.actions.plan import change_plan, rank_issue, rank_issues, remove_plan, start_plan
from ruamsuk.plans.actions.rows import (
    add_measure,
    add_objective,
    add_planned_project,
    add_situation,
    change_measure,
    change_objective,
    change_planned_project,
    change_situation,
    remove_measure,
    remove_objective,
    remove_planned_project,
    remove_situation,
    use_official_figure,
)

__all__ = [
    "add_measure",
    "add_objective",
    "add_planned_project",
    "add_situation",
    "agree_plan",
    "agree_year",
    "bring_development_rows",
    "change_measure",
    "change_objective",
    "change_plan",
    "change_planned_project",
    "change_situation",
    "check_plan",
    "copy_plan_from_year",
    "copy_year",
    "freeze_plan",
    "rank_issue",
    "rank_issues",
    "remove_development_row",
    "remove_measure",
    "remove_objective",
    "remove_plan",
    "remove_planned_project",
    "remove_situation",
    "reopen_plan",
    "return_plan",
    "start_plan",
    "use_official_figure",
]
