"""What a search box looks through: one stored text a row, written so that any way of typing finds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, cast

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Q

from ruamsuk.core.calendar import arabic
from ruamsuk.core.text import tidy

MOST_WORDS = 12
_NOT_SEARCHED = dict.fromkeys(map(ord, " .-–'\"“”‘’()"))
# The marks above a letter that are left out, or put elsewhere.
TONES = "".join(map(chr, range(0x0E47, 0x0E4D)))
_TONELESS = dict.fromkeys(map(ord, TONES))
SHORTEST = 3  # letters of a piece that an index finds
MOST_BY_INDEX = 20_000  # rows with a piece, above which SQLite reads the rows in their order instead


def fold(text: str) -> str:
    """What a search compares: lower case and Arabic digits, without the spaces, dots, dashes, quotes and brackets that
    one person types and another does not. Tone marks stay: they make other words.
    """
    return arabic(tidy(text)).lower().translate(_NOT_SEARCHED)


def toneless(folded: str) -> str:
    """What the search over all nouns compares: a fold without the marks that are easily left out."""
    return folded.translate(_TONELESS)


class FoldField(models.TextField[str, str]):
    """The fields that it names, as `fold` writes them, one a line. Made when the row is saved."""

    def __init__(self, *, of: Iterable[str], **more: Any) -> None:
        self.of = tuple(of)
        super().__init__(**{"editable": False, "default": "", **more})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = "\n".join(fold(getattr(model_instance, name)) for name in self.of)
        setattr(model_instance, self.attname, folded)
        return folded


class WordsIndex(models.Index):
    """Finds a piece of a word anywhere in a folded text. SQLite has none like it: there every row is looked at."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"fields": ["folded"], "opclasses": ["gin_trgm_ops"], **more})

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **more: Any
    ) -> Statement:
        if schema_editor.connection.vendor != "postgresql":
            return Statement("SELECT 1")
        made = cast(Statement, super().create_sql(model, schema_editor, using=" USING gin", **more))
        made.template = f"CREATE EXTENSION IF NOT EXISTS pg_trgm; {made.template}"
        return made

    def remove_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, **more: Any
    ) -> str:
        if schema_editor.connection.vendor != "postgresql":
            return "SELECT 1"
        return super().remove_sql(model, schema_editor, **more)


class PiecesIndex(models.Index):
    """Finds pieces of three letters and more anywhere in a fold without its tone marks (`Pieces`), on both databases.

    PostgreSQL keeps it by itself. On SQLite it is a table of pieces beside the table, kept by triggers; Django copies a
    table that it alters, and asks for the index again for the copy: so it is filled anew each time.
    """

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"fields": ["folded"], **more})

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **more: Any
    ) -> Statement:
        table, key = Table(model._meta.db_table, schema_editor.quote_name), _quoted(model._meta.pk.attname)
        if schema_editor.connection.vendor == "postgresql":
            pieces = _toneless_sql("postgresql", '"folded"')
            template = "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX %(name)s ON %(table)s "
            template += "USING gin (%(pieces)s gin_trgm_ops)"
            return Statement(template, name=_quoted(self.name), table=table, pieces=pieces)
        names = {"name": _quoted(self.name), "table": table, "key": key}
        old, new, own = (
            _toneless_sql("sqlite", text) for text in ('OLD."folded"', 'NEW."folded"', '"folded"')
        )
        added = f"INSERT INTO %(name)s(rowid, pieces) VALUES (NEW.%(key)s, {new});"
        removed = f"INSERT INTO %(name)s(%(name)s, rowid, pieces) VALUES ('delete', OLD.%(key)s, {old});"
        for template in (
            "CREATE VIRTUAL TABLE IF NOT EXISTS %(name)s "
            "USING fts5(pieces, content='', tokenize='trigram case_sensitive 1')",
            "INSERT INTO %(name)s(%(name)s) VALUES ('delete-all')",
            f"INSERT INTO %(name)s(rowid, pieces) SELECT %(key)s, {own} FROM %(table)s",
            f"CREATE TRIGGER {_quoted(self.name + '_in')} AFTER INSERT ON %(table)s BEGIN {added} END",
            f"CREATE TRIGGER {_quoted(self.name + '_out')} AFTER DELETE ON %(table)s BEGIN {removed} END",
            f'CREATE TRIGGER {_quoted(self.name + "_new")} AFTER UPDATE OF "folded" ON %(table)s '
            f'WHEN OLD."folded" <> NEW."folded" BEGIN {removed} {added} END',
        ):
            schema_editor.deferred_sql.append(Statement(template, **names))
        return Statement("SELECT 1")

    def remove_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, **more: Any
    ) -> str:
        if schema_editor.connection.vendor == "postgresql":
            return f"DROP INDEX {_quoted(self.name)}"
        for what in ("in", "out", "new"):
            schema_editor.execute(f"DROP TRIGGER {_quoted(f'{self.name}_{what}')}")
        return f"DROP TABLE {_quoted(self.name)}"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _toneless_sql(vendor: str, text: str) -> str:
    """`toneless` in the words of a database."""
    if vendor == "postgresql":
        return f"translate({text}, '{TONES}', '')"
    for mark in TONES:
        text = f"replace({text}, '{mark}', '')"
    return text


@dataclass(frozen=True)
class Pieces:
    """Rows that hold all pieces of one of the lines, whatever their tone marks: `folded__holds=Pieces(…)`.

    `newest`: of what very many hold, the newest are enough, as candidates of which the likeliest are chosen.
    """

    any_of: tuple[tuple[str, ...], ...]
    newest: bool = False


@FoldField.register_lookup
class Holds(models.Lookup[bool]):
    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """By reading the texts, which on PostgreSQL the index does."""
        lhs, params = self.process_lhs(compiler, connection)
        text = _toneless_sql(connection.vendor, lhs)
        lines, values = [], []
        for line in self.rhs.any_of:
            lines.append(" AND ".join([f"{text} LIKE %s ESCAPE '\\'"] * len(line)))
            for piece in line:
                values += [*params, f"%{connection.ops.prep_for_like_query(piece)}%"]
        return f"(({') OR ('.join(lines)}))", values

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """By the index, but for pieces that are too short for it and those that so many hold that it is no help."""
        field = self.lhs.target
        index = next((one for one in field.model._meta.indexes if isinstance(one, PiecesIndex)), None)
        lines = [[piece for piece in line if len(piece) >= SHORTEST] for line in self.rhs.any_of]
        if index is None or not all(lines):
            return self.as_sql(compiler, connection)
        match = " OR ".join(
            f"({' AND '.join(_quoted(piece.replace(chr(34), chr(34) * 2)) for piece in line)})"
            for line in lines
        )
        rows = f"SELECT rowid FROM {_quoted(index.name)} WHERE {_quoted(index.name)} MATCH %s"
        if self.rhs.newest:
            rows += f" ORDER BY rowid DESC LIMIT {MOST_BY_INDEX}"
        else:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM ({rows} LIMIT {MOST_BY_INDEX + 1})", [match])
                if cursor.fetchone()[0] > MOST_BY_INDEX:
                    return self.as_sql(compiler, connection)
        key, params = compiler.compile(field.model._meta.pk.get_col(self.lhs.alias))
        if [*map(tuple, lines)] == [*self.rhs.any_of]:
            return f"{key} IN ({rows})", [*params, match]
        short, values = self.as_sql(compiler, connection)
        return f"({key} IN ({rows}) AND {short})", [*params, match, *values]


class Searched(models.Model):
    """A noun with a search box. It names what is searched: `folded = FoldField(of=["title"])`."""

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        if update_fields is not None:
            fields = set(update_fields)
            folded = cast(FoldField, self._meta.get_field("folded"))
            update_fields = fields | {"folded"} if fields.intersection(folded.of) else fields
        super().save(update_fields=update_fields, **more)


def containing(typed: str) -> Q:
    """Rows that hold each of the words, wherever it stands: "น้ำดื่ม เด็ก" finds both words apart, "2570" finds ๒๕๗๐.

    Nothing typed is every row; signs alone find nothing.
    """
    typed_words = tidy(typed).split()[:MOST_WORDS]
    words = [word for word in map(fold, typed_words) if word]
    if typed_words and not words:
        return Q(pk__in=[])
    return reduce(and_, (Q(folded__contains=word) for word in words), Q())


def folded_otherwise(model: type[models.Model], pieces: int = 1_000) -> Iterator[list[models.Model]]:
    """Rows that do not hold what their fields say, as those stored past `save`; here they hold it. In pieces."""
    field = cast(FoldField, model._meta.get_field("folded"))
    rows = model._base_manager.only("folded", *field.of).order_by("pk")
    last: object = 0
    while found := list(rows.filter(pk__gt=last)[:pieces]):
        yield [row for row in found if field.value_from_object(row) != field.pre_save(row, False)]
        last = found[-1].pk


def refold(model: type[models.Model]) -> None:
    for rows in folded_otherwise(model):
        model._base_manager.bulk_update(rows, ["folded"])
