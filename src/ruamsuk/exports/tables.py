"""What of a list is taken away: its columns, said by the app whose records it shows.

    PROJECTS = Table(_("Projects"), (
        Column(_("Project"), lambda row: row.title),
        Column(_("Budget (baht)"), lambda row: row.budget_satang, Form.BAHT),
        Column(_("Issues"), lambda row: …, needs=("design__issues",)),
    ))

A column shows no more than the page of the list does to the same person.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area


class Form(Enum):
    """How the values of a column stand in a file; None stays empty in each."""

    TEXT = "text"
    NUMBER = "number"
    BAHT = "baht"  # its values are satang
    DAY = "day"
    PLAIN = "plain"  # a number that is not counted with, as a year


@dataclass(frozen=True)
class Column:
    head: str | Promise
    value: Callable[[Any], Any]  # of a row
    form: Form = Form.TEXT
    needs: tuple[str, ...] = ()  # what is fetched for many rows at a time


@dataclass(frozen=True)
class Table:
    title: str | Promise
    columns: tuple[Column, ...]
    # What the page makes of its rows before it shows them, for many at a time.
    lines: Callable[[Sequence[Any]], Iterable[Any]] | None = None

    @property
    def needs(self) -> list[str]:
        return list(dict.fromkeys(name for column in self.columns for name in column.needs))


def places(of: str = "home_area", *, is_there: bool = False) -> tuple[Column, ...]:
    """Three columns of the area that a row names by `of`. `is_there`: the list has fetched it."""

    def at(level: AreaKind) -> Callable[[Any], str]:
        def named(row: Any) -> str:
            area: Area | None = row
            for name in of.split("__"):
                area = getattr(area, name)
            while area is not None and area.kind != level:
                area = None if area.kind in ABOVE_PROVINCE else area.parent
            return area.name if area else ""

        return named

    needs = () if is_there else (f"{of}__parent__parent",)
    return (
        Column(_("Sub-district"), at(AreaKind.SUBDISTRICT), needs=needs),
        Column(_("District"), at(AreaKind.DISTRICT), needs=needs),
        Column(_("Province"), at(AreaKind.PROVINCE), needs=needs),
    )


ABOVE_PROVINCE = {AreaKind.PROVINCE, AreaKind.ZONE, AreaKind.COUNTRY}


def page_of(name: str, record: Callable[[Any], Any] = lambda row: row) -> Column:
    """The address at which a row's record is read: `name` as in `{% url %}`."""
    return Column(_("Page"), lambda row: settings.BASE_URL + reverse(name, args=[record(row).uid]))
