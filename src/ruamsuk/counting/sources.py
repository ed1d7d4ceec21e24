"""Apps say here what they count: a source for all figures of a noun, registered from `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from ruamsuk.core.registry import Registry
from ruamsuk.counting.figures import Figure, Figures, declare
from ruamsuk.counting.question import Question, Splits


class Records(Protocol):
    """The records of a noun as lines of their fund."""

    def of(self, question: Question) -> Iterable[tuple[object, Figures]]:
        """Each record of the fund and year in the order of pages, with what it counts for."""

    def title(self, record: Any) -> str: ...

    def sub(self, record: Any) -> str:
        """What stands under the title, in small letters."""

    def url(self, record: Any, figure: Figure | None) -> str:
        """The record's page, or the one behind a figure of it."""


@dataclass(frozen=True)
class Source:
    figures: tuple[Figure, ...]
    add: Callable[[Question, Splits], None]  # a handful of queries, for a country as for a sub-district
    records: Records | None = None
    is_contributed: bool = False  # acts contribute to the figures (counting.contributed)


SOURCES: Registry[Source] = Registry("sources of figures")  # by the app


def register(app: str, source: Source) -> None:
    declare(source.figures)
    SOURCES.add(app, source)
