"""Shapes that the APIs of all documents share which several people write, and reading fields that came by path."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Schema
from pydantic import Field, create_model

from ruamsuk.core.api import Given, Text, Version, Word, missing
from ruamsuk.core.money import MAX_SATANG, baht_text
from ruamsuk.drafts.actions import Chosen, D, Saved
from ruamsuk.drafts.forms import ReadText, TypedField, marks_of, read
from ruamsuk.drafts.models import Document
from ruamsuk.drafts.queries.completeness import Point
from ruamsuk.drafts.specs import Part, Spec


def texts_of(part: Part) -> type[Schema]:
    """The texts of a part as a shape that others build on."""
    texts: dict[str, Any] = {field.name: (str, ...) for field in part.texts}
    return create_model(f"Texts_{part.kind}", __base__=Schema, **texts)


class MissingOut(Schema):
    path: str = Field(description="The field to fill in")
    text: str
    required: bool = Field(description="Stops it from being sent")

    @staticmethod
    def resolve_text(row: Point) -> str:
        return str(row.text)


class FieldsIn(Given):
    """Some fields by their path, such as `p.title`, `d.rationale`, `line.<uid>.unit_cost_satang`, `issue.<uid>.on`.

    A whole number for a path that ends in `_satang` is satang; a text is read as a person would type it.
    """

    base_version: Version
    fields: dict[Word, Text | int | bool | None] = Field(
        max_length=400, examples=[{"p.title": "คอหงส์ปลอดบุหรี่", "d.starts_on": "2026-11-01"}]
    )
    seen: dict[Word, Text | int | bool | None] = Field(
        default_factory=dict,
        max_length=400,
        description="What each field held when you read it: it is written if it still holds that. For fields that are "
        "not named here `base_version` says what you have seen.",
        examples=[{"p.title": "คอหงส์ไร้ควัน"}],
    )

    def read(self, spec: Spec) -> list[TypedField]:
        """As they would be typed on the page, so that both are cleaned alike."""
        return read(spec, typed_texts(self.fields), marks_of(spec, typed_texts(self.seen)))


def typed_texts(values: Mapping[str, str | int | bool | None]) -> dict[str, str]:
    return {path: _typed(path, value) for path, value in values.items()}


def _typed(path: str, value: str | int | bool | None) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, int) and path.endswith("_satang") and 0 <= value <= MAX_SATANG:
        return baht_text(value)
    return "" if value is None else str(value)


class SavedOut(Schema):
    """What became of the fields. Those in `errors` are kept as typed; those in `conflicts` wait for a choice."""

    version: int = Field(
        description="The next `base_version`. It stays as you sent it while others wrote meanwhile: read again first"
    )
    percent: int = Field(description="How complete it is")
    errors: dict[str, str]
    conflicts: list[str]
    lost: dict[str, str] = Field(description="What was written into lines that are gone")


def saved(fresh: Document, outcome: Saved[D]) -> dict[str, Any]:
    return {
        "version": outcome.version,
        "percent": fresh.percent,
        "errors": outcome.errors,
        "conflicts": outcome.conflicts,
        "lost": outcome.lost,
    }


class ChosenText(Given):
    path: Word
    take_other: bool = Field(description="true: the text that waits shall stand; false: what stands is right")
    seen: str | None = Field(
        None,
        max_length=40,
        description="`seen` of the two texts that you read; needed if several wait for one field. Without it a choice "
        "is taken only while what stands is older than what waits.",
    )

    def of(self, waiting: list[ReadText]) -> Chosen:
        """As the actions take it."""
        of_field = [one for one in waiting if one.path == self.path]
        if not of_field:
            raise Http404
        one = next((one for one in of_field if one.seen == self.seen), of_field[0])
        if self.seen is None and len(of_field) > 1:
            raise missing("seen")
        return one.chosen(take_other=self.take_other, seen=self.seen)


class ConflictOut(Schema):
    """A field that was written on two screens."""

    path: str
    other_text: str = Field(description="It waits beside what stands")
    seen: str = Field(description="Send it with the choice: it names exactly these two texts")

    @staticmethod
    def resolve_other_text(row: ReadText) -> str:
        return row.row.words


class EarlierTextOut(Schema):
    """A text that was replaced, not chosen, or removed with its line."""

    key: str
    path: str
    text: str
    by: str = Field(description="Who wrote it; empty: it came from the start, as from a plan")
    at: datetime
    seen: str = Field(description="Send it to bring the text back: it names what stands now")

    @staticmethod
    def resolve_text(row: ReadText) -> str:
        return row.change.typed if row.change else row.text

    @staticmethod
    def resolve_by(row: ReadText) -> str:
        return row.by.name if row.by else ""


class BringBackIn(Given):
    key: Word
    seen: Word = Field(description="As it was read; if something newer stands meanwhile, both texts are kept")
