"""What the rooms above count: each noun says it here, and the summary adds it up (filled while the app starts)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ruamsuk.core.registry import Registry
from ruamsuk.counting.figures import Figures

WithFigures = Iterable[tuple[int, Iterable[int], Figures]]  # a record: home area, issues, what it counts for


@dataclass(frozen=True)
class Tallied:
    rows: Callable[[], QuerySet[Any]]  # all that could be counted, by fund, fiscal_year and home_area
    counted: Callable[[Q], WithFigures]  # from the records of a part, in a handful of queries
    # Sets right what the records of a part keep beside the summary.
    keep: Callable[[Q], None] = lambda within: None


TALLIED: Registry[Tallied] = Registry("nouns of the summary")
