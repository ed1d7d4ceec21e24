"""Dumps of the demo: all rows of one moment, read back on either database at the migrations of that moment.

    dumps/<name>.jsonl.xz   one header, then a line for each column: ["app.Model", "column", [value of each row]]
    landed.sha256           the migrations that have landed, with the hash of each, as `sha256sum` writes it

The header names the moment and the last migration of each app. `python -m tests.migrations NAME` lays one down.
"""

import hashlib
import json
import lzma
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import IntegerField
from django.utils import timezone

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECRET = "only-for-dumps"  # signs the trail of the demo that is laid down
FOLDER, LANDED = HERE / "dumps", HERE / "landed.sha256"


def write(file: Path) -> None:
    """Writes all rows of the database, which must stand at the newest migrations."""
    executor = MigrationExecutor(connection)
    last = sorted(executor.loader.graph.leaf_nodes())
    header = {"made_at": timezone.now().isoformat(), "migrations": last}
    with lzma.open(file, "wt", preset=9 | lzma.PRESET_EXTREME, encoding="utf-8") as out:
        for line in [header, *_columns(executor.loader.project_state(last).apps)]:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=_text) + "\n")


def _columns(apps: Apps) -> Iterator[list[Any]]:
    """A column at a time: alike values beside each other take a quarter less room than rows."""
    for model in apps.get_models(include_auto_created=True):
        for field in _stored(model):
            values = model._base_manager.order_by("pk").values_list(field.attname, flat=True)
            if values:
                yield [model._meta.label, field.attname, list(values)]


def _text(value: Any) -> str:
    """Moments to the microsecond, which the trail's seals need; days, decimals and ids in words."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _stored(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def load(file: Path, apps: Apps) -> datetime:
    """Fills a database that stands at the migrations of the dump, whose models are `apps`; returns its moment."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        next(lines)  # the header
        models = apps.get_models(include_auto_created=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for model in models:  # what migrations put in
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
            for label, columns in groupby(map(json.loads, lines), key=lambda line: line[0]):
                _insert(cursor, apps.get_model(label), {name: values for _label, name, values in columns})
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE")  # it knows of rows that it has held for a while
    return made_at(file)


def made_at(file: Path) -> datetime:
    return datetime.fromisoformat(_header(file)["made_at"])


def migrations_of(file: Path) -> list[tuple[str, str]]:
    """The last migration of each app at the moment of a dump."""
    return [(app, name) for app, name in _header(file)["migrations"]]


def _header(file: Path) -> Any:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        return json.loads(next(lines))


def _insert(cursor: Any, model: Any, columns: dict[str, list[Any]]) -> None:
    fields = {field.attname: field for field in _stored(model)}
    if columns.keys() != fields.keys():
        raise ValueError(f"{model._meta.label}: {sorted(columns.keys() ^ fields.keys())} do not fit the dump")
    stored = [_prepared(fields[name], values) for name, values in columns.items()]
    names = ", ".join(connection.ops.quote_name(fields[name].column) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(zip(*stored, strict=True)))


def _prepared(field: Any, values: list[Any]) -> list[Any]:
    """As the database takes them. Most columns repeat few values: each is prepared once."""
    if _of_numbers(field):
        return values
    known: dict[str, Any] = {}
    found = []
    for value in values:
        key = value if type(value) is str else repr(value)
        if key not in known:
            known[key] = field.get_db_prep_save(field.to_python(value), connection)
        found.append(known[key])
    return found


def _of_numbers(field: Any) -> bool:
    """Whole numbers, and what points at them: a database takes them as JSON has them."""
    return isinstance(getattr(field, "target_field", field), IntegerField)


# Migrations that have landed -----------------------------------------------------------------------------------


def landed() -> dict[str, str]:
    """Path → hash of what has landed; nothing before the first dump."""
    if not LANDED.exists():
        return {}
    return {path: digest for digest, path in (line.split() for line in LANDED.read_text().splitlines())}


def present() -> dict[str, str]:
    files = sorted((ROOT / "src/ruamsuk").glob("*/migrations/[0-9]*.py"))
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def edited(landed: dict[str, str], present: dict[str, str]) -> list[str]:
    """Landed migrations that are gone or are no longer what landed."""
    return [path for path, digest in landed.items() if present.get(path) != digest]
