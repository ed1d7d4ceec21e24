"""Figures: what is counted, declared by the app that owns the noun and known here by its code.

A declaration is all that pages, files, the API and documents' figures need to show it; how it is counted stands in
the app's `Source` (counting.sources).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from ruamsuk.core.registry import Registry

Figures = dict[str, int]  # code → value; money in satang


@dataclass(frozen=True)
class Figure:
    """A number that adds up over places, funds and entries of a list, but for their overlap."""

    code: str
    label: str | Promise
    short: str | Promise  # the head of a column
    definition: str | Promise
    page: str  # name of the list of the records behind it
    # What that list is asked for, besides place and year.
    asked: Mapping[str, str] = field(default_factory=dict)
    # Of what a fund has beside its named records.
    asked_of_rest: Mapping[str, str] = field(default_factory=dict)
    in_list: str | Promise = ""  # the words of the chip by which that list says so
    brief: str | Promise = ""  # the definition in a line, below its tile
    group: str = "work"  # the row of tiles in which it stands: work, reports
    is_of_funds: bool = False  # counts funds: has neither year nor entry nor record of a fund
    is_part: bool = False  # of another figure, so that it has no tile and no column on a page
    is_crossed: bool = False  # the table of areas and issues may be read by it
    is_money: bool = False
    is_public: bool = True  # False: the list behind it is read by people with an account
    is_trouble: bool = False  # any is one too many
    among: str = ""  # the figure of which it is a part: where that is nothing, it is a dash instead of 0
    is_basis: bool = (
        False  # projects by how far they came: what a document that says "projects" may have counted
    )

    @property
    def by_entry(self) -> bool:
        return not self.is_of_funds


FIGURES: Registry[Figure] = Registry("figures")  # in the order of pages: from the ground of the house up


def declare(figures: tuple[Figure, ...]) -> None:
    for figure in figures:
        FIGURES.add(figure.code, figure)


def nothing() -> Figures:
    return dict.fromkeys(FIGURES, 0)
