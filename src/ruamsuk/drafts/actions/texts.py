"""Keeping the texts of a document while it is written: what a save meets, what it replaces, what has to wait."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NotRequired, Protocol, TypedDict
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, Q, QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.core.merging import Fate, both, fate, mark
from ruamsuk.drafts.choices import TextState
from ruamsuk.drafts.models import Document, KeptText, Layout, Log, PersonalText, Text
from ruamsuk.drafts.problems import TextsChanged
from ruamsuk.drafts.queries.snapshots import digest, layout_of
from ruamsuk.drafts.queries.texts import kept_texts
from ruamsuk.drafts.specs import Field, Part, Spec


class FieldText(Protocol):
    """One field as it came in; as drafts.forms.read makes it."""

    @property
    def path(self) -> str: ...
    @property
    def part(self) -> Part: ...
    @property
    def uid(self) -> str: ...
    @property
    def field(self) -> Field: ...
    @property
    def text(self) -> str:
        """As it was typed."""

    @property
    def value(self) -> Any: ...
    @property
    def error(self) -> str:
        """Why the text cannot be understood."""

    @property
    def drawn(self) -> str | None:
        """The mark of what the field was drawn from, where the screen said so."""

    @property
    def typed(self) -> str:
        """What was typed, in the one way in which the field writes such a value."""

    def shown(self, value: object) -> str:
        """A stored value in that same way."""

    def drawn_from(self, drawn: str) -> "FieldText":
        """The same, typed on a screen that says so."""

    def reread(self, text: str) -> str:
        """A text that was kept as typed, in that same way if it is understood."""

    def beside(self, texts: Mapping[str, str]) -> "Sequence[FieldText]":
        """Texts of other fields of the document, read as this one was."""


class Typed(TypedDict):
    """What was typed on one screen, as Writing.save takes it."""

    changes: Sequence[FieldText]
    screen: NotRequired[str]
    base_version: NotRequired[int | None]


class Chosen(TypedDict):
    """A choice between two texts, as Writing.choose takes it."""

    waiting: KeptText
    change: FieldText
    take_other: bool
    seen: NotRequired[str | None]


class Texts:
    """The kept texts of some fields of one document, under its lock, for one save.

    `screen`: the page on which the save was typed, as it was drawn once. A screen knows what it wrote itself, also
    when the answer to its save got lost. `base_version`: for callers who do not say what each field was drawn from.
    """

    def __init__(
        self,
        document: Document,
        changes: Iterable[FieldText],
        *,
        screen: str,
        base_version: int | None,
        by: User,
        at: datetime,
    ) -> None:
        self._document, self._screen, self._base, self._by, self._at = document, screen, base_version, by, at
        self._last: dict[str, KeptText] = {}
        self._own: dict[str, KeptText] = {}
        self._waiting: dict[str, list[KeptText]] = {}
        self._new: list[KeptText] = []
        # Whether any field of the document waits for a choice, as it was before this save; None: it was not read.
        self.some_wait: bool | None = None
        changes = list(changes)
        paths = {change.path for change in changes}
        personal = {change.path for change in changes if change.part.is_personal}
        for some, is_personal in ((paths - personal, False), (personal, True)):
            if some:
                self._read(kept_texts(document, personal=is_personal).filter(path__in=some))

    def _read(self, rows: QuerySet[Any]) -> None:
        def newest(found: QuerySet[Any]) -> Any:
            return found.order_by().values("path").annotate(newest=Max("pk")).values("newest")

        wanted = Q(state=TextState.WAITING) | Q(pk__in=newest(rows.filter(state=TextState.STOOD)))
        if self._screen:
            wanted |= Q(pk__in=newest(rows.filter(screen=self._screen)))
        waiting = (
            Exists(model._default_manager.filter(log=self._document.log_id, state=TextState.WAITING))
            for model in (Text, PersonalText)
        )
        some_wait = ExpressionWrapper(reduce(or_, waiting), BooleanField())
        for row in rows.filter(wanted).annotate(some_wait=some_wait).order_by("pk"):
            self.some_wait = row.some_wait
            if row.state == TextState.STOOD:
                self._last[row.path] = row
            elif row.state == TextState.WAITING:
                self._waiting.setdefault(row.path, []).append(row)
            if self._screen and row.screen == self._screen:
                self._own[row.path] = row

    def meets(self, change: FieldText, standing: str) -> Fate:
        return fate(drawn=self._drawn(change, standing), standing=standing, typed=change.typed)

    def _drawn(self, change: FieldText, standing: str) -> str | None:
        """A screen stands on what it wrote last itself, else on what it was drawn from."""
        if own := self._own.get(change.path):
            return mark(own.words)
        last = self._last.get(change.path)
        if change.drawn is not None or (self._base is None and (last or standing)):
            return change.drawn
        # Where nothing ever stood, nothing is replaced unheard.
        return mark(standing) if last is None or last.version <= (self._base or 0) else None

    def write(self, change: FieldText, standing: str) -> None:
        """The typed text stands now; what it replaces is kept, also when it was never typed (it came from a plan)."""
        self._end(
            [row for row in self._waiting.get(change.path, []) if mark(row.words) == mark(change.typed)]
        )
        last = self._last.get(change.path)
        if mark(last.words if last else "") != mark(standing):
            self._keep(
                change, standing, by=None, at=self._at if last else self._document.created_at, version=0
            )
            last = None
        if last and self._goes_on(last, change):
            self._grow(last, change)
        else:
            self._keep(change, change.typed)

    def wait(self, change: FieldText) -> None:
        """The typed text does not stand; it waits beside what does. Typed on, the same screen's text grows."""
        waiting = self._waiting.get(change.path, [])
        if any(mark(row.words) == mark(change.typed) for row in waiting):
            return
        own = next((row for row in waiting if self._screen and row.screen == self._screen), None)
        if own and self._goes_on(own, change):
            self._grow(own, change)
            return
        self._end([own] if own else [])
        self._keep(change, change.typed, state=TextState.WAITING)

    def leave(self, change: FieldText, standing: str) -> None:
        """Nothing is written. Who comes round to what stands has no other text any more."""
        if self._screen and mark(change.typed) == mark(standing):
            self._end([row for row in self._waiting.get(change.path, []) if row.screen == self._screen])

    def set_aside(self, change: FieldText) -> None:
        """Typed into a line that is gone."""
        if change.typed:
            self._keep(change, change.typed, state=TextState.ASIDE)

    def keep(self) -> None:
        for model in (Text, PersonalText):
            rows: list[Any] = [row for row in self._new if isinstance(row, model)]
            model._default_manager.bulk_create(rows)

    def _end(self, waiting: list[KeptText]) -> None:
        for row in waiting:
            row.state = TextState.ASIDE
            row.save(update_fields=["state"])

    def _goes_on(self, row: KeptText, change: FieldText) -> bool:
        is_own = self._screen and row.screen == self._screen and row.by_id == self._by.pk
        return bool(is_own and isinstance(change.value, str) and change.typed.startswith(row.words))

    def _grow(self, row: KeptText, change: FieldText) -> None:
        row.text, row.version, row.at = change.typed, self._document.version, self._at
        row.save(update_fields=["text", "version", "at"])

    def _keep(self, change: FieldText, text: str, **more: object) -> None:
        values = {
            "path": change.path,
            "text": text,
            "version": self._document.version,
            "screen": self._screen if "by" not in more else "",
            "by": self._by,
            "at": self._at,
        }
        self._new.append(new_text(self._document, change.part, change.uid, **(values | more)))


def new_text(document: Document, part: Part | None, uid: str, **values: object) -> KeptText:
    """A text to keep, in the log of its document: about a person, or any other."""
    if document.log_id is None:
        document.log = Log.objects.create()
    if part and part.is_personal:
        return PersonalText(log=document.log, person=UUID(uid), **values)
    return Text(log=document.log, **values)


def end_waiting(document: Document, uids: Iterable[str]) -> None:
    """What waits for fields of lines that are taken off waits no more; it is kept among the earlier texts."""
    about = reduce(or_, (Q(path__contains=uid) for uid in uids))
    for personal in (False, True):
        rows = kept_texts(document, personal=personal).filter(about, state=TextState.WAITING)
        rows.update(state=TextState.ASIDE)


def keep_given(document: Document, path: str, before: str, text: str, *, by: User, at: datetime) -> None:
    """Keeps a text that is given in an act of its own, such as the mentor's advice, and the one before it."""
    stood = kept_texts(document).filter(path=path, state=TextState.STOOD).order_by("pk").last()
    known = {"path": path, "version": document.version, "at": at}
    if before and (stood is None or stood.text != before):
        new_text(document, None, "", text=before, by=None, **known).save()
    new_text(document, None, "", text=text, by=by, **known).save()


def check_seen(document: Document, waiting: KeptText, standing: str, seen: str | None) -> None:
    """A choice holds for the two texts that were seen. Who does not say which they were may choose only while what
    stands is older than what waits.
    """
    if seen is not None:
        fits = seen == both(standing, waiting.words)
    else:
        newer = kept_texts(document, personal=isinstance(waiting, PersonalText))
        fits = not newer.filter(path=waiting.path, state=TextState.STOOD, pk__gt=waiting.pk).exists()
    if not fits:
        raise TextsChanged


def known_version(document: Document, base_version: int | None) -> int:
    """The next `base_version` of a caller who names one: it stays while somebody else's texts came between, so that
    none of them is taken for one that the caller has seen. Asked after the save raised the version by one.
    """
    if base_version is not None and base_version < document.version - 1:
        return base_version
    return document.version


def keep_layout(spec: Spec) -> Layout:
    """The words in which documents of this specification are frozen today."""
    content = layout_of(spec)
    layout, _is_new = Layout.objects.get_or_create(digest=digest(content), defaults={"content": content})
    return layout
