"""The figures of the years before, for what is shown over the years: as they stand today, without issues."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace

from ruamsuk.audit.aside import Acts
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.counting.question import Question, Split, Splits
from ruamsuk.counting.sources import SOURCES


def by_year(question: Question, years: Sequence[int], wanted: Set[str]) -> dict[int, Splits]:
    """Year → the sums of each line, of the figures that are named; those that no source tells by year are nothing.

    Kept while no record changes. A country has ten thousand rows a year: what is not shown is not summed.
    """
    asked = replace(question, issue_list=None, then=None)
    key = ("years", today(), asked, asked.places, tuple(years), frozenset(wanted))
    return kept(key, lambda: _counted(asked, years, wanted), Acts()) if years else {}


def _counted(question: Question, years: Sequence[int], wanted: Set[str]) -> dict[int, Splits]:
    found: dict[int, Splits] = {year: defaultdict(Split) for year in years}
    for source in SOURCES.values():
        for year, key, figures in source.years(question, years, wanted) if source.years else ():
            found[year][key].add(figures)
    return {year: dict(splits) for year, splits in found.items()}
