"""What the rooms above count: each noun says it here, and the summary adds it up (filled while the app starts)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ruamsuk.core.registry import Registry
from ruamsuk.counting.figures import Figures

# A record: fund, fiscal year and home area, issues, what it counts for.
WithFigures = Iterable[tuple[tuple[int | None, int, int], Iterable[int], Figures]]


@dataclass(frozen=True)
class Tallied:
    rows: Callable[[], QuerySet[Any]]  # all that could be counted, by fund, fiscal_year and home_area
    counted: Callable[[Q], WithFigures]  # from the records of some parts, in a handful of queries
    # Sets right what the records of some parts keep beside the summary.
    keep: Callable[[Q], None] = lambda within: None


TALLIED: Registry[Tallied] = Registry("nouns of the summary")
