"""Apps say here what they count: a source for all figures of a noun, registered from `AppConfig.ready`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Protocol

from ruamsuk.core.registry import Registry
from ruamsuk.counting.figures import Figure, Figures, declare
from ruamsuk.counting.question import Question, Splits

Entry = int | None | str  # of the list: its key, None for "not classified", or one of the two below
ALL, SEVERAL = "all", "several"  # not limited; under more than one of them


class Records(Protocol):
    """The records of a noun as lines of their fund."""

    def of(self, question: Question) -> Iterable[tuple[object, Figures]]:
        """Each record of the fund and year in the order of pages, with what it counts for."""

    def title(self, record: Any) -> str: ...

    def sub(self, record: Any) -> str:
        """What stands under the title, in small letters."""

    def url(self, record: Any, figure: Figure | None) -> str:
        """The record's page, or the one behind a figure of it."""


class Past(Protocol):
    """What can be said of a past day by what is known of the records today (docs/adr/0082).

    A record is named by its key until it is shown: a country has tens of thousands.
    """

    @property
    def figures(self) -> Set[str]:
        """Codes of the figures of which it can tell; of the others only today is known."""

    def add(self, question: Question, splits: Splits) -> None:
        """The figures as corrected. A record whose own day is not known counts from the day when it was entered."""

    def behind(self, question: Question, code: str, cell: Entry) -> list[tuple[int, int]]:
        """The records that a figure as corrected counts, each with its number: together they are the figure."""

    def since(self, question: Question, code: str, cell: Entry) -> tuple[list[int], list[int]]:
        """The records that are known to have come to a figure since the day, and those that left it."""

    def fetch(self, code: str, keys: Iterable[int]) -> Mapping[int, Any]: ...

    def title(self, record: Any) -> str: ...

    def sub(self, record: Any) -> str:
        """What stands under the title, in small letters."""

    def url(self, code: str, record: Any) -> str: ...


@dataclass(frozen=True)
class Source:
    figures: tuple[Figure, ...]
    add: Callable[[Question, Splits], None]  # a handful of queries, for a country as for a sub-district
    records: Records | None = None
    is_contributed: bool = False  # acts contribute to the figures (counting.contributed)
    past: Past | None = None  # None: as corrected nothing can be said
    # The sums of several years as they stand today, of the figures that are named, in one query, without issues; None:
    # not shown over the years.
    years: Callable[[Question, Iterable[int], Set[str]], Iterator[tuple[int, int | None, Figures]]] | None = (
        None
    )
    undated: Set[str] = frozenset()  # codes of figures that no act notes by the day: told of today alone


SOURCES: Registry[Source] = Registry("sources of figures")  # by the app


def noted_by_day() -> set[str]:
    """Codes of the figures whose acts note by the day what they add."""
    return {
        figure.code
        for source in SOURCES.values()
        for figure in source.figures
        if figure.by_entry and figure.code not in source.undated
    }


def register(app: str, source: Source) -> None:
    declare(source.figures)
    SOURCES.add(app, source)
