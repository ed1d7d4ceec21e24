"""Rows of any model, written as fast as the database takes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model


class Bulk:
    """Writes rows of a model as fast as the database takes them: COPY on PostgreSQL, one statement on SQLite."""

    def __init__(self) -> None:
        self.last: dict[type[Model], int] = {}
        self.rows: dict[type[Model], list[dict[str, Any]]] = {}

    def add(self, model: type[Model], **values: Any) -> int:
        """Keeps a row for the next flush; returns its primary key. Values are named by column attribute."""
        if (key := model._meta.pk.attname) in values:  # it has the key of another row
            self.last[model] = values[key]
            self.rows.setdefault(model, []).append(values)
            return values[key]
        pk = self.last.get(model)
        if pk is None:
            pk = model._default_manager.aggregate(n=Max("pk"))["n"] or 0
        self.last[model] = pk = pk + 1
        self.rows.setdefault(model, []).append({"id": pk, **values})
        return pk

    def flush(self) -> None:
        for model, rows in self.rows.items():
            self._write(model, rows)
        self.rows.clear()

    def _write(self, model: type[Model], rows: list[dict[str, Any]]) -> None:
        fields = list(model._meta.concrete_fields)
        names = {name for row in rows for name in row}
        unknown = names - {field.attname for field in fields}
        if unknown:
            raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        columns = ", ".join(f'"{field.column}"' for field in fields)
        kind = list(self.last).index(model)
        values = [_filler(field, kind) for field in fields]
        data = ([value(row) for value in values] for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                    for row in data:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(fields))
                cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', data)

    def finish(self) -> None:
        self.flush()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.last)):
                cursor.execute(statement)


def _filler(field: Any, kind: int) -> Callable[[dict[str, Any]], Any]:
    """Column value of a row: what the row says, else the model's default."""
    name = field.attname
    if name == "uid":
        return lambda row: f"01900000{kind:04x}70008000{row['id']:012x}"
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        default: Any = moment(date(2024, 1, 1))
    else:
        default = field.get_db_prep_save(field.get_default(), connection)
    return lambda row: row.get(name, default)


def moment(day: date, hour: int = 3) -> str:
    """A moment (UTC) of a day, as both databases read it."""
    return f"{day.isoformat()} {hour:02d}:00:00"


def at(day: date, hour: int = 3) -> datetime:
    """The same moment, as the doors take it."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
