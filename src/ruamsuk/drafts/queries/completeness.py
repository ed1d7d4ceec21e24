"""What a document still misses and what in it makes no sense, in words, with the place where to mend it: shown while
writing, the gate of sending.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model
from django.utils.translation import gettext as _

from ruamsuk.drafts.models import Document
from ruamsuk.drafts.queries.texts import waiting_paths
from ruamsuk.drafts.specs import One, Part, Rows, Section, Spec, Words


@dataclass(frozen=True)
class Point:
    """One thing that is asked for, whether it is there or not."""

    section: Section
    path: str  # the field to open
    text: Words
    required: bool = True
    met: bool = False

    @property
    def step(self) -> str:
        return self.section.step


class Remark(Protocol):
    """What is there and makes no sense, as a noun finds it: what is wrong, what to do, and how serious it is."""

    @property
    def path(self) -> str: ...
    @property
    def section(self) -> str: ...  # its key, where the path alone does not say it
    @property
    def text(self) -> str: ...
    @property
    def remedy(self) -> str: ...
    @property
    def level_name(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def is_must(self) -> bool: ...
    @property
    def weight(self) -> int: ...  # 10 takes away as much as an empty answer


@dataclass(frozen=True)
class Placed:
    """A remark at the section where it is mended."""

    section: Section
    remark: Remark

    @property
    def path(self) -> str:
        return self.remark.path

    @property
    def step(self) -> str:
        return self.section.step

    @property
    def words(self) -> str:
        return f"{self.remark.text} {self.remark.remedy}"


WHOLE_ANSWER = 10  # weight of a remark that takes away as much as an empty answer


@dataclass(frozen=True)
class Completeness:
    points: list[Point]
    remarks: list[Placed]  # the worst first

    @property
    def missing(self) -> list[Point]:
        return [one for one in self.points if not one.met]

    @property
    def required(self) -> list[Point]:
        return [one for one in self.missing if one.required]

    @property
    def musts(self) -> list[Placed]:
        return [one for one in self.remarks if one.remark.is_must]

    @property
    def stops(self) -> bool:
        """Whether it cannot be sent as it stands."""
        return bool(self.required or self.musts)

    @property
    def refusal(self) -> dict[str, Any]:
        """Parameters of the Problem that refuses to send it: the first few in words, all with their paths."""
        stops = [(one.path, str(one.text)) for one in self.required]
        stops += [(one.path, one.words) for one in self.musts]
        errors = [{"field": path, "message": text} for path, text in stops]
        return {
            "count": len(stops),
            "missing": "; ".join(text for _path, text in stops[:6]),
            "errors": errors,
        }

    @property
    def percent(self) -> int:
        """The share of each section that is there and makes sense, sections by their weight. So a section that nobody
        began counts as a whole, however little it asks for so far. 100 only when nothing stops it from being sent.
        """
        asked: dict[Section, int] = defaultdict(int)
        good: dict[Section, float] = defaultdict(float)
        for point in self.points:
            asked[point.section] += 1
            good[point.section] += point.met
        for one in self.remarks:
            good[one.section] -= one.remark.weight / WHOLE_ANSWER
        whole = sum(section.weight for section in asked)
        there = sum(section.weight * max(good[section], 0) / n for section, n in asked.items())
        share = round(100 * there / whole) if whole else 100
        return min(share, 99) if self.stops else share

    @property
    def remarked(self) -> list[str]:
        return sorted({one.path for one in self.remarks})

    def in_step(self, step: str) -> list[Point]:
        return [one for one in self.missing if one.step == step]

    def remarks_in_step(self, step: str) -> list[Placed]:
        return [one for one in self.remarks if one.step == step]


Checks = Iterator[Point]  # one entry for each thing that is asked for


class Asked:
    """Makes the entries of the checks of one document, each in the section where it is mended."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec

    def unless(
        self, met: object, path: str, text: Words, *, required: bool = True, section: str = ""
    ) -> Point:
        return Point(self._section(path, section), path, text, required, bool(met))

    def placed(self, remarks: Iterable[Remark]) -> list[Placed]:
        return [Placed(self._section(one.path, one.section), one) for one in remarks]

    def _section(self, path: str, section: str) -> Section:
        named = next((one for one in self._spec.sections if one.key == section), None)
        return named or self._spec.section_of(path)

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
            named = self._spec.find(path)
            label = named[2].label if named else path
            text = _("“%(field)s” is not filled in correctly") % {"field": label}
            yield self.unless(False, path, text)
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


def counted(checks: Checks, remarks: list[Placed] | None = None) -> Completeness:
    return Completeness(list(checks), remarks or [])
