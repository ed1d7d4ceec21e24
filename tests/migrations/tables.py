"""What a database says of its tables: columns, and the rules that hold for them."""

from django.db import connection

RULES = ("columns", "primary_key", "unique", "foreign_key", "check", "index", "orders", "type", "definition")
READ = {}  # the statements of a table → its lines


def tables():
    """Table → a line for each column and rule, whatever the rules are called."""
    with connection.cursor() as cursor:
        return {table: _lines(cursor, table) for table in connection.introspection.table_names(cursor)}


def _lines(cursor, table):
    """What the same statements have made is read once: SQLite's are taken to pieces by a slow parser."""
    made_by = _statements(cursor, table)
    if not made_by or made_by not in READ:
        ask = connection.introspection
        lines = [*_columns(ask, cursor, table), *_rules(ask, cursor, table), *_conditions(cursor, table)]
        READ[made_by] = sorted(lines)
    return READ[made_by]


def _statements(cursor, table):
    if connection.vendor != "sqlite":
        return ()
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s ORDER BY name", [table])
    return tuple(cursor.fetchall())


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
