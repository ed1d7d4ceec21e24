"""The figures of the years before, for what is shown over the years: as they stand today, without issues."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from ruamsuk.audit.aside import Acts
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.counting.question import Question, Split, Splits
from ruamsuk.counting.sources import SOURCES


def by_year(question: Question, years: Iterable[int]) -> dict[int, Splits]:
    """Year → the sums of each line. Funds have no year and are not among the figures. Kept while no record changes."""
    asked = [replace(question, fiscal_year=year, issue_list=None, then=None) for year in years]
    return {
        one.fiscal_year: kept(("years", today(), one, one.places), lambda one=one: _counted(one), Acts())
        for one in asked
    }


def _counted(question: Question) -> Splits:
    splits: Splits = defaultdict(Split)
    for source in SOURCES.values():
        source.add(question, splits)
    return dict(splits)
