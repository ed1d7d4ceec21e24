"""What a document still misses, in words, with the place where to mend it: shown while writing, the gate of sending."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from ruamsuk.drafts.models import Document
from ruamsuk.drafts.queries.texts import waiting_paths
from ruamsuk.drafts.specs import One, Part, Rows, Section, Spec, Words


@dataclass(frozen=True)
class Missing:
    section: Section
    path: str  # the field to open
    text: Words
    required: bool = True

    @property
    def step(self) -> str:
        return self.section.step


@dataclass(frozen=True)
class Completeness:
    missing: list[Missing]
    checks: int

    @property
    def required(self) -> list[Missing]:
        return [one for one in self.missing if one.required]

    @property
    def refusal(self) -> dict[str, Any]:
        """Parameters of the Problem that refuses to send it: the first few in words, all with their paths."""
        texts = [str(one.text) for one in self.required]
        errors = [
            {"field": one.path, "message": text} for one, text in zip(self.required, texts, strict=True)
        ]
        return {"count": len(texts), "missing": "; ".join(texts[:6]), "errors": errors}

    @property
    def percent(self) -> int:
        """Share of the checks that are met; 100 only when nothing required is missing."""
        share = round(100 * (self.checks - len(self.missing)) / self.checks) if self.checks else 100
        return min(share, 99) if self.required else share

    def in_step(self, step: str) -> list[Missing]:
        return [one for one in self.missing if one.step == step]


Checks = Iterator[Missing | None]  # one entry a check: what is missing, or None when it is met


class Asked:
    """Makes the entries of the checks of one document, each in the section where it is mended."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec

    def unless(
        self, met: object, path: str, text: Words, *, required: bool = True, section: str = ""
    ) -> Missing | None:
        if met:
            return None
        named = next((one for one in self._spec.sections if one.key == section), None)
        return Missing(named or self._spec.section_of(path), path, text, required)

    def fields(self, part: Part, thing: Model, path: str, *, section: str = "", **words: object) -> Checks:
        """Those fields of a thing that say what they are asked for as; with `section` only those of one."""
        for field in part.fields:
            if field.missing and section in ("", field.section or part.section):
                key = f"{field.name}_id"  # of a row of another table, which need not be read for this
                met = is_filled(getattr(thing, key if hasattr(thing, key) else field.name))
                text = str(field.missing).format(**words) if words else field.missing
                yield self.unless(met, f"{path}.{field.name}", text, required=not field.is_advice)

    def rows(self, part: Rows, rows: Iterable[Any]) -> Checks:
        rows = list(rows)
        if part.least:
            yield self.unless(rows, f"add.{part.kind}", part.least, section=part.section)
        for row in rows:
            words = {"x": part.named(row), "no": getattr(row, "no", "")}
            yield from self.fields(part, row, f"{part.kind}.{row.uid}", **words)

    def rest(self, document: Document) -> Checks:
        """What was typed and cannot be read, and what waits for a choice."""
        for path in document.unclean:
            yield self.unless(False, path, _("one entry that cannot be read yet"))
        for path in waiting_paths(document):
            yield self.unless(False, path, _("a choice between two texts"))


def is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def checks_of(spec: Spec, document: Document) -> Checks:
    """The checks that the specification alone says, part by part."""
    asked = Asked(spec)
    for part in spec.parts:
        if isinstance(part, One):
            yield from asked.fields(part, part.owner_of(document), part.kind)
        elif isinstance(part, Rows) and (part.least or any(field.missing for field in part.fields)):
            yield from asked.rows(part, part.rows(document))
    yield from asked.rest(document)


def counted(checks: Checks) -> Completeness:
    found = list(checks)
    return Completeness([one for one in found if one is not None], len(found))
