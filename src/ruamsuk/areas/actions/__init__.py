"""Changing areas by date, without losing history.

`Area` gets today's values, `AreaVersion` keeps what was true before, `Succession` says who took whose place.
Every change ends in `writes.settle`, which puts `place_no` right for all that moved: the areas and, inside the same
transaction, the records of the apps above.
"""

from ruamsuk.areas.actions.changes import (
    NewArea,
    close_area,
    merge_areas,
    move_area,
    open_area,
    recode_area,
    rename_area,
    rescope,
    set_population,
    split_area,
)
from ruamsuk.areas.actions.official import Loaded, load_geography
from ruamsuk.areas.actions.rehearsal import Reached, rehearse, rehearse_change
from ruamsuk.areas.actions.sights import decide_sight
from ruamsuk.areas.actions.villages import VillageRow, add_village, add_villages

__all__ = [
    "Loaded",
    "NewArea",
    "Reached",
    "VillageRow",
    "add_village",
    "add_villages",
    "close_area",
    "decide_sight",
    "load_geography",
    "merge_areas",
    "move_area",
    "open_area",
    "recode_area",
    "rehearse",
    "rehearse_change",
    "rename_area",
    "rescope",
    "set_population",
    "split_area",
]
