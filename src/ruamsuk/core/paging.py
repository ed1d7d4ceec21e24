"""Keyset paging: a page of a list is found by the last row before it, never by counting rows from the start.

    page = Page(request, proposals, order=("-sent_at", "title"))
    {% for proposal in page %} … {% pager page %}

The order always ends in the primary key. NULLs stand last, whichever way a column runs, on SQLite and on
PostgreSQL alike. The place in the list travels in the address as an opaque `after=` or `before=`.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import itemgetter, or_
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, FieldError, ValidationError
from django.db.models import DateField, DateTimeField, F, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_aware

from ruamsuk.core import readable

SIZE = 50
# Of days and moments: at the edges of the calendar some have no moment in UTC.
YEARS = range(1900, 2201)


class Page:
    """One page of `rows` in the given order. Iterates over at most `size` records; `next`/`previous` are cursors."""

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any] | list[QuerySet[Any]],
        *,
        order: tuple[str, ...],
        size: int = SIZE,
        ready: Callable[[QuerySet[Any]], Iterable[Any]] | None = None,
        called: str = "",
        is_short: bool = False,
        sort: str = "",
    ) -> None:
        """`rows` of several queries are merged; the columns of their order must have values, and their keys are
        those of the first one's noun.

        `ready` adds to the rows of the page what showing them needs; without it, `rows` has that already. The next
        page begins after what it sets of the order's columns.

        `is_short`: mostly one page of a few rows, which are read at once.

        `sort`: the name of an order that was asked for. A cursor of another order of the list is none of this one.

        `called`: which of several lists of one page it is; each is turned over by itself.
        """
        self.after, self.before = (f"{called}_{way}" if called else way for way in ("after", "before"))
        parts = rows if isinstance(rows, list) else [rows]  # at least one
        self._sort = sort
        self._columns = [
            (name.removeprefix("-"), name.startswith("-")) for name in order if name.lstrip("-") != "pk"
        ]
        self._columns.append(("pk", any(name == "-pk" for name in order)))
        self._parts, self._ready = parts, ready
        self._model = model = parts[0].model
        self._never_null = {field.name for field in model._meta.concrete_fields if not field.null} | {"pk"}
        after, before = request.GET.get(self.after, ""), request.GET.get(self.before, "")
        backward = bool(before) and not after
        place = self._read(before if backward else after)
        asked = bool(after or before)
        beyond = parts
        if place is not None:
            try:
                beyond = [part.filter(self._beyond(place, backward)) for part in parts]
            except (ValueError, TypeError, OverflowError, ValidationError, FieldError):
                place, backward = None, False
        # A page of a browser then shows the beginning; a program is told (core.api.page_of).
        self.is_astray = asked and place is None
        if is_short:
            found = list(beyond[0].order_by(*self._ordering(backward))[: size + 1])
            more = len(found) > size
            self.rows: list[Any] = found[:size]
        else:
            # First the keys, then their rows: what is sorted and skipped is small, often an index alone.
            keys = self._keys(beyond, backward, size + 1)
            more = len(keys) > size
            self.rows = self._rows_of(keys[:size])
        if backward:
            self.rows.reverse()
        self.has_next = backward or more
        self.has_previous = more if backward else place is not None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def walk(self, step: int) -> Iterator[Any]:
        """Every row of the list in its order, wherever this page stands in it; `step` are read at a time."""
        beyond, keys = self._parts, [None] * step
        while len(keys) == step:
            keys = self._keys(beyond, False, step)
            rows = self._rows_of(keys)
            if not rows:
                return
            yield from rows
            place = [_value(rows[-1], name) for name, _down in self._columns]
            beyond = [part.filter(self._beyond(place, False)) for part in self._parts]

    def _rows_of(self, keys: list[Any]) -> list[Any]:
        if not keys:
            return []
        # The list itself would ask its filters again, and databases then begin with them instead of with the keys.
        is_plain = self._ready is None and len(self._parts) == 1
        shown = (self._parts[0] if is_plain else self._model._default_manager.all()).filter(pk__in=keys)
        by_key = {row.pk: row for row in (self._ready(shown) if self._ready else shown)}
        return [by_key[key] for key in keys if key in by_key]

    @property
    def next(self) -> str:
        return self._write(self.rows[-1]) if self.has_next and self.rows else ""

    @property
    def previous(self) -> str:
        return self._write(self.rows[0]) if self.has_previous and self.rows else ""

    def _keys(self, parts: list[QuerySet[Any]], backward: bool, most: int) -> list[Any]:
        """The first keys in order; each part gives as many as all together may need."""
        ordered = [part.order_by(*self._ordering(backward)) for part in parts]
        if len(ordered) == 1:
            return list(ordered[0].values_list("pk", flat=True)[:most])
        return merged_keys(ordered, [(name, down != backward) for name, down in self._columns], most)

    def _ordering(self, backward: bool) -> list[Any]:
        """NULLs last going forward, so first going backward. Columns without any are ordered as their index is."""
        ordering: list[object] = []
        for name, down in self._columns:
            if name in self._never_null:
                ordering.append(f"-{name}" if down != backward else name)
            elif down != backward:
                ordering.append(F(name).desc(nulls_first=backward or None, nulls_last=not backward or None))
            else:
                ordering.append(F(name).asc(nulls_first=backward or None, nulls_last=not backward or None))
        return ordering

    def _beyond(self, place: list[object], backward: bool) -> Q:
        """Rows strictly beyond `place`: equal in the first columns and beyond in the next one."""
        choices: list[Q] = []
        equal = Q()
        for (name, down), value in zip(self._columns, place, strict=True):
            choices.append(equal & self._step(name, down != backward, value, backward))
            equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        return reduce(or_, choices)

    def _step(self, name: str, down: bool, value: object, backward: bool) -> Q:
        # NULLs are last: nothing is beyond them going forward, everything else going backward.
        if value is None:
            return Q(**{f"{name}__isnull": False}) if backward else Q(pk__in=[])
        step = Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        return step if backward or name in self._never_null else step | Q(**{f"{name}__isnull": True})

    def _write(self, row: Model) -> str:
        values: object = [_value(row, name) for name, _down in self._columns]
        if self._sort:
            values = {self._sort: values}
        return base64.urlsafe_b64encode(json.dumps(values, default=_plain).encode()).decode().rstrip("=")

    def _read(self, cursor: str) -> list[object] | None:
        """The values of a cursor; a cursor that was cut or made up means the first page."""
        try:
            values = readable.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), most=2_000)
        except (ValueError, binascii.Error):
            return None
        if self._sort:
            values = values.get(self._sort) if isinstance(values, dict) else None
        plain = isinstance(values, list) and all(
            isinstance(v, str | int | float | bool | None) and "\x00" not in str(v) for v in values
        )
        if not plain or len(values) != len(self._columns) or values[-1] is None:
            return None
        names = [name for name, _down in self._columns]
        return values if all(map(self._may_stand, names, values)) else None

    def _may_stand(self, name: str, value: object) -> bool:
        """Whether the database can be asked for such a value: what was made up is none that a column ever had."""
        if isinstance(value, str) and not _is_text(value):
            return False
        model: Any = self._model
        for part in name.split("__"):
            if part == "pk" or model is None:
                return True
            try:
                field = model._meta.get_field(part)
            except FieldDoesNotExist:  # computed by the query
                return True
            model = field.related_model
        if value is None or not isinstance(field, DateField):
            return True
        if not isinstance(value, str):
            return False
        moment = isinstance(field, DateTimeField)
        try:
            read = parse_datetime(value) if moment else parse_date(value)
        except ValueError:
            return False
        if read is None or read.year not in YEARS:
            return False
        return not isinstance(read, datetime) or is_aware(read)


def merged_keys(ordered: list[QuerySet[Any]], columns: list[tuple[str, bool]], most: int) -> list[Any]:
    """The first keys of several ordered queries together. `columns`: names and whether they run down, the key last."""
    names = [name for name, _down in columns]
    rows = list({row[-1]: row for part in ordered for row in part.values_list(*names)[:most]}.values())
    for index, (_name, down) in reversed(list(enumerate(columns))):
        rows.sort(key=itemgetter(index), reverse=down)
    return [row[-1] for row in rows[:most]]


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a character
        return False
    return True


def _value(row: object, name: str) -> object:
    """The value of a column, followed through relations: "fund__name"; of a record that a column names, its key."""
    for part in name.split("__"):
        row = getattr(row, part) if row is not None else None
    return row.pk if isinstance(row, Model) else row


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"a list cannot be ordered by {type(value).__name__}")
