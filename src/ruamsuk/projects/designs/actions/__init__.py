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
from ruamsuk.projects.designs.actions.one import (
    TOGETHER,
    check,
    check_days,
    copy_design,
    line_amount,
    recount_budget,
    renumber,
)

__all__ = [
    "TOGETHER",
    "GivenActivity",
    "GivenAim",
    "GivenChange",
    "GivenDesign",
    "StoredDesign",
    "change_designs",
    "check",
    "check_days",
    "copy_design",
    "line_amount",
    "recount_budget",
    "renumber",
    "store_designs",
]
