"""Reading areas: the tree, its past, search while typing, hand-written addresses, where records lie."""

from ruamsuk.areas.queries.addresses import AddressReading, understand_address
from ruamsuk.areas.queries.names import Names, names
from ruamsuk.areas.queries.places import (
    effects,
    misplaced_areas,
    misplaced_records,
    places,
    records_in,
    scoped_models,
)
from ruamsuk.areas.queries.search import search, spelt_alike
from ruamsuk.areas.queries.shifts import held_shift, is_held, shift_of
from ruamsuk.areas.queries.today import area_of_today, coded, followed, named_alike, without_successor
from ruamsuk.areas.queries.tree import (
    as_it_was,
    children,
    counts_below,
    history,
    path,
    path_text,
    placed_label,
    predecessors,
    short_path,
    successors,
)

__all__ = [
    "AddressReading",
    "Names",
    "area_of_today",
    "as_it_was",
    "children",
    "coded",
    "counts_below",
    "effects",
    "followed",
    "held_shift",
    "history",
    "is_held",
    "misplaced_areas",
    "misplaced_records",
    "named_alike",
    "names",
    "path",
    "path_text",
    "placed_label",
    "places",
    "predecessors",
    "records_in",
    "scoped_models",
    "search",
    "shift_of",
    "short_path",
    "spelt_alike",
    "successors",
    "understand_address",
    "without_successor",
]
