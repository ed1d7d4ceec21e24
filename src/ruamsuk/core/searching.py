"""What a search box looks through: one stored text a row, written so that any way of typing finds it."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_
from typing import Any, cast

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import Q

from ruamsuk.core.calendar import arabic
from ruamsuk.core.text import tidy

MOST_WORDS = 12
_NOT_SEARCHED = dict.fromkeys(map(ord, " .-–'\"“”‘’()"))


def fold(text: str) -> str:
    """What a search compares: lower case and Arabic digits, without the spaces, dots, dashes, quotes and brackets that
    one person types and another does not. Tone marks stay: they make other words.
    """
    return arabic(tidy(text)).lower().translate(_NOT_SEARCHED)


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
