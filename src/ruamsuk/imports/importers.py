"""What differs from one kind of file to another: an importer, which the app that knows its nouns adds here.

    IMPORTERS.add(OLDER_PAGES.name, OLDER_PAGES)      # in AppConfig.ready

The rest is the same for all: a file is staged, shown before anything is saved, written piece by piece, gone on with
after a stop, taken back where nobody worked on it since, and told of record by record (docs/howto/add-an-importer.md).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from ruamsuk.accounts.models import User
from ruamsuk.core.registry import Registry
from ruamsuk.imports.choices import UNKNOWN, LineResult
from ruamsuk.imports.models import ImportBatch, ImportedRecord, ImportLine

Words = str | Promise


@dataclass
class Staged:
    """A record of a file before anything is understood of it. `why`: it cannot be read; `params` go into the words."""

    content: object  # as it is kept: what must not be stored is masked by now
    source: str = ""  # tells it from all other records, in this file and in later ones
    title: str = ""
    kind: str = UNKNOWN
    goes_first: bool = False  # others of the file build on it: written before them, in a piece of its own
    # What staging found out, for `foresee` and `write`.
    report: dict[str, object] = field(default_factory=dict)
    why: str = ""
    params: dict[str, object] = field(default_factory=dict)


@dataclass
class Incoming:
    """A line with what was imported of the same source before."""

    line: ImportLine
    sha256: str  # of the content
    record: ImportedRecord | None
    is_unchanged: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_unchanged = self.record is not None and self.record.sha256 == self.sha256

    def expect(self, outcome: LineResult, report: Mapping[str, object]) -> None:
        """What is going to happen, for who looks before the import."""
        self.line.expected = outcome
        self.line.report = {**self.line.report, **report}


@dataclass
class Piece:
    """Lines that are new or changed, to be written in one transaction; `keep` is called for each of them."""

    batch: ImportBatch
    incoming: list[Incoming]
    known: Any  # what `Importer.known` gave for the whole file
    by: User | None
    at: datetime
    kept: list[tuple[ImportLine, ImportedRecord]] = field(default_factory=list)

    def keep(
        self, one: Incoming, outcome: LineResult, report: Mapping[str, object], *, key: str = ""
    ) -> ImportedRecord:
        """The line ends so, and its record is kept; what it became here is set on the record until the piece ends.

        `key`: what the record is about, where several sources are about one thing.
        """
        line = one.line
        record = one.record or ImportedRecord(
            importer=self.batch.importer, batch=self.batch, source=line.source, key=key, created_at=self.at
        )
        record.kind, record.content, record.sha256 = line.kind, line.content, one.sha256
        record.report, record.changed_at = dict(report), self.at
        record.to_confirm = bool(report.get("to_confirm"))
        line.outcome, line.report = outcome, {**line.report, **report}
        self.kept.append((line, record))
        return record

    def leave(self, one: Incoming, outcome: LineResult, report: Mapping[str, object]) -> None:
        """The line ends so and nothing is kept of it but the line: sent again, it is looked at anew."""
        one.line.outcome, one.line.report = outcome, {**one.line.report, **report}

    def note_made(self, thing: Model, title: str) -> None:
        """Something was added on the way that several records share; it goes last when the import is taken back."""
        self.batch.made = [*self.batch.made, [thing._meta.label_lower, thing.pk, title]]


@dataclass(frozen=True)
class Noun:
    """What a record becomes, or what is added with it: how that is called, opened and taken back."""

    label: Words
    model: type[Model]
    page: str = ""  # the name of its address, which takes the uid
    button: Words = ""  # that leads there
    own: tuple[str, ...] = ()  # its keys of rows that are nobody else's: they go with it
    in_use: Q | None = None  # what shows that somebody worked on it, beside the trail
    # Rows that hold nothing any more and would keep these things from going, as a post that nobody ever held.
    emptied: Callable[[Sequence[Any]], Sequence[QuerySet[Any]]] | None = None


@dataclass(frozen=True)
class Shown:
    """How the page of one record shows what was understood: values, and below them links under a title."""

    understood: dict[str, object]
    title: Words = ""
    links: tuple[tuple[str, str], ...] = ()  # words and address


def _as_understood(understood: dict[str, object]) -> Shown:
    return Shown(understood)


def _may_start(_batch: ImportBatch) -> None:
    return None


def _nothing_hinders(_batch: ImportBatch) -> list[str]:
    return []


def _no_remarks(_batch: ImportBatch) -> list[tuple[Words, str]]:
    return []


def _in_no_words() -> Callable[[str, object], str | None]:
    return lambda _name, _value: None


@dataclass(frozen=True)
class Importer:
    name: str  # as each file and the command name it
    takes: Words  # one sentence: what it takes in
    caution: Words  # one sentence: what an import means here, said before it is started
    accept: str  # of the field for a file
    format: Words  # the form of the file and its limits, beside that field
    max_bytes: int  # of a file that a page takes; the command takes larger ones
    max_records: int

    # The records of a file of at most so many bytes, or a Problem; one of them at its position, not understood yet.
    read: Callable[[bytes, int], list[object]]
    stage: Callable[[int, object], Staged]
    # What is in the system already, read once for a file: it grows with what is imported, and with what is foreseen.
    known: Callable[[], object]
    # Calls `expect` for each, or gives them to the doors of their apps and calls `keep` for each.
    foresee: Callable[[list[Incoming], Any], None]
    write: Callable[[Piece], None]

    nouns: Mapping[str, Noun]  # by the name in `ImportedRecord.noun`
    shared: tuple[Noun, ...] = ()  # what `note_made` is called for, in the order in which it can go

    piece: int = 0  # records that are written in one transaction, where they are not the usual ten
    page: str = ""  # the name of the address of one of its files, where they have pages of their own
    # Raises a Problem where what a file was read by no longer holds: asked whenever it is started.
    check_start: Callable[[ImportBatch], None] = _may_start
    # An import of it is taken back whole or not at all: what was built on it since, in words.
    hinders: Callable[[ImportBatch], list[str]] = _nothing_hinders
    # Gives changed records the values back that they had before these lines; without it they keep the new ones.
    give_back: Callable[[Sequence[ImportLine], User | None, datetime], None] | None = None

    kinds: Mapping[str, Words] = field(default_factory=dict)
    parts: Mapping[str, Words] = field(default_factory=dict)  # names of what was understood
    why: Mapping[str, Words] = field(default_factory=dict)  # reasons, by the codes in reports
    # A value as people write it, or None where it is plain already; asked for once a report.
    in_words: Callable[[], Callable[[str, object], str | None]] = _in_no_words
    shown: Callable[[dict[str, object]], Shown] = _as_understood
    # What the page of a file says of it as a whole: words, and the address where something can be done about it.
    remarks: Callable[[ImportBatch], list[tuple[Words, str]]] = _no_remarks
    settings: tuple[Words, str] | None = (
        None  # a page of the importer's own: words, and the name of its address
    )

    def noun_of(self, record: ImportedRecord | None) -> Noun | None:
        return self.nouns.get(record.noun) if record is not None else None


IMPORTERS: Registry[Importer] = Registry("importers")


def offered() -> list[Importer]:
    """Those whose files are sent on the common page."""
    return [one for one in IMPORTERS.values() if not one.page]
