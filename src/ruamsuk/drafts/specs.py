"""The specification of a document that several people write: its parts by path, and the fields of each.

    MINUTES = Spec(
        sections=(Section("what", _("What was said"), "write"),),
        parts=(
            One(kind="m", section="what", fields=(Field("title", _("Title"), Text(200), missing=_("the title")),)),
            Rows(kind="item", section="what", fields=(Field("text", _("Item"), Long()),), model=Item, owner="minutes"),
        ),
    )

A path names one field: `m.title` (the document, or something that it has once), `item.<uid>.text` (a line),
`issue.<uid>.on` and `serves.<uid of a line>~<uid>.on` (a tick). Pages, autosave, the whole form and the API read and
draw by it (drafts.forms), completeness, snapshots and differences follow from it (drafts.queries). It imports no forms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.db.models import Choices, Model, QuerySet
from django.utils.functional import Promise

from ruamsuk.core.models import is_uuid
from ruamsuk.core.money import MOST_OF_A_LINE
from ruamsuk.drafts.models import Document

Words = str | Promise


# What a field holds ---------------------------------------------------------------------------------------------


class FieldKind:
    """What a field holds. Its form field: drafts.forms.form_field, where an app adds that of a kind of its own."""

    word = "text"  # how a frozen value is read
    empty: object = None  # what stands for nothing, where that is not NULL


@dataclass(frozen=True)
class Text(FieldKind):
    most: int
    wide: bool = False  # a sentence: takes the whole width of its line, and as many lines as it needs
    inputmode: str = ""
    suggested: str = ""  # id of a list on the page (<datalist>) that offers texts
    empty: object = ""


@dataclass(frozen=True)
class Long(FieldKind):
    """A text of several lines."""

    rows: int = 3
    empty: object = ""


@dataclass(frozen=True)
class Day(FieldKind):
    word = "day"


@dataclass(frozen=True)
class FiscalYear(FieldKind):
    pass


@dataclass(frozen=True)
class Number(FieldKind):
    word = "number"

    digits: int
    places: int = 2
    least: int | None = None


@dataclass(frozen=True)
class Whole(FieldKind):
    least: int = 0
    most: int = 9_999_999
    empty: object = None


@dataclass(frozen=True)
class Baht(FieldKind):
    most: int = MOST_OF_A_LINE  # satang
    word = "satang"
    empty: object = None


@dataclass(frozen=True)
class Catalogue(FieldKind):
    """A row of a catalogue, named by its code."""

    model: type[Model]


@dataclass(frozen=True)
class OneOf(FieldKind):
    """One value of a closed list, of whole numbers or of words. `standing`: the one that stands where nobody chose."""

    choices: type[Choices]
    standing: str | None = None

    @property
    def is_numbered(self) -> bool:
        return issubclass(self.choices, int)

    @property
    def empty(self) -> str | None:  # type: ignore[override]  # a class attribute of the others
        return self.standing or (None if self.is_numbered else "")


@dataclass(frozen=True)
class OfArea(FieldKind):
    pass


@dataclass(frozen=True)
class Tick(FieldKind):
    empty: object = False


# Fields and parts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Field:
    name: str
    label: Words = ""
    kind: FieldKind = Tick()
    hint: Words = ""
    short: Words = ""  # its name where it was frozen, if not the label
    # What completeness asks for while it is empty; `{x}`, `{no}`: name and number of its line.
    missing: Words = ""
    is_advice: bool = False  # may be missing all the same
    is_weighed: bool = False  # more follows from its words than that there are some
    is_optional: bool = False  # drawn as one that may stay empty
    section: str = ""  # else that of its part
    block: str = ""  # fields of one block stand together on the page
    frozen: str = ""  # the key under which it is frozen, if not its name
    freeze: Callable[[Any], Any] | None = None  # what is frozen of its thing, if not the plain value
    is_apart: bool = False  # a page that reads the document shows it in a place of its own
    # Given in an act of its own; its earlier texts are kept like those of the others.
    is_read_only: bool = False


def block(name: str, *fields: Field, section: str = "") -> tuple[Field, ...]:
    """Fields that stand together on the page, in one section unless they say another."""
    return tuple(replace(field, block=name, section=field.section or section) for field in fields)


class Ticked:
    """Whether `row` is among the links."""

    def __init__(self, links: Any, row: Model) -> None:
        self._links, self.row = links, row

    @property
    def on(self) -> bool:
        return bool(self._links.filter(pk=self.row.pk).exists())

    @on.setter
    def on(self, on: bool) -> None:
        (self._links.add if on else self._links.remove)(self.row)


Thing = Model | Ticked  # what holds the values of fields


@dataclass(frozen=True, eq=False)
class Also:
    """What is frozen beside the fields of a thing, such as a sum."""

    key: str
    label: Words
    freeze: Callable[[Any], Any]
    word: str = "text"  # as in FieldKind
    section: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """All paths that begin with one word."""

    kind: str
    fields: Sequence[Field]
    section: str = ""
    of: str = ""  # attributes from the document to what this hangs on; empty: the document
    is_personal: bool = (
        False  # its texts are read only by whoever may see its persons; nothing of it is frozen
    )
    also: Sequence[Also] = ()

    def __post_init__(self) -> None:
        if self.is_personal and not isinstance(self, Rows):
            raise TypeError(
                f"{self.kind}: only lines are about persons, whose texts are kept by the line's uid"
            )
        model = self.model if isinstance(self, Rows | Fixed) else None
        if unknown := [field.name for field in self.fields if model and not hasattr(model, field.name)]:
            raise TypeError(f"{self.kind}: columns that there are not: {', '.join(unknown)}")

    def fits(self, uid: str) -> bool:
        """Whether this may be the middle of a path."""
        return is_uuid(uid)

    def things(self, document: Document, uids: set[str]) -> dict[str, Thing]:
        """The stored things by their uid; what is gone is left out."""
        raise NotImplementedError

    def owner_of(self, document: Document) -> Model:
        return attrgetter(self.of)(document) if self.of else document

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def section_keys(self) -> set[str]:
        return {
            key or self.section
            for key in (*(f.section for f in self.fields), *(a.section for a in self.also))
        }

    @property
    def frozen_keys(self) -> list[str]:
        """The keys under which it stands in what was sent, beside those of the other parts."""
        return []

    @property
    def above(self) -> str:
        """The kind of the line that it hangs below; empty: the document itself."""
        return ""

    @property
    def texts(self) -> list[Field]:
        return [field for field in self.fields if isinstance(field.kind, Text | Long)]

    def to_read(self, thing: Model) -> dict[str, list[tuple[Words, str]]]:
        """Section → name and words of its texts that were written, for a page on which they are read."""
        found: dict[str, list[tuple[Words, str]]] = {}
        for field in self.texts:
            if not field.is_apart and (words := getattr(thing, field.name)):
                name = field.short or field.label
                found.setdefault(field.section or self.section, []).append((name, words))
        return found


@dataclass(frozen=True, eq=False, kw_only=True)
class One(Part):
    """Fields of the document itself, or of what it has once."""

    @property
    def frozen_keys(self) -> list[str]:
        return [*(field.frozen or field.name for field in self.fields), *(one.key for one in self.also)]

    def fits(self, uid: str) -> bool:
        return uid == ""

    def things(self, document: Document, uids: set[str]) -> dict[str, Thing]:
        return {"": self.owner_of(document)}


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows(Part):
    """Lines that are added and removed."""

    model: type[Model]
    owner: str  # the way from a line to what it hangs on
    below: str = ""  # the kind, and the field, of the line to which each belongs
    label: Words = ""
    frozen: str = ""  # the key under which the lines are frozen; empty: they are not
    shows_no: bool = False  # its number is frozen, too
    is_inside: bool = False  # frozen inside the line that they are below
    called: Sequence[str] = ()  # keys of what a frozen line is called by, the first that says something
    least: Words = ""  # what completeness asks for while there is no line
    named: Callable[[Any], str] = str  # how completeness calls a line
    related: Sequence[str] = ()  # what is read along with the lines when they are frozen
    many: Sequence[str] = ()

    @property
    def frozen_keys(self) -> list[str]:
        return [self.frozen] if self.frozen and not self.is_inside else []

    @property
    def above(self) -> str:
        return self.below

    @property
    def stays(self) -> bool:
        """A removed line stays in its table with the moment of its removal; else its rows are kept as a text."""
        return hasattr(self.model, "removed_at")

    def rows(self, document: Document) -> QuerySet[Any]:
        rows = self.model._default_manager.filter(**{self.owner: self.owner_of(document)})
        return rows.filter(removed_at=None) if self.stays else rows

    def read(self, document: Document, *, along: Sequence[str] = (), many: Sequence[str] = ()) -> list[Any]:
        """Its lines, with what is read along with them; those of a held document were read already (queries.held)."""
        if document.held is not None:
            return document.held[self.kind]
        rows = self.rows(document).prefetch_related(*many)
        return list(rows.select_related(*along) if along else rows)

    def removed(self, document: Document) -> QuerySet[Any]:
        rows = self.model._default_manager.filter(**{self.owner: self.owner_of(document)})
        return rows.exclude(removed_at=None) if self.stays else rows.none()

    def things(self, document: Document, uids: set[str]) -> dict[str, Thing]:
        return {str(row.uid): row for row in self.rows(document).filter(uid__in=uids)}


@dataclass(frozen=True, eq=False, kw_only=True)
class Fixed(Part):
    """Lines for things that are given: one for each key, stored while it says something."""

    model: type[Model]
    owner: str
    by: str  # the field of a line that says which thing it is for
    keys: Callable[[Any], Mapping[str, object]]  # uid → value of that field, for a document

    def fits(self, uid: str) -> bool:
        return (uid.isdecimal() and len(uid) <= 18) or is_uuid(uid)  # digits that every database takes

    def things(self, document: Document, uids: set[str]) -> dict[str, Thing]:
        keys = {uid: key for uid, key in self.keys(document).items() if uid in uids}
        owner = self.owner_of(document)
        known = {
            getattr(row, self.by): row for row in self.model._default_manager.filter(**{self.owner: owner})
        }
        return {
            uid: known.get(key) or self.model(**{self.owner: owner, self.by: key})
            for uid, key in keys.items()
        }

    def is_empty(self, row: Model) -> bool:
        return not any(getattr(row, field.name) not in (None, "", field.kind.empty) for field in self.fields)


@dataclass(frozen=True, eq=False, kw_only=True)
class Ticks(Part):
    """Which of given things are chosen: for the document, or for each line of a kind."""

    fields: Sequence[Field] = (Field("on"),)
    links: str  # the attribute that holds those chosen
    among: Callable[[Any], QuerySet[Any]]  # what may be chosen, for a document
    each: Rows | None = None

    @property
    def above(self) -> str:
        return self.each.kind if self.each else ""

    def fits(self, uid: str) -> bool:
        pieces = uid.split("~")
        return len(pieces) == (2 if self.each else 1) and all(map(is_uuid, pieces))

    def things(self, document: Document, uids: set[str]) -> dict[str, Thing]:
        found: dict[str, Thing] = {}
        rows = {
            str(row.uid): row
            for row in self.among(document).filter(uid__in={uid.rpartition("~")[2] for uid in uids})
        }
        owners: Mapping[str, Thing] = {"": self.owner_of(document)}
        if self.each:
            owners = self.each.things(document, {uid.partition("~")[0] for uid in uids})
        for uid in uids:
            owner = owners.get(uid.rpartition("~")[0])
            if owner is not None and (row := rows.get(uid.rpartition("~")[2])):
                found[uid] = Ticked(getattr(owner, self.links), row)
        return found


@dataclass(frozen=True, eq=False)
class Section:
    key: str
    label: Words
    step: str  # the screen on which it is written
    weight: int = 1  # its part in how complete the document is

    @property
    def title(self) -> str:
        """With its number, where the sections have some."""
        return f"{self.key}. {self.label}" if self.key.isdigit() else str(self.label)


@dataclass(frozen=True, eq=False, kw_only=True)
class Spec:
    sections: Sequence[Section]
    parts: Sequence[Part]
    schema: int = 1  # of what is frozen

    def __post_init__(self) -> None:
        """A wrong word would only be seen by who writes: text in the first section, a line that is never frozen."""
        known = {section.key for section in self.sections}
        kinds = [part.kind for part in self.parts]
        frozen = [key for part in self.parts for key in part.frozen_keys]
        wrong = {
            "sections that there are not": {key for part in self.parts for key in part.section_keys} - known,
            "kinds of more than one part": {kind for kind in kinds if kinds.count(kind) > 1},
            "lines that there are not": {
                part.below for part in self.parts if isinstance(part, Rows) and part.below
            }
            - {*kinds},
            "keys that are frozen twice": {key for key in frozen if frozen.count(key) > 1},
        }
        if said := [f"{what}: {', '.join(sorted(which))}" for what, which in wrong.items() if which]:
            raise TypeError("; ".join(said))

    def part(self, kind: str) -> Part | None:
        return next((part for part in self.parts if part.kind == kind), None)

    def rows(self, kind: str) -> Rows | None:
        part = self.part(kind)
        return part if isinstance(part, Rows) else None

    def find(self, path: str) -> tuple[Part, str, Field] | None:
        """The part, uid and field that a path names."""
        kind, _dot, rest = path.partition(".")
        part = self.part(kind)
        if part is None:
            return None
        uid, _dot, name = rest.rpartition(".")
        field = part.field(name)
        return (part, uid, field) if field and part.fits(uid) else None

    def section_of(self, path: str) -> Section:
        """Where a field, or what else completeness names, is written; the first section for what is not known."""
        kind, _dot, rest = path.partition(".")
        part = self.part(kind)
        field = part.field(rest.rpartition(".")[2]) if part else None
        key = (field.section if field else "") or (part.section if part else "")
        return next((section for section in self.sections if section.key == key), self.sections[0])

    def is_personal(self, path: str) -> bool:
        part = self.part(path.partition(".")[0])
        return part is not None and part.is_personal
