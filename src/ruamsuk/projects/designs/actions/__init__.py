"""Designs: copied, checked and summed one by one, or stored many at once. Part of the acts of what owns them."""

from ruamsuk.projects.designs.actions.bulk import (
    GivenActivity,
    GivenAim,
    GivenChange,
    GivenDesign,
    StoredDesign,
    change_designs,
    store_designs,
)
from ruamsuk.projects.designs.actions.copying import copy_design, described
from ruamsuk.projects.designs.actions.one import (
    TOGETHER,
    add_standard_indicator,
    check,
    check_days,
    check_unused,
    line_amount,
    recount_budget,
    renumber,
)
from ruamsuk.projects.designs.actions.replacing import replace_design, same_rows

__all__ = [
    "TOGETHER",
    "GivenActivity",
    "GivenAim",
    "GivenChange",
    "GivenDesign",
    "StoredDesign",
    "add_standard_indicator",
    "change_designs",
    "check",
    "check_days",
    "check_unused",
    "copy_design",
    "described",
    "line_amount",
    "recount_budget",
    "renumber",
    "replace_design",
    "same_rows",
    "store_designs",
]
