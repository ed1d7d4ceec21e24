"""What a database says of its tables: columns, and the rules that hold for them."""

from django.db import connection

RULES = ("columns", "primary_key", "unique", "foreign_key", "check", "index", "orders", "type", "definition")


def tables():
    """Table → a line for each column and rule, whatever the rules are called."""
    ask = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: sorted([*_columns(ask, cursor, table), *_rules(ask, cursor, table), *_conditions(cursor, table)])
            for table in ask.table_names(cursor)
        }


def _columns(ask, cursor, table):
    for column in ask.get_table_description(cursor, table):
        kind = (column.type_code, column.display_size, column.precision, column.null_ok, column.default)
        yield f"{column.name}: {kind}"


def _rules(ask, cursor, table):
    for rule in ask.get_constraints(cursor, table).values():
        yield ", ".join(f"{part} {rule[part]}" for part in RULES if rule.get(part))


def _conditions(cursor, table):
    """What CHECKs of PostgreSQL ask, in its own words; SQLite keeps only the text of the whole table."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [table],
        )
        yield from (row[0] for row in cursor.fetchall())
