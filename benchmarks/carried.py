"""The records of a SQLite file in PostgreSQL: both databases are measured on the same ones, and they are made once."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import DurationField, Field, Model


def carry(file: Path, say: Callable[[str], None] = lambda text: None) -> None:
    """Every row of every table takes the place of what stood there. All or nothing.

    `file` has had the same migrations; nobody writes into it meanwhile.
    """
    models = [
        one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy
    ]
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows come in any order
        tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
        cursor.execute(f"TRUNCATE {tables}")
        for model in models:
            if rows := _copy(source, cursor, model):
                say(f"{model.__name__}: {rows:,} rows")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _copy(source: sqlite3.Connection, cursor: Any, model: type[Model]) -> int:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    odd = [(no, made) for no, made in enumerate(map(_made_of, fields)) if made]
    rows = 0
    with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        for row in source.execute(f'SELECT {columns} FROM "{table}"'):
            if odd:
                row = list(row)
                for no, made in odd:
                    row[no] = None if row[no] is None else made(row[no])
            copy.write_row(row)
            rows += 1
    return rows


def _made_of(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What PostgreSQL reads, of what SQLite keeps; None where both write the same."""
    if isinstance(field, DurationField):
        return lambda value: f"{value} microseconds"
    return None
